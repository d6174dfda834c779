"""Rules for what Kano surveys say about requirements."""

from collections.abc import Iterator

from pmkb.diagnostic import Severity
from pmkb.flow import Phase
from pmkb.graph import KnowledgeBase
from pmkb.kinds.product.requirement import Requirement
from pmkb.kinds.product.survey import FEW_ANSWERS, MANY_QUESTIONABLE, Survey
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
    """
    said, survey = kb.measures(requirement).figures, requirement.surveyed_in(kb)
    surveyed = requirement.surveyed_kano(kb)
    if requirement.kano is None or survey is None or requirement.phase is Phase.DROPPED:
        return
    if surveyed not in (requirement.kano, "questionable"):
        sure = bool(said["significant"])
        message = (
            f"declared {requirement.kano}, but {survey.id} found {surveyed} "
            f"(n = {said['answers']}, {'' if sure else 'not '}significant)"
        )
        hint = "change `kano:`, or say in the text why it stays" if sure else "ask more people"
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
    """
    for name, result in survey.kano(kb).items():
        bad, n = result["counts"]["Q"], result["n"]
        if bad > MANY_QUESTIONABLE * n:
            message = f"{name}: {bad} of {n} answers ({bad / n:.0%}) contradict themselves"
            hint = "check how the two questions are worded"
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
    """
    if survey.end is not None and survey.end >= kb.as_of:
        return
    few = {name: x["n"] for name, x in survey.kano(kb).items() if x["n"] < FEW_ANSWERS}
    if few:
        shown = ", ".join(f"{name} ({n})" for name, n in list(few.items())[:SHOWN])
        rest = f" and {len(few) - SHOWN} more" if len(few) > SHOWN else ""
        message = f"fewer than {FEW_ANSWERS} answers about {shown}{rest}"
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
    """
    left_out = {code: n for code, n in survey.left_out(kb).items() if code != "unanswered"}
    if left_out:
        total = sum(left_out.values())
        reasons = ", ".join(f"{count} {code}" for code, count in left_out.items())
        message = f"{total} {'row is' if total == 1 else 'rows are'} not counted: {reasons}"
        yield Finding("responses", message, f"see what is wrong in {survey.responses}")


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
    """
    path = survey.responses
    known = path in kb.content.files and path not in kb.content.facts
    if survey.is_kano and path is not None and known:
        message = f"{path} is no CSV file, so no answers are read"
        yield Finding("responses", message, "save it as CSV in UTF-8")


def _place(survey: Survey, requirement: str, kb: KnowledgeBase) -> str | tuple[str | int, ...]:
    """Where the answers about a requirement come from."""
    for at, each in enumerate(survey.counts):
        found = kb.resolve(each.requirement, Requirement)
        if found is not None and found.id == requirement:
            return "counts", at, "requirement"
    return "responses"
