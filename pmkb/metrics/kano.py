"""The Kano model: from pairs of answers to how a requirement moves satisfaction.

Each respondent answers twice for a requirement: how they feel if the product has it (the functional
question), and if it has not (the dysfunctional one), each time by one of five answers: 1 I like it,
2 it must be that way, 3 I am neutral, 4 I can live with it, 5 I dislike it. A table gives the two
answers a category; counting categories over respondents gives everything below.

Sources, as far as not named with a value:

- Kano, N., Seraku, N., Takahashi, F. and Tsuji, S. (1984): Attractive quality and must-be quality.
  Journal of the Japanese Society for Quality Control 14(2), 39-48.
- Berger, C. et al. (1993): Kano's methods for understanding customer-defined quality. Center for
  Quality of Management Journal 2(4), 3-36.
- Sauerwein, E., Bailom, F., Matzler, K. and Hinterhuber, H. H. (1996): The Kano model: how to
  delight your customers. IX. International Working Seminar on Production Economics, 313-327.
- Lee, M. C. and Newcomb, J. F. (1997): Applying the Kano methodology to meet customer
  requirements: NASA's microgravity science program. Quality Management Journal 4(3), 95-106.
- Fong, D. (1996): Using the self-stated importance questionnaire to interpret Kano questionnaire
  results. Center for Quality of Management Journal 5(3), 21-24.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from pmkb.message import Message, say


class Category(StrEnum):
    """What having and lacking a requirement does to satisfaction, by the letter of the trade.

    In the order that breaks ties: what does most harm where it is lacking comes first.
    """

    M = "M"
    O = "O"  # noqa: E741 - Kano's letter
    A = "A"
    I = "I"  # noqa: E741 - Kano's letter
    R = "R"
    Q = "Q"

    @property
    def term(self) -> Message:
        """The category as requirements declare it; `questionable` is none of these."""
        return _TERMS[self]


M, O, A, I, R, Q = Category  # noqa: E741 - Kano's letters
_TERMS = {
    M: say("must-be", "必备型"),
    O: say("one-dimensional", "期望型"),
    A: say("attractive", "魅力型"),
    I: say("indifferent", "无差异型"),
    R: say("reverse", "反向型"),
    Q: say("questionable", "可疑"),
}
LETTERS = (A, O, M, I, R, Q)
"""The categories in the order in which tables of results show them."""

LIKE, MUST_BE, NEUTRAL, LIVE_WITH, DISLIKE = ANSWERS = (1, 2, 3, 4, 5)

Counts = Mapping[Category, int]
"""How many answers fell into each category."""


@dataclass(frozen=True)
class Table:
    """An evaluation table: the category for each pair of answers."""

    name: str
    title: Message
    cells: tuple[tuple[Category, ...], ...]
    """A row for each functional answer, in it a category for each dysfunctional one."""

    def category(self, functional: int, dysfunctional: int) -> Category:
        """The category of one respondent's two answers, each from 1 (like) to 5 (dislike)."""
        return self.cells[functional - LIKE][dysfunctional - LIKE]

    def counts(self, pairs: Iterable[tuple[int, int]]) -> Counts:
        """How many pairs of answers fall into each category."""
        found = Counter(self.category(*pair) for pair in pairs)
        return {each: found[each] for each in LETTERS}


CLASSIC = Table(
    "kano",
    say("Kano et al. (1984), as in Berger et al. (1993)", "Kano 等（1984），据 Berger 等（1993）"),
    (
        (Q, A, A, A, O),
        (R, I, I, I, M),
        (R, I, I, I, M),
        (R, I, I, I, M),
        (R, R, R, R, Q),
    ),
)
"""As printed by Sauerwein et al. (1996), figure 6, after Berger et al. (1993)."""

MODIFIED = Table(
    "pouliot",
    say("as modified by Pouliot, in Berger et al. (1993)", "Pouliot 修订，见 Berger 等（1993）"),
    (
        (Q, A, A, A, O),
        (R, Q, I, I, M),
        (R, I, I, I, M),
        (R, I, I, Q, M),
        (R, R, R, R, Q),
    ),
)
"""Pouliot, F.: Theoretical issues of Kano's methods, in Berger et al. (1993), p. 28-36.

Whoever answers "must be" to both questions, or "live with" to both, contradicts themselves too."""

TABLES: Mapping[str, Table] = {each.name: each for each in (CLASSIC, MODIFIED)}


@dataclass(frozen=True)
class Rule:
    """How the counts of a requirement become its one category."""

    name: str
    title: Message
    choose: Callable[[Counts], Category]


def _first_of_most(counts: Counts, among: Iterable[Category] = Category) -> Category:
    # `max` gives the first of equals, and the categories come in the order that breaks ties.
    return max(among, key=lambda each: counts[each])


def _larger_group(counts: Counts) -> Category:
    wanted, rest = (A, O, M), (I, R, Q)
    larger = sum(counts[x] for x in wanted) > sum(counts[x] for x in rest)
    group = wanted if larger else rest
    return _first_of_most(counts, [each for each in Category if each in group])


MOST_FREQUENT = Rule(
    "most-frequent",
    say(
        "most frequent answer, ties by M > O > A > I > R > Q",
        "取最多的类别，并列时按 M > O > A > I > R > Q",
    ),
    _first_of_most,
)
"""Berger et al. (1993); Sauerwein et al. (1996), who give the order M > O > A > I."""

GROUPED = Rule(
    "grouped",
    say(
        "largest of A, O, M if A + O + M > I + R + Q, else of I, R, Q; Berger et al. (1993)",
        "A + O + M > I + R + Q 时取 A、O、M 中最多的，否则取 I、R、Q 中最多的；Berger 等（1993）",
    ),
    _larger_group,
)
"""Berger et al. (1993). Keeps a requirement that many want, each in their own way, from counting as
indifferent. Ties as with the other rule."""

RULES: Mapping[str, Rule] = {each.name: each for each in (MOST_FREQUENT, GROUPED)}


@dataclass(frozen=True)
class Result:
    """What the answers say about one requirement. None stands for "cannot be known"."""

    counts: Counts
    n: int
    """All answers, the reverse and the questionable ones included."""
    category: Category | None
    category_strength: float | None
    """Share of the most frequent category less that of the second; below 6 % the requirement
    belongs to no one category (Lee and Newcomb 1997)."""
    total_strength: float | None
    """(A + O + M) / n: the share of those who want it in any way (Lee and Newcomb 1997)."""
    significant: bool | None
    """Whether the two most frequent categories differ by Fong's test."""
    better: float | None
    """(A + O) / (A + O + M + I), from 0 to 1: how far having it satisfies (Berger et al. 1993)."""
    worse: float | None
    """-(O + M) / (A + O + M + I), from -1 to 0: how far lacking it dissatisfies."""

    @property
    def questionable_share(self) -> float:
        """The share of answers that contradict themselves."""
        return self.counts[Q] / self.n if self.n else 0.0

    def as_data(self) -> dict[str, Any]:
        """The result as JSON holds it: numbers unrounded, None for what cannot be known."""
        return {
            "counts": {letter.value: self.counts[letter] for letter in LETTERS},
            "n": self.n,
            "category": self.category.value if self.category else None,
            "category_strength": self.category_strength,
            "total_strength": self.total_strength,
            "significant": self.significant,
            "better": self.better,
            "worse": self.worse,
        }


def evaluate(counts: Counts, rule: Rule = MOST_FREQUENT) -> Result:
    """Everything that follows from the counts of one requirement."""
    n = sum(counts.values())
    first, second, *_ = sorted(counts.values(), reverse=True)
    swayed = counts[A] + counts[O] + counts[M] + counts[I]
    return Result(
        counts=counts,
        n=n,
        category=rule.choose(counts) if n else None,
        category_strength=_share(first - second, n),
        total_strength=_share(counts[A] + counts[O] + counts[M], n),
        significant=differ(first, second, n) if n else None,
        better=_share(counts[A] + counts[O], swayed),
        worse=_share(-(counts[O] + counts[M]), swayed),
    )


def differ(a: int, b: int, n: int) -> bool:
    """Fong's test: whether two counts among n answers differ, at a confidence of 90 %.

    They do not where |a - b| < 1.65 * sqrt((a + b) * (2n - a - b) / (2n)).
    """
    # Both sides squared and multiplied by 2n * 100²: whole numbers, so nothing is rounded.
    return (a - b) ** 2 * 2 * n * 100**2 >= 165**2 * (a + b) * (2 * n - a - b)


@dataclass(frozen=True)
class Answer:
    """What one respondent said about one requirement."""

    respondent: str
    requirement: str
    functional: int
    """From 1 (like) to 5 (dislike)."""
    dysfunctional: int
    groups: Mapping[str, str] = field(default_factory=dict)
    """The respondent's group in each segment."""


@dataclass(frozen=True)
class Method:
    """The table and the rule by which answers are judged."""

    table: Table = CLASSIC
    rule: Rule = MOST_FREQUENT

    def results(self, answers: Iterable[Answer]) -> dict[str, Result]:
        """The result for each requirement that was answered about, in the order of their ids."""
        pairs: dict[str, list[tuple[int, int]]] = defaultdict(list)
        for each in answers:
            pairs[each.requirement].append((each.functional, each.dysfunctional))
        return {name: evaluate(self.table.counts(pairs[name]), self.rule) for name in sorted(pairs)}

    def by_group(self, answers: Iterable[Answer], segment: str) -> dict[str, dict[str, Result]]:
        """The results of each group of a segment, in the order of their names."""
        groups: dict[str, list[Answer]] = defaultdict(list)
        for each in answers:
            groups[each.groups[segment]].append(each)
        return {name: self.results(groups[name]) for name in sorted(groups)}


def _share(part: int, whole: int) -> float | None:
    return part / whole if whole else None
