"""Values as HTML, from the viewpoint of the page they stand on."""

import posixpath
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from functools import cached_property
from urllib.parse import quote, urlsplit

from markupsafe import Markup, escape

from pmkb.build import TAGS
from pmkb.charts import Point, sparkline
from pmkb.charts.formats import COMPACT
from pmkb.fields import Computation, Key, Part, Unit
from pmkb.flow import Level, Standing, State
from pmkb.kinds.directory.contact import Contact
from pmkb.markdown import Body, written_day
from pmkb.pages.block import Badge, Change, Figure, Link, Points, Spark
from pmkb.record import Record
from pmkb.render.address import body_link, folder, link_name, relative
from pmkb.render.edition import Edition
from pmkb.render.engine import inline
from pmkb.render.wording import Wording
from pmkb.sheet import Sheet
from pmkb.trackers import Headline, Share, Trend
from pmkb.values import Duration, Money, Ref

CODE = re.compile(r"`([^`]+)`")
MANY = 4
"""From how many items on a list stands in a cell by its first few and the number of the rest."""


@dataclass(frozen=True)
class Writer:
    """Writes values for one page: in the site's language, with links that lead on from there."""

    edition: Edition
    path: str
    sheets: list[Sheet] = field(default_factory=list, repr=False, compare=False)
    """The page's tables, in order."""

    @property
    def wording(self) -> Wording:
        """The site's language."""
        return self.edition.wording

    @cached_property
    def _start(self) -> str:
        return self.edition.url(self.path)

    def href(self, path: str) -> str:
        """The address of another page."""
        return relative(self.edition.url(path), self._start)

    def link(self, record: Record, text: str | None = None) -> Markup:
        """A link to a record, by its heading unless another text is given."""
        return self.page_link(record.path, text or record.heading)

    def page_link(self, path: str, text: str) -> Markup:
        """A link to a page."""
        return Markup('<a href="{}">{}</a>').format(self.href(path), text)

    def attach(self, sheet: Sheet) -> tuple[int, str, str]:
        """Add a table to the page's files: its place, and the addresses of its CSV and JSON."""
        self.sheets.append(sheet)
        place = len(self.sheets)
        path = self._file(place)
        return place, self.href(f"{path}.csv"), self.href(f"{path}.json")

    def files(self) -> Iterator[tuple[str, str]]:
        """The page's tables as files, by path."""
        for place, sheet in enumerate(self.sheets, 1):
            yield f"{self._file(place)}.csv", sheet.csv()
            yield f"{self._file(place)}.json", sheet.json()

    def _file(self, place: int) -> str:
        return posixpath.join(folder(self.path), f"table-{place}" if place > 1 else "table")

    def body(self, body: Body, live: Sequence[str] = ()) -> Markup:
        """A document's body, with links to where pages are on the site, and its live blocks."""
        urls = self.edition.site.directory_urls
        kb = self.edition.kb
        html = body.html(
            lambda link: body_link(link, self.path, kb, urls),
            lambda link: link_name(link, self.path, kb),
            live.__getitem__ if live else None,
            self._mark,
        )
        return Markup(html)  # noqa: S704 - the body comes sanitised

    def _mark(self, name: str, text: str) -> Markup | None:
        """The owner or a day of a task: a link to the person, the day in words."""
        if name == "owner":
            person = self.edition.kb.resolve(text, Contact)
            return self.link(person) if person else None
        day = written_day(text)
        if day is None:
            return None
        gettext = self.wording.gettext
        told = gettext("due %(day)s") if name == "due" else gettext("done %(day)s")
        before, after = told.split("%(day)s")
        return Markup('<small class="pmkb-mark">{}{}{}</small>').format(
            before, self.day(day), after
        )

    def line(self, text: str) -> Markup:
        """A line of text in which emphasis, code and links work."""
        return inline(text)

    def headline(self, headline: Headline) -> Markup:
        """A headline in which the numbers stand out, but for those that are zero."""
        # `Markup` would escape what is put into it.
        escaped = str(escape(headline.form(self.wording.language)))
        form = CODE.sub(r"<code>\1</code>", escaped)
        form = Markup(form)  # noqa: S704 - escaped above
        return form.format(**{name: self._figure(value) for name, value in headline.values})

    def _figure(self, value: object) -> Markup:
        amount = value.amount if isinstance(value, Money) else value
        counts = isinstance(amount, int | float | Decimal) and amount
        shown = self.wording.value(value)
        return Markup("<b>{}</b>").format(shown) if counts else escape(shown)

    def course(self, trend: Trend) -> Markup:
        """The course of a headline's number, of the size of a word."""
        name = trend.of.label(self.wording.language)
        points = [Point(each.day, each.value, each.period) for each in trend.readings]
        return sparkline(name, points, self.wording, trend.unit)

    def badge(self, text: str, level: Level) -> Markup:
        """A word at a level; a sign in front says the same without colour."""
        return Markup('<span class="pmkb-badge pmkb-{}">{}</span>').format(level.value, text)

    def day(self, day: date) -> Markup:
        """A day, readable by programs too."""
        return Markup('<time datetime="{}">{}</time>').format(
            day.isoformat(), self.wording.day(day)
        )

    def distance(self, day: date) -> str:
        """How far a day is from the day the site is about."""
        return self.wording.distance(day, self.edition.kb.as_of)

    def field(self, record: Record, known: Key) -> Markup:
        """The value of a record's field."""
        return self.value(getattr(record, known.attribute), known)

    def computed(self, made: Computation, value: object) -> Markup:
        """A computed value; how it is computed says what a number means."""
        if isinstance(value, float) and made.unit is Unit.SHARE:
            return self._bar(value)
        if isinstance(value, float) and made.unit is Unit.CHANGE:
            return escape(self.wording.change(value))
        if isinstance(value, dict) and value:
            return self._list([self._entry(made, *each) for each in value.items()])
        if isinstance(value, tuple) and made.vocabulary:
            return self._list([self.computed(made, each) for each in value]) or self.nothing
        if isinstance(value, str) and made.vocabulary:
            term = self.edition.kb.vocabulary.term(made.vocabulary, value)
            return escape(term.label(self.wording.language) if term else value)
        return self.value(value)

    def _entry(self, made: Computation, key: str, value: object) -> Markup:
        """One entry of a computed mapping; its key may be the id of a record."""
        found = next(iter(self.edition.kb.find(key)), None)
        return Markup("{} {}").format(
            self.link(found) if found else key, self.computed(made, value)
        )

    def value(self, value: object, known: Key | None = None) -> Markup:
        """A value as HTML; the field it belongs to says what a text or number means."""
        match value:
            case None | ():
                return self.nothing
            case Money():
                return escape(self.wording.money(value))
            case Duration():
                return escape(self.wording.duration(value))
            case tuple():
                return self._list([self.value(each, known) for each in value])
            case dict() if not value:
                return self.nothing
            case dict():
                entries = value.items()
                return self._list([Markup("{}: {}").format(k, self.value(v)) for k, v in entries])
            case Part() if not isinstance(value, Record):
                return self.part(value)
            case Level() | Badge() | Link() | Spark() | Share() | Change() | Points() | Figure():
                return self._on_status_page(value)
            case _:
                return self._one(value, known)

    def _on_status_page(
        self, value: Level | Badge | Link | Spark | Share | Change | Points | Figure
    ) -> Markup:
        """A value as only status pages have it."""
        match value:
            case Level():
                return self.badge(self.wording.level(value), value)
            case Badge():
                return self.badge(value.text, value.level)
            case Link():
                return self.page_link(value.path, value.text)
            case Spark():
                return sparkline(value.name, value.points, self.wording, value.unit)
            case Share():
                return escape(self.wording.share(value))
            case Change():
                return escape(self.wording.change(value))
            case Points():
                return escape(self.wording.points(value))
            case Figure():
                return self._figured(value)

    def _figured(self, figure: Figure) -> Markup:
        """A number in little room, its unit small beside it; in full where pointed at."""
        number = self.wording.short(figure.value)
        if not figure.unit:
            return Markup('<span class="pmkb-figure" title="{}">{}</span>').format(
                self.wording.number(figure.value), number
            )
        gap = "" if figure.unit in "%‰℃" or not figure.unit.isascii() else "\N{NO-BREAK SPACE}"
        unit = Markup('<small class="pmkb-unit">{}{}</small>').format(gap, figure.unit)
        return Markup('<span class="pmkb-figure" title="{}">{}{}</span>').format(
            self.wording.value(figure), number, unit
        )

    def figure(self, value: object) -> Markup:
        """A value of a tile: large amounts shortened, and in full where the pointer rests."""
        if isinstance(value, Money) and abs(value.amount) >= COMPACT:
            exact, brief = self.wording.money(value), self.wording.brief_money(value)
            code, _, number = brief.rpartition(" ")
            named = Markup('<small class="pmkb-currency">{}</small> ').format(code) if code else ""
            return Markup('<span title="{}">{}{}</span>').format(exact, named, number)
        return self.value(value)

    @cached_property
    def nothing(self) -> Markup:
        """What stands where there is no value."""
        text = self.wording.gettext("no value")
        return Markup('<span class="pmkb-none" title="{}">–</span>').format(text)

    def _one(self, value: object, known: Key | None) -> Markup:
        match value:
            case bool():
                yes, no = self.wording.gettext("Yes"), self.wording.gettext("No")
                return escape(yes if value else no)
            case Standing():
                return self.badge(value.label(self.wording.language), value.level)
            case Record():
                return self.link(value)
            case date():
                return self.day(value)
            case int() | float() | Decimal():
                if known is not None and known.type_name.endswith("percent"):
                    return escape(self.wording.percent(float(value)))
                return escape(self.wording.number(value))
            case str():
                return self._text(value, known)
            case _:
                return escape(str(value))

    def _text(self, text: str, known: Key | None) -> Markup:
        if isinstance(text, Ref):
            return self._reference(text, known)
        if known is None:
            return self.line(text)
        if known.flow and (state := known.flow.state(text)):
            return self.state(state)
        if known.vocabulary and (term := self.edition.kb.vocabulary.term(known.vocabulary, text)):
            level = term.facts.get("level")
            label = term.label(self.wording.language)
            return self.badge(label, Level(str(level))) if level in list(Level) else escape(label)
        if known.type and known.type.name == "url":
            return _outside(text)
        if known.name == "tags" and text in self.edition.tags:
            place = f"{self.href(TAGS)}#{quote(self.edition.tags[text].anchor)}"
            return Markup('<a href="{}">{}</a>').format(place, text)
        if known.name == "email":
            return Markup('<a href="mailto:{}">{}</a>').format(text, text)
        return self.line(text)

    def state(self, state: State) -> Markup:
        """A state of a flow."""
        return Markup('<span class="pmkb-state pmkb-{}">{}</span>').format(
            f"phase-{state.phase.value}", state.label(self.wording.language)
        )

    def _reference(self, ref: Ref, known: Key | None) -> Markup:
        kinds = known.to if known else ()
        for found in self.edition.kb.find(ref):
            if not kinds or found.kind() in kinds:
                return self.link(found)
        return Markup('<span class="missing">{}</span>').format(ref)

    def _bar(self, share: float) -> Markup:
        width = round(100 * min(1.0, max(0.0, share)))
        return Markup(
            '<span class="pmkb-share"><span class="pmkb-bar" aria-hidden="true">'
            '<i style="width:{}%"></i></span>{}</span>'
        ).format(width, self.wording.share(share))

    def _list(self, items: Sequence[Markup]) -> Markup:
        if len(items) == 1:
            return items[0]
        inner = Markup("").join(Markup("<li>{}</li>").format(each) for each in items)
        return Markup('<ul class="pmkb-list">{}</ul>').format(inner)

    def part(self, part: Part) -> Markup:
        """An object inside a record: its filled fields, one under another."""
        language = self.wording.language
        rows = Markup("").join(
            Markup("<dt>{}</dt><dd>{}</dd>").format(
                known.label(language), self.value(part.get(name), known)
            )
            for name, known in part.keys.items()
            if part.get(name) not in (None, ())
        )
        return Markup('<dl class="pmkb-part">{}</dl>').format(rows)

    def cell(self, value: object, made: Key | Computation) -> Markup:
        """A value as it stands in a table: lists by their first items, objects by their number."""
        if not isinstance(value, tuple) or isinstance(value, Money | Duration):
            return self.value(value, made) if isinstance(made, Key) else self.computed(made, value)
        if any(isinstance(each, Part) and not isinstance(each, Record) for each in value):
            return escape(self.wording.number(len(value)))
        shown = [
            self.value(each, made) if isinstance(made, Key) else self.computed(made, each)
            for each in value[: MANY - 1]
        ]
        rest = len(value) - len(shown)
        more = [Markup('<span class="pmkb-more">+{}</span>').format(rest)] if rest else []
        comma = Markup("、") if self.wording.language == "zh" else Markup(", ")
        return comma.join(shown) + Markup(" ").join(["", *more]) if shown else self.nothing


def _outside(address: str) -> Markup:
    parts = urlsplit(address)
    text = (parts.netloc + parts.path.rstrip("/")) if parts.netloc else parts.path
    return Markup('<a class="pmkb-outside" href="{}" rel="noopener">{}</a>').format(address, text)


def are_numbers(values: Iterable[object]) -> bool:
    """Whether there are values among some, and all of them are numbers or amounts."""
    filled = [each for each in values if each not in (None, ())]
    return bool(filled) and all(
        isinstance(each, int | float | Decimal | Money) and not isinstance(each, bool)
        for each in filled
    )
