"""Surveys: what users answered, for the Kano model and others."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Annotated, Any, cast

from pmkb.graph import KnowledgeBase
from pmkb.message import say
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

    respondent: Text | None = key("受访者", say("Who answered.", "谁答的。"), default=None)
    requirement: Text | None = key(
        "需求", say("What was asked about.", "问的是哪条需求。"), default=None
    )
    functional: Text | None = key(
        "正向题", say("How one feels if the product has it.", "产品有它时感觉如何。"), default=None
    )
    dysfunctional: Text | None = key(
        "反向题",
        say("How one feels if the product has it not.", "产品没有它时感觉如何。"),
        default=None,
    )
    first: Text | None = key(
        "第一题",
        say("The question asked first, whichever it was.", "先问的那一题，不论正反。"),
        default=None,
    )
    second: Text | None = key(
        "第二题", say("The question asked second.", "后问的那一题。"), default=None
    )


class Counts(Part):
    """How many respondents fell into each Kano category for one requirement."""

    requirement: Reference = key(
        "需求", say("What was asked about.", "问的是哪条需求。"), to="requirement"
    )
    A: Whole = key("魅力型", say("Attractive.", "魅力型的人数。"), default=0, minimum=0)
    O: Whole = key("期望型", say("One-dimensional.", "期望型的人数。"), default=0, minimum=0)  # noqa: E741 - Kano's letter
    M: Whole = key("必备型", say("Must-be.", "必备型的人数。"), default=0, minimum=0)
    I: Whole = key("无差异", say("Indifferent.", "无差异型的人数。"), default=0, minimum=0)  # noqa: E741 - Kano's letter
    R: Whole = key("反向", say("Reverse.", "反向型的人数。"), default=0, minimum=0)
    Q: Whole = key("可疑", say("Questionable.", "可疑的人数。"), default=0, minimum=0)


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
    ---
    对用户的一轮调研：怎么问的，什么时候，问了谁，答案是什么。

    由产品经理维护。答卷是 `responses` 所指的 CSV 文件，每位受访者对每条需求一行；只有各类人数的，
    写在 `counts` 里。

    文件的列名是 `respondent`、`requirement`（编号）、`functional`、`dysfunctional`（或受访者、
    需求、正向题、反向题），不一样的在 `columns` 里说明；后两列也可以是 `first` 和 `second`，
    顺序由 `question_order` 说明。答案是 1 到 5，或者文字；人数的列名是 A、O、M、I、R、Q。
    """

    folder = "surveys"
    label = Label("Survey", "需求调研")
    order = 200
    columns = ("method", "start", "end", "segments", "respondents", "table", "rule", "owner")
    begins = "start"
    ends = "end"

    method: Text = key(
        "方法", say("How it was asked.", "用什么方法问的。"), vocabulary="survey-method"
    )
    start: Day = key("开始日期", say("The first day of the round.", "调研的第一天。"))
    end: Day | None = key("结束日期", say("The last day.", "调研的最后一天。"), default=None)
    segments: tuple[Text, ...] = key(
        "分组", say("Columns of the answers to group by.", "按答卷的哪些列分组。"), default=()
    )
    responses: Text | None = key(
        "答卷文件",
        say(
            "The CSV file of the answers, below the docs folder.",
            "答卷的 CSV 文件，路径从文档目录算起。",
        ),
        default=None,
    )
    counts: tuple[Counts, ...] = key(
        "计数",
        say("Counts, where the answers are gone.", "原始答卷已不在时，直接写各类人数。"),
        default=(),
    )
    columns_: AnswerColumns | None = key(
        "答卷列名",
        say("What the file's columns are called.", "答卷文件里各列叫什么。"),
        default=None,
        alias="columns",
        en="Columns",
    )
    question_order: Order = key(
        "提问顺序",
        say(
            "Which question came first: functional-first or dysfunctional-first.",
            "先问哪一题：functional-first 先问正向题，dysfunctional-first 先问反向题。",
        ),
        default="functional-first",
    )
    scale: Scale = key(
        "量表方向",
        say(
            "Which number stands for “I like it”: like-is-1 or like-is-5.",
            "哪个数字表示“喜欢”：like-is-1 或 like-is-5。",
        ),
        default="like-is-1",
    )
    table: TableName = key(
        "评价表",
        say(
            "kano (1984; Berger 1993), or pouliot (as he modified it).",
            "kano（1984；Berger，1993），或 pouliot（Pouliot 的修订表）。",
        ),
        default="kano",
    )
    rule: RuleName = key(
        "归类规则",
        say(
            "most-frequent (ties M > O > A > I), or grouped (A + O + M against I + R + Q).",
            "most-frequent 取最多的一类（并列时 M > O > A > I），或 grouped（先比"
            "较 A + O + M 与 I + R + Q）。",
        ),
        default="most-frequent",
    )

    @property
    def is_kano(self) -> bool:
        """Whether its answers are about having and lacking requirements."""
        return self.method == "kano" or bool(self.counts)

    @computed("Respondents", "受访人数", adds=True)
    def respondents(self, kb: KnowledgeBase) -> int | None:
        """Those of whom at least one answer is counted; None where only counts are left.
        ---
        至少有一个回答计入的人数；只剩计数时为空。
        """
        return cast("int | None", kb.measures(self).figures.get("respondents"))

    @computed("Rows left out", "未计入的行")
    def left_out(self, kb: KnowledgeBase) -> Mapping[str, int]:
        """Rows of the file that are not counted, by the code of what is wrong with them;
        `unanswered` are questions passed over.
        ---
        文件里没有计入的行数，按问题的代码分；`unanswered` 是跳过没答的。
        """
        return cast("Mapping[str, int]", kb.measures(self).figures.get("left_out", {}))

    @computed("Kano", "Kano 结果")
    def kano(self, kb: KnowledgeBase) -> Mapping[str, Any]:
        """For each requirement by id: `counts` by category (A, O, M, I, R, Q), `n`, `category` by
        the survey's table and rule, `category_strength` (share of the most frequent category less
        that of the second), `total_strength` ((A + O + M) / n), `significant` (Fong's test of the
        two, 90 %), `better` ((A + O) / (A + O + M + I)), `worse` (−(O + M) / (A + O + M + I)).

        Unknown is empty. Sources: Berger et al. 1993; Lee and Newcomb 1997; Fong 1996.
        ---
        按需求编号给出：各类人数 `counts`（A、O、M、I、R、Q）、人数 `n`、按本次调研的评价表和归类
        规则得出的 `category`、类别强度 `category_strength`（最多的类别占比减去第二多的）、总强
        度 `total_strength`（(A + O + M) ÷ n）、`significant`（对这两类做 Fong 检
        验，90%）、`better`（(A + O) ÷ (A + O + M + I)）、`worse`（−(O + M) ÷ (A + O + M + I)）。

        未知的为空。出处：Berger 等，1993；Lee 与 Newcomb，1997；Fong，1996。
        """
        return cast("Mapping[str, Any]", kb.measures(self).figures.get("kano", {}))

    @computed("Kano by segment", "Kano 分组结果")
    def kano_by_segment(self, kb: KnowledgeBase) -> Mapping[str, Any]:
        """The same for each group of each segment; who is in none is `unknown`.
        ---
        同上，按每种分组的每一组给出；不属于任何一组的为 `unknown`。
        """
        return cast("Mapping[str, Any]", kb.measures(self).figures.get("kano_by_segment", {}))
