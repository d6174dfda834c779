"""Charts of Kano surveys: where requirements stand, how answers spread, where groups differ."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from pmkb.charts import Cell, Dot, Form, Heat, Quadrants, Scatter
from pmkb.flow import Level
from pmkb.kinds.product.requirement import Requirement
from pmkb.kinds.product.survey import Survey
from pmkb.metrics.kano import Category
from pmkb.pages.desk import Desk

MIDDLE = 0.5
"""Where better and worse part the quarters (Berger et al. 1993)."""
FEWEST = 5
"""In smaller groups single answers decide, and could be told apart."""


@dataclass(frozen=True)
class Asked:
    """A requirement and what a survey's answers say about it."""

    requirement: Requirement
    result: Mapping[str, Any]
    """As `Survey.kano` has it."""
    survey: Survey
    earlier: "Asked | None" = None
    """The same in the survey before, where that asked about it."""

    @property
    def category(self) -> Category | None:
        """The category by the survey's table and rule."""
        letter = self.result["category"]
        return Category(letter) if letter else None

    @property
    def place(self) -> tuple[float, float] | None:
        """How far lacking it hurts, as a positive number, and how far having it satisfies."""
        better, worse = self.result["better"], self.result["worse"]
        return None if better is None or worse is None else (-worse, better)


def surveys(desk: Desk) -> tuple[Survey, ...]:
    """The Kano surveys with answers, begun by the day, the newest first."""
    found = (each for each in desk.all(Survey) if each.start <= desk.as_of and each.kano(desk.kb))
    return tuple(
        sorted(found, key=lambda each: (each.end or each.start, each.start, each.id), reverse=True)
    )


def asked(desk: Desk, found: Sequence[Survey]) -> list[Asked]:
    """What surveys say, given from the newest on, of each requirement they asked about."""
    made: dict[str, Asked] = {}
    for survey in reversed(found):
        for name, result in survey.kano(desk.kb).items():
            requirement = desk.kb.resolve(name, Requirement)
            if requirement is not None and result["n"]:
                made[name] = Asked(requirement, result, survey, made.get(name))
    return by_category(made.values())


def by_category(found: Iterable[Asked]) -> list[Asked]:
    """From must-be to questionable, in each category the clearest first."""
    order = list(Category)
    return sorted(
        found,
        key=lambda each: (
            order.index(each.category) if each.category else len(order),
            -(each.result["category_strength"] or 0),
            each.requirement.id,
        ),
    )


def name_of(desk: Desk, category: Category | None) -> str:
    """What a category is called, with its letter."""
    if category is Category.Q:
        return desk.say("Questionable (Q)", "可疑型 Q")
    return desk.term("kano", category.term if category else None)


def positions(desk: Desk, found: Sequence[Asked], title: str) -> Scatter:
    """Better and worse, with the quarter that each requirement lies in."""
    quarters = (Category.A, Category.O, Category.I, Category.M)
    first, second, third, fourth = (name_of(desk, each) for each in quarters)
    return Scatter(
        title,
        tuple(_dot(desk, each, each.place) for each in found if each.place),
        desk.say("dissatisfied without it (|Worse|)", "没有则不满（|Worse|）"),
        desk.say("satisfied with it (Better)", "有则满意（Better）"),
        Quadrants(MIDDLE, MIDDLE, (first, second, third, fourth)),
        (0.0, 1.0),
        (0.0, 1.0),
        desk.say("in the survey before", "上一次调研时"),
        note=desk.say(
            "the letter is the category that most answers give; in colour where it contradicts "
            "the declared one or is not clear",
            "圆点内的字母是回答归出的类别；红、黄表示与声明的类别矛盾或不清晰",
        ),
    )


def _dot(desk: Desk, each: Asked, place: tuple[float, float]) -> Dot:
    standing = each.requirement.kano_check(desk.kb)
    said = [f"n = {each.result['n']}"]
    if standing:
        said.insert(0, desk.standing(standing))
    return Dot(
        each.requirement.heading,
        *place,
        standing.level if standing and standing.level is not Level.GOOD else None,
        " · ".join(said),
        desk.href(each.requirement),
        each.category.value if each.category else "",
        each.earlier.place if each.earlier else None,
    )


def spread(desk: Desk, found: Sequence[Asked]) -> Heat:
    """How the answers about each requirement spread over the categories."""
    return Heat(
        desk.say("How the answers spread", "回答的分布"),
        tuple(each.requirement.heading for each in found),
        tuple(Category),
        tuple(tuple(_part(desk, each, category) for category in Category) for each in found),
        form=Form.SHARE,
        note=desk.say("share of all answers: ", "占全部回答的比例：")
        + desk.say(", ", "、").join(name_of(desk, each) for each in Category),
    )


def _part(desk: Desk, each: Asked, category: Category) -> Cell:
    count, n = each.result["counts"][category.value], each.result["n"]
    note = desk.say(
        "{count} of {n} {n:answer|answers}", "{n} 份回答中 {count} 份", count=count, n=n
    )
    return Cell(count / n, note=note)


def groups(desk: Desk, survey: Survey, segment: str, found: Sequence[Asked]) -> Heat:
    """The category in each group of a segment, the largest group first."""
    results = survey.kano_by_segment(desk.kb)[segment]
    size = {name: max(each["n"] for each in of.values()) for name, of in results.items()}
    names = sorted((n for n in size if size[n] >= FEWEST), key=lambda n: (-size[n], n))
    rows = tuple(
        tuple(_group(desk, each, results[name].get(each.requirement.id)) for name in names)
        for each in found
    )
    left = sum(size[name] < FEWEST for name in size)
    label = _segment(desk, segment)
    note = desk.say(
        "▲ significantly another category than over all; the deeper, the clearer",
        "▲ 与总体的类别显著不同；颜色越深，类别越清晰",
    )
    if left:
        note += desk.say(
            f"; groups of fewer than {FEWEST} left out: {left}",
            f"；{left} 个不足 {FEWEST} 人的分组未列出",
        )
    return Heat(
        desk.say(f"By {label.lower()}", f"按{label}分组"),
        tuple(each.requirement.heading for each in found),
        tuple(f"{_term(desk, segment, name)} {size[name]}" for name in names),
        rows,
        form=Form.SHARE,
        note=note,
    )


def _segment(desk: Desk, segment: str) -> str:
    """What a column of answers is called: as customers' field of that name, else as written."""
    known = desk.kb.kinds["customer"].keys.get(segment) if "customer" in desk.kb.kinds else None
    return known.label(desk.language) if known else segment


def _term(desk: Desk, segment: str, name: str) -> str:
    return desk.unknown if name == "unknown" else desk.term(segment, name)


def _group(desk: Desk, whole: Asked, result: Mapping[str, Any] | None) -> Cell | None:
    if result is None or result["n"] < FEWEST:
        return None
    differs = result["significant"] and result["category"] != whole.result["category"]
    n, strength = result["n"], result["category_strength"] or 0.0
    said = desk.say(f"n = {n}, strength {strength:.0%}", f"n = {n}，强度 {strength:.0%}")
    level = Level.WATCH if differs else None
    # Links in every cell would outweigh the page; those that stand out lead on.
    href = desk.href(whole.requirement) if differs else ""
    return Cell(strength, result["category"], level, said, href)
