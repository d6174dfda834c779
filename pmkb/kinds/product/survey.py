"""Surveys: what users answered, for the Kano model and others."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Annotated, Any, cast

from pmkb.graph import KnowledgeBase
from pmkb.record import Label, Part, Record, computed, key
from pmkb.values import Day, Reference, Text, Whole, one_of

TableName = Annotated[str, replace(one_of(("kano", "pouliot")), name="choice")]
RuleName = Annotated[str, replace(one_of(("most-frequent", "grouped")), name="choice")]
Order = Annotated[str, replace(one_of(("functional-first", "dysfunctional-first")), name="choice")]
Scale = Annotated[str, replace(one_of(("like-is-1", "like-is-5")), name="choice")]


FEW_ANSWERS = 20
"""Below so many answers, a few more could turn a category."""
CLEAR = 0.06
"""The category strength from which on a category is clear (Lee and Newcomb 1997)."""
MANY_QUESTIONABLE = 0.1
"""Above this share of answers that contradict themselves, the questions were not understood."""


class AnswerColumns(Part):
    """What the columns of a file of answers are called, where not as here."""

    respondent: Text | None = key("受访者", "Who answered.", default=None)
    requirement: Text | None = key("需求", "What was asked about.", default=None)
    functional: Text | None = key("正向题", "How one feels if the product has it.", default=None)
    dysfunctional: Text | None = key(
        "反向题", "How one feels if the product has it not.", default=None
    )
    first: Text | None = key("第一题", "The question asked first, whichever it was.", default=None)
    second: Text | None = key("第二题", "The question asked second.", default=None)


class Counts(Part):
    """How many respondents fell into each Kano category for one requirement."""

    requirement: Reference = key("需求", "What was asked about.", to="requirement")
    A: Whole = key("魅力型", "Attractive.", default=0, minimum=0)
    O: Whole = key("期望型", "One-dimensional.", default=0, minimum=0)  # noqa: E741 - Kano's letter
    M: Whole = key("必备型", "Must-be.", default=0, minimum=0)
    I: Whole = key("无差异", "Indifferent.", default=0, minimum=0)  # noqa: E741 - Kano's letter
    R: Whole = key("反向", "Reverse.", default=0, minimum=0)
    Q: Whole = key("可疑", "Questionable.", default=0, minimum=0)


class Survey(Record):
    """A round of questions to users: how it was asked, when, of whom, and the answers.

    The product manager keeps it. The answers are a CSV file at `responses`, a row for each
    respondent and requirement, or counts by category in `counts`.

    The columns of the file are `respondent`, `requirement` (ids), `functional`, `dysfunctional` (or
    受访者, 需求, 正向题, 反向题), or as `columns` tells; instead of the last two `first` and
    `second`, in the order that `question_order` tells. Answers are 1 to 5 or words; counts are
    columns A, O, M, I, R and Q.

        ---
        title: 2026 上半年 Kano 调研
        method: kano
        start: 2026-03-01
        end: 2026-03-31
        segments: [industry]
        responses: surveys/kano-2026-h1.csv
        columns: {functional: q1, dysfunctional: q2}
        scale: like-is-1
        table: kano
        rule: most-frequent
        ---
    """

    folder = "surveys"
    label = Label("Survey", "需求调研")
    order = 200
    columns = ("method", "start", "end", "segments", "respondents", "table", "rule", "owner")
    begins = "start"
    ends = "end"

    method: Text = key("方法", "How it was asked.", vocabulary="survey-method")
    start: Day = key("开始日期", "The first day of the round.")
    end: Day | None = key("结束日期", "The last day.", default=None)
    segments: tuple[Text, ...] = key("分组", "Columns of the answers to group by.", default=())
    responses: Text | None = key(
        "答卷文件", "The CSV file of the answers, below the docs folder.", default=None
    )
    counts: tuple[Counts, ...] = key("计数", "Counts, where the answers are gone.", default=())
    columns_: AnswerColumns | None = key(
        "答卷列名",
        "What the file's columns are called.",
        default=None,
        alias="columns",
        en="Columns",
    )
    question_order: Order = key(
        "提问顺序",
        "Which question came first: functional-first or dysfunctional-first.",
        default="functional-first",
    )
    scale: Scale = key(
        "量表方向",
        "Which number stands for “I like it”: like-is-1 or like-is-5.",
        default="like-is-1",
    )
    table: TableName = key(
        "评价表", "kano (1984; Berger 1993), or pouliot (as he modified it).", default="kano"
    )
    rule: RuleName = key(
        "归类规则",
        "most-frequent (ties M > O > A > I), or grouped (A + O + M against I + R + Q).",
        default="most-frequent",
    )

    @property
    def is_kano(self) -> bool:
        """Whether its answers are about having and lacking requirements."""
        return self.method == "kano" or bool(self.counts)

    @computed("Respondents", "受访人数", adds=True)
    def respondents(self, kb: KnowledgeBase) -> int | None:
        """Those of whom at least one answer is counted; None where only counts are left."""
        return cast("int | None", kb.measures(self).figures.get("respondents"))

    @computed("Rows left out", "未计入的行")
    def left_out(self, kb: KnowledgeBase) -> Mapping[str, int]:
        """Rows of the file that are not counted, by the code of what is wrong with them;
        `unanswered` are questions passed over.
        """
        return cast("Mapping[str, int]", kb.measures(self).figures.get("left_out", {}))

    @computed("Kano", "Kano 结果")
    def kano(self, kb: KnowledgeBase) -> Mapping[str, Any]:
        """For each requirement by id: `counts` by category (A, O, M, I, R, Q), `n`, `category` by
        the survey's table and rule, `category_strength` (share of the most frequent category less
        that of the second), `total_strength` ((A + O + M) / n), `significant` (Fong's test of the
        two, 90 %), `better` ((A + O) / (A + O + M + I)), `worse` (−(O + M) / (A + O + M + I)).

        Unknown is empty. Sources: Berger et al. 1993; Lee and Newcomb 1997; Fong 1996.
        """
        return cast("Mapping[str, Any]", kb.measures(self).figures.get("kano", {}))

    @computed("Kano by segment", "Kano 分组结果")
    def kano_by_segment(self, kb: KnowledgeBase) -> Mapping[str, Any]:
        """The same for each group of each segment; who is in none is `unknown`."""
        return cast("Mapping[str, Any]", kb.measures(self).figures.get("kano_by_segment", {}))
