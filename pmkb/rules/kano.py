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
    """
    for name, result in survey.kano(kb).items():
        bad, n = result["counts"]["Q"], result["n"]
        if bad > MANY_QUESTIONABLE * n:
            message = f"{name}: {bad} of {n} answers ({bad / n:.0%}) contradict themselves"
            yield Finding(_place(survey), message, "check how the two questions are worded")


@rule(Survey, Severity.INFO)
def kano_few_respondents(survey: Survey, kb: KnowledgeBase) -> Iterator[Finding]:
    """A survey is over, and fewer than 20 people have answered about a requirement.

    A few more answers could turn its category.
    """
    if survey.end is not None and survey.end >= kb.as_of:
        return
    few = [f"{name} ({x['n']})" for name, x in survey.kano(kb).items() if x["n"] < FEW_ANSWERS]
    if few:
        rest = f" and {len(few) - SHOWN} more" if len(few) > SHOWN else ""
        message = f"fewer than {FEW_ANSWERS} answers about {', '.join(few[:SHOWN])}{rest}"
        yield Finding(_place(survey), message)


@rule(Survey, Severity.WARNING)
def answers_left_out(survey: Survey, kb: KnowledgeBase) -> Iterator[Finding]:
    """Rows of a survey's file cannot be counted, because something is wrong with them.

    What it is stands at each row. Rows with neither answer are no fault.
    """
    left_out = {code: n for code, n in survey.left_out(kb).items() if code != "unanswered"}
    if left_out:
        total = sum(left_out.values())
        reasons = ", ".join(f"{count} {code}" for code, count in left_out.items())
        message = f"{total} {'row is' if total == 1 else 'rows are'} not counted: {reasons}"
        yield Finding("responses", message, f"see what is wrong in {survey.responses}")


@rule(Survey, Severity.ERROR)
def answers_not_csv(survey: Survey, kb: KnowledgeBase) -> Iterator[Finding]:
    """The file of a Kano survey's answers is no CSV file, so it cannot be read."""
    path = survey.responses
    known = path in kb.content.files and path not in kb.content.facts
    if survey.is_kano and path is not None and known:
        message = f"{path} is no CSV file, so no answers are read"
        yield Finding("responses", message, "save it as CSV in UTF-8")


def _place(survey: Survey) -> str:
    return "responses" if survey.responses is not None else "counts"
