"""What surveys say about requirements: their answers read, judged, and handed to the records."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import PurePosixPath as Path

from pmkb.datafile import whole
from pmkb.diagnostic import Diagnostic
from pmkb.flow import Phase
from pmkb.graph import KnowledgeBase, once
from pmkb.kinds.product.requirement import Requirement
from pmkb.kinds.product.survey import Survey
from pmkb.measures import Measures
from pmkb.message import Message, say
from pmkb.metrics.answers import REPEATED_ANSWER, Layout, Reading, read
from pmkb.metrics.kano import LETTERS, RULES, TABLES, Counts, Method, Result, evaluate
from pmkb.source import Source


@dataclass(frozen=True)
class Judged:
    """Answers, and what they say."""

    method: Method
    reading: Reading
    results: Mapping[str, Result]
    """By requirement."""
    groups: Mapping[str, Mapping[str, Mapping[str, Result]]]
    """By segment, group and requirement."""
    faults: tuple[Diagnostic, ...]

    @property
    def only_counts(self) -> bool:
        """Whether all that is known are counts, which some table unknown here has made."""
        return bool(self.results) and not self.reading.answers

    @property
    def respondents(self) -> int | None:
        """Those of whom an answer is counted; None where only counts are known."""
        return len({each.respondent for each in self.reading.answers}) or None

    def figures(self) -> dict[str, object]:
        """What a survey's record takes from it."""
        return {
            "respondents": self.respondents,
            "left_out": dict(self.reading.left_out),
            "kano": _as_data(self.results),
            "kano_by_segment": {
                segment: {group: _as_data(results) for group, results in groups.items()}
                for segment, groups in self.groups.items()
            },
        }


def _as_data(results: Mapping[str, Result]) -> dict[str, object]:
    return {name: result.as_data() for name, result in results.items()}


def judge(
    reading: Reading, method: Method, counts: Mapping[str, Counts], *faults: Diagnostic
) -> Judged:
    """Judge answers by a table and a rule, and counts beside them by the rule."""
    results = method.results(reading.answers)
    results |= {name: evaluate(each, method.rule) for name, each in counts.items()}
    segments = dict.fromkeys(name for each in reading.answers for name in each.groups)
    return Judged(
        method,
        reading,
        {name: results[name] for name in sorted(results)},
        {name: method.by_group(reading.answers, name) for name in segments},
        (*reading.faults, *faults),
    )


def judge_survey(survey: Survey, kb: KnowledgeBase, method: Method, layout: Layout) -> Judged:
    """Judge a survey's file of answers and the counts in its record."""
    data = whole(kb.content.facts, survey.responses or "")
    reading = Reading()
    if survey.responses and data is not None:
        reading = read(Source.decode(survey.responses, data), layout, _names(kb))
    counts, repeated = _counts(survey, kb, reading)
    return judge(reading, method, counts, *repeated)


def method_of(survey: Survey) -> Method:
    """The table and the rule that a survey names."""
    return Method(TABLES[survey.table], RULES[survey.rule])


def layout_of(survey: Survey) -> Layout:
    """How a survey says that its file of answers is laid out."""
    named = survey.columns_
    columns = {role: name for role in named.keys if (name := named.get(role))} if named else {}
    return Layout(columns, survey.question_order, survey.scale, survey.segments)


@once
def surveyed(kb: KnowledgeBase) -> Mapping[str, Judged]:
    """Every Kano survey by its reference."""
    surveys = (each for each in kb.all(Survey) if each.is_kano)
    return {each.ref: judge_survey(each, kb, method_of(each), layout_of(each)) for each in surveys}


def faults(kb: KnowledgeBase) -> Iterator[Diagnostic]:
    """Everything that is wrong with the answers of surveys."""
    for judged in surveyed(kb).values():
        yield from judged.faults


@once
def measured(kb: KnowledgeBase) -> Mapping[str, Measures]:
    """What surveys and requirements take from answers, by the record's reference."""
    found = {ref: Measures(figures=judged.figures()) for ref, judged in surveyed(kb).items()}
    for name, survey in _newest(kb).items():
        figures = _said(survey, surveyed(kb)[survey.ref].results[name])
        found[f"{Requirement.kind()}:{name}"] = Measures(figures=figures)
    return found


def _counts(
    survey: Survey, kb: KnowledgeBase, reading: Reading
) -> tuple[dict[str, Counts], list[Diagnostic]]:
    """Counts by requirement, of the file and of the record; and those that count one twice."""
    counts, repeated = dict(reading.counts), list[Diagnostic]()
    answered = {each.requirement for each in reading.answers}
    for at, each in enumerate(survey.counts):
        requirement = kb.resolve(each.requirement, Requirement)
        if requirement is None:
            continue  # An unknown reference is reported as such.
        if requirement.id in counts or requirement.id in answered:
            source, span = survey.document.source, survey.span("counts", at, "requirement")
            message = say(
                "{name} is counted already",
                "{name}已经计过",
                name=Message(requirement.id, f"“{requirement.heading}”"),
            )
            hint = say("delete one of the two", "删掉其中一个")
            repeated.append(REPEATED_ANSWER.at(source, span, message, hint))
        else:
            counts[requirement.id] = {letter: each.get(letter.value) for letter in LETTERS}
    return counts, repeated


@once
def _names(kb: KnowledgeBase) -> Mapping[str, str] | None:
    """The ids of requirements by all their names; None in a base that keeps no requirements."""
    if Requirement.kind() not in kb.kinds:
        return None
    # One whose own file is broken exists all the same.
    broken = kb.content.broken.items()
    names = {Path(path).stem: Path(path).stem for path, kind in broken if kind is Requirement}
    for each in kb.all(Requirement):
        names |= {alias: each.id for _, alias in each.other_names()}
    return names | {each.id: each.id for each in kb.all(Requirement)}


def _newest(kb: KnowledgeBase) -> dict[str, Survey]:
    """For each requirement the newest survey, of those begun by the day, that asked about it."""
    found: dict[str, Survey] = {}
    for survey in sorted(kb.all(Survey), key=_age):
        judged = surveyed(kb).get(survey.ref)
        if judged and survey.start <= kb.as_of and survey.phase is not Phase.DROPPED:
            found |= {name: survey for name, result in judged.results.items() if result.n}
    return found


def _age(survey: Survey) -> tuple[date, date, str]:
    return survey.end or survey.start, survey.start, survey.id


def _said(survey: Survey, result: Result) -> dict[str, object]:
    return {
        "surveyed_kano": result.category.term if result.category else None,
        "category_strength": result.category_strength,
        "better": result.better,
        "worse": result.worse,
        "significant": result.significant,
        "answers": result.n,
        "surveyed_in": survey,
    }
