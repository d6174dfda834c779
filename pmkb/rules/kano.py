"""Rules for what Kano surveys say about requirements."""

from collections.abc import Iterator

from pmkb.datafile import CSV
from pmkb.diagnostic import Severity
from pmkb.flow import Phase
from pmkb.graph import KnowledgeBase
from pmkb.kinds.product.requirement import Requirement
from pmkb.kinds.product.survey import FEW_ANSWERS, MANY_QUESTIONABLE, Survey
from pmkb.message import Message, listed, say, say_number
from pmkb.rules import words
from pmkb.rules.rule import Finding, rule

SHOWN = 5


@rule(Requirement, Severity.WARNING)
def kano_against_survey(requirement: Requirement, kb: KnowledgeBase) -> Iterator[Finding]:
    """The declared Kano category is another than the one that the newest survey found.

    One of the two is wrong, or users have changed their minds: what delighted once is taken for
    granted later. Where the survey's result is not significant (Fong 1996, at 90 %), its two most
    frequent categories are too close for it to overrule anything.

        === requirements/slow-sql.md
        ---
        title: 慢 SQL 归因
        status: new
        kano: attractive
        ---

        === surveys/kano-2026-h1.md
        ---
        title: 2026 上半年 Kano 调研
        method: kano
        start: 2026-03-01
        end: 2026-03-31
        counts:
          - {requirement: slow-sql, M: 34, O: 12, A: 6}
        ---

    To mend it: change `kano:`. If it stays, say why in the text, and put
    `ignore: [kano-against-survey]` there; a result that is not significant asks for more answers.
    ---
    需求标注的 Kano 类别与最近一次调研的结果不同。

    两者必有一错，或者用户的看法变了：当初的惊喜，后来会变成理所当然。调研结果不显著的（Fong，
    1996，90% 置信度），排前两位的类别太接近，不足以推翻标注。

    怎么办：修改 `kano:`。要保留的，在正文里写明理由，并写上 `ignore: [kano-against-survey]`；
    结果不显著的，需要更多答卷。
    """
    said, survey = kb.measures(requirement).figures, requirement.surveyed_in(kb)
    surveyed = requirement.surveyed_kano(kb)
    if requirement.kano is None or survey is None or requirement.phase is Phase.DROPPED:
        return
    if surveyed not in (requirement.kano, "questionable"):
        sure = bool(said["significant"])
        message = say(
            "declared {declared}, but {survey} found {surveyed} (n = {n}, {sure})",
            "标为{declared}，但{survey}的结果是{surveyed}（n = {n}，{sure}）",
            declared=words.term(kb.vocabulary, "kano", requirement.kano),
            survey=words.named(survey),
            surveyed=words.term(kb.vocabulary, "kano", str(surveyed)),
            n=said["answers"],
            sure=say("significant", "显著") if sure else say("not significant", "不显著"),
        )
        hint = say("ask more people", "扩大样本")
        if sure:
            hint = say(
                "change `kano:`, or say in the text why it stays",
                "修改 `kano:`，或在正文里说明为何不改",
            )
        yield Finding("kano", message, hint)


@rule(Survey, Severity.WARNING)
def kano_questionable_answers(survey: Survey, kb: KnowledgeBase) -> Iterator[Finding]:
    """More than 10 % of the answers about a requirement contradict themselves.

    Mostly respondents have not understood the two questions; fewer than 2 % contradicted themselves
    in the survey of Sauerwein et al. (1996). The table modified by Pouliot counts more of them.

        === surveys/kano-2026-h1.md
        ---
        title: 2026 上半年 Kano 调研
        method: kano
        start: 2026-03-01
        end: 2026-03-31
        counts:
          - {requirement: slow-sql, O: 24, M: 9, Q: 8}
        ---

        === requirements/slow-sql.md
        ---
        title: 慢 SQL 归因
        status: new
        ---

    To mend it: check how the two questions are worded, and whether `scale`, `columns` and
    `question_order` tell the file as it is. If the questions were misunderstood, ask again.
    ---
    某条需求有超过 10% 的答卷自相矛盾。

    多半是受访者没看懂正反两问；Sauerwein 等人（1996）的调研里，自相矛盾的不到 2%。用 Pouliot
    修订的评价表，这个比例会高一些。

    怎么办：检查正反两问的措辞，以及 `scale`、`columns`、`question_order` 与文件是否一致。问题
    确实被误解的，重新调研。
    """
    for name, result in survey.kano(kb).items():
        bad, n = result["counts"]["Q"], result["n"]
        if bad > MANY_QUESTIONABLE * n:
            message = say(
                "{name}: {bad} of {n} answers ({share:.0%}) contradict themselves",
                "{name}：{n} 份答卷中有 {bad} 份（{share:.0%}）自相矛盾",
                name=_named(name, kb),
                bad=bad,
                n=n,
                share=bad / n,
            )
            hint = say("check how the two questions are worded", "检查正反两问的措辞")
            yield Finding(_place(survey, name, kb), message, hint)


@rule(Survey, Severity.INFO)
def kano_few_respondents(survey: Survey, kb: KnowledgeBase) -> Iterator[Finding]:
    """A survey is over, and fewer than 20 people have answered about a requirement.

    A few more answers could turn its category.

        === surveys/kano-2026-h1.md
        ---
        title: 2026 上半年 Kano 调研
        method: kano
        start: 2026-03-01
        end: 2026-03-31
        counts:
          - {requirement: slow-sql, M: 8, O: 3, I: 1}
        ---

        === requirements/slow-sql.md
        ---
        title: 慢 SQL 归因
        status: new
        ---

    To mend it: ask more people, and move `end`; or take the category for a hint only, and put
    `ignore: [kano-few-respondents]` there.
    ---
    调研已经结束，某条需求的答卷不到 20 份。

    再多几份答卷，类别就可能变。

    怎么办：扩大样本，并推迟 `end`；或者只把类别当作参考，写上
    `ignore: [kano-few-respondents]`。
    """
    if survey.end is not None and survey.end >= kb.as_of:
        return
    few = {name: x["n"] for name, x in survey.kano(kb).items() if x["n"] < FEW_ANSWERS}
    if few:
        shown = listed(
            say("{name} ({n})", "{name}（{n} 份）", name=_named(name, kb), n=n)
            for name, n in list(few.items())[:SHOWN]
        )
        rest = say(" and {n} more", "等 {n} 项", n=len(few) - SHOWN)
        message = say(
            "fewer than {least} answers about {shown}{rest}",
            "答卷不足 {least} 份：{shown}{rest}",
            least=FEW_ANSWERS,
            shown=shown,
            rest=rest if len(few) > SHOWN else "",
        )
        yield Finding(_place(survey, next(iter(few)), kb), message)


@rule(Survey, Severity.WARNING)
def answers_left_out(survey: Survey, kb: KnowledgeBase) -> Iterator[Finding]:
    """Rows of a survey's file cannot be counted, because something is wrong with them.

    Those who answered are not heard. What is wrong stands at each row; rows with neither answer are
    no fault.

        === surveys/kano-2026-h2.md
        ---
        title: 2026 下半年 Kano 调研
        method: kano
        start: 2026-06-15
        end: 2026-07-31
        responses: surveys/kano-2026-h2.csv
        ---

        === surveys/kano-2026-h2.csv
        respondent,requirement,functional,dysfunctional
        u-01,slow-sql,1,5
        u-02,slow-sql,1,

        === requirements/slow-sql.md
        ---
        title: 慢 SQL 归因
        status: new
        ---

    To mend it: mend the rows that `pmkb check` names in the file, as far as the answers themselves
    are known.
    ---
    问卷文件里有些行有问题，无法计入。

    这些人的意见就没有被听到。问题写在每一行上；正反两问都没答的行不算问题。

    怎么办：按 `pmkb check` 在文件里指出的逐行改正，以能核实到的原始答卷为准。
    """
    left_out = {code: n for code, n in survey.left_out(kb).items() if code != "unanswered"}
    if left_out:
        reasons = listed(
            say("{count} {code}", "`{code}` {count} 行", count=count, code=code)
            for code, count in left_out.items()
        )
        message = say_number(
            "{n} row is not counted: {reasons}",
            "{n} rows are not counted: {reasons}",
            "有 {n} 行未计入：{reasons}",
            sum(left_out.values()),
            reasons=reasons,
        )
        hint = say("see what is wrong in {file}", "查看 {file} 里的问题", file=survey.responses)
        yield Finding("responses", message, hint)


@rule(Survey, Severity.ERROR)
def answers_not_csv(survey: Survey, kb: KnowledgeBase) -> Iterator[Finding]:
    """The file of a Kano survey's answers is no CSV file.

    It cannot be read, so nothing the survey found is known.

        === surveys/kano-2026-h1.md
        ---
        title: 2026 上半年 Kano 调研
        method: kano
        start: 2026-03-01
        end: 2026-03-31
        responses: surveys/kano-2026-h1.xlsx
        ---

        === surveys/kano-2026-h1.xlsx

    To mend it: save the file as CSV in UTF-8, and correct `responses`.
    ---
    Kano 问卷的答卷文件不是 CSV。

    读不出来，调研的结论就无从得知。

    怎么办：另存为 UTF-8 的 CSV，并更正 `responses`。
    """
    path = survey.responses
    known = path in kb.content.files and not (path or "").lower().endswith(CSV)
    if survey.is_kano and path is not None and known:
        message = say(
            "{path} is no CSV file, so no answers are read",
            "{path} 不是 CSV 文件，没有读到答卷",
            path=path,
        )
        hint = say("save it as CSV in UTF-8", "另存为 UTF-8 的 CSV")
        yield Finding("responses", message, hint)


def _named(name: str, kb: KnowledgeBase) -> Message:
    found = kb.resolve(name, Requirement)
    return words.named(found) if found else Message(name, name)


def _place(survey: Survey, requirement: str, kb: KnowledgeBase) -> str | tuple[str | int, ...]:
    """Where the answers about a requirement come from."""
    for at, each in enumerate(survey.counts):
        found = kb.resolve(each.requirement, Requirement)
        if found is not None and found.id == requirement:
            return "counts", at, "requirement"
    return "responses"
