"""Markdown bodies: one parse gives headings, tasks, links, plain text and the HTML of the page.

The dialect is CommonMark with tables, strikethrough, task lists, footnotes, definition lists,
bare web addresses and `[[wiki links]]`. Heading anchors follow GitHub's rules, so that a link
that works there works here, in Chinese too.
"""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache, cached_property
from itertools import count, pairwise
from typing import Any
from urllib.parse import unquote

from markdown_it import MarkdownIt
from markdown_it.common.utils import escapeHtml
from markdown_it.renderer import RendererHTML
from markdown_it.rules_inline import StateInline, autolink, image, link
from markdown_it.token import Token

from pmkb.source import Source, Span

WIKI = "wiki_link"
TASK_BOX = "task_box"
EMBED = "pmkb"
"""What stands behind the fence of a block that is shown as a live table or chart."""

_WIKI_LINK = re.compile(r"\[\[([^\[\]\n|]+)(?:\|([^\[\]\n]+))?\]\]")
_CUT_OFF = re.compile(r"\[\[(?!.*\]\])[^\[\]]*$")
_TASK = re.compile(r"\[([ xX])\][ \u00a0]+(?=\S)")
_OWNER = re.compile(r"(?<![\w@./])@([\w][\w.-]*[\w]|\w)")
_DUE = re.compile(r"\bdue:(\S+)")
_DONE = re.compile(r"\bdone:(\S+)")
_MARK = re.compile("|".join(each.pattern for each in (_OWNER, _DUE, _DONE)))
_AFTER_DAY = ".,;:)，。；）"
"""What may follow a day without belonging to it."""
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_SLUG_DROPS = re.compile(r"[^\w\- ]")
# Private characters, so that no author's text is taken for the mark of a block.
_EMBEDDED = re.compile("<div>\ue000([0-9]+)\ue001</div>")
_HTML_ID = re.compile(r"""<[a-zA-Z][^<>]*?\s(?:id|name)\s*=\s*["']?([^\s"'>]+)""")


@dataclass(frozen=True)
class Heading:
    """A heading: level 1 to 6, its plain text, and the anchor that links to it."""

    level: int
    text: str
    anchor: str
    span: Span


@dataclass(frozen=True)
class Link:
    """A Markdown link, image or wiki link of a body."""

    target: str
    """What the author wrote: an address, a path, an anchor, or a wiki link's reference."""
    text: str
    span: Span
    wiki: bool = False
    image: bool = False


@dataclass(frozen=True)
class DatedText:
    """A date that was written in a task, as text, and where; it may not be a date at all."""

    text: str
    span: Span

    @property
    def value(self) -> date | None:
        """The day, or None where the text is not `YYYY-MM-DD`."""
        return written_day(self.text)


def written_day(text: str) -> date | None:
    """The day that a text is, or None where it is not `YYYY-MM-DD`."""
    try:
        return date.fromisoformat(text) if _DAY.fullmatch(text) else None
    except ValueError:
        return None


@dataclass(frozen=True)
class Task:
    """A task item: `- [ ] send the test report @li-na due:2026-12-01`."""

    text: str
    """What is to be done, without the marks for owner and dates."""
    done: bool
    owner: str | None
    due: DatedText | None
    finished: DatedText | None
    span: Span
    owner_span: Span | None = None


@dataclass(frozen=True)
class Fence:
    """A fenced block: what stands between its fences, as text and as a place in the source."""

    content: str
    span: Span


@dataclass(frozen=True)
class Body:
    """A Markdown body, parsed once."""

    source: Source
    first_line: int
    """The line of the source in which the body begins."""
    tokens: Sequence[Token]
    env: Mapping[str, Any]

    @cached_property
    def headings(self) -> tuple[Heading, ...]:
        """All headings in order, with unique anchors."""
        return tuple(
            Heading(int(mark.tag[1]), _plain(content), str(mark.attrs["id"]), self._line_span(mark))
            for mark, content in _headings(self.tokens)
        )

    @cached_property
    def anchors(self) -> frozenset[str]:
        """Everything a `#fragment` can point to: headings, and ids in raw HTML."""
        found = {heading.anchor for heading in self.headings}
        for token in _flat(self.tokens):
            if token.type in ("html_block", "html_inline"):
                found.update(_HTML_ID.findall(token.content))
        return frozenset(found)

    @cached_property
    def links(self) -> tuple[Link, ...]:
        """Links, images and wiki links in order of appearance; bare web addresses left out."""
        return tuple(self._links())

    @cached_property
    def unclosed_wiki_links(self) -> tuple[Span, ...]:
        """Where a paragraph or a table's cell opens a wiki link and does not close it."""
        return tuple(
            self._find(match.group().strip(), block, last=True)
            for block in self.tokens
            if block.type == "inline"
            for token in block.children or ()
            if token.type == "text" and (match := _CUT_OFF.search(token.content))
        )

    @cached_property
    def tasks(self) -> tuple[Task, ...]:
        """Task items in order of appearance."""
        return tuple(
            self._task(block)
            for block in self.tokens
            if block.type == "inline" and "task" in block.meta
        )

    @cached_property
    def embeds(self) -> tuple[Fence, ...]:
        """The fenced blocks that are shown as live tables and charts, in order."""
        found = (token for token in self.tokens if _is_embed(token))
        return tuple(Fence(token.content, self._inside(token)) for token in found)

    def _inside(self, token: Token) -> Span:
        """Where the lines between the fences stand; a fence left open reaches to its last line."""
        first = self._lines(token)[0] + 1
        start = self.source.line_start(first)
        stop = self.source.line_start(first + token.content.count("\n"))
        return Span(start, max(start, stop))

    @cached_property
    def text(self) -> str:
        """The words of the body without any mark-up, one block a line."""
        blocks = (
            token.content if token.type in ("fence", "code_block") else _plain(token)
            for token in self.tokens
            if token.type in ("inline", "fence", "code_block")
        )
        return "\n".join(filter(None, blocks))

    @property
    def has_raw_html(self) -> bool:
        """Whether an author wrote HTML, so that the result needs sanitising."""
        return any(token.type in ("html_block", "html_inline") for token in _flat(self.tokens))

    def html(
        self,
        resolve: Callable[[Link], str | None],
        name: Callable[[Link], str | None] = lambda link: None,
        embed: Callable[[int], str] | None = None,
        mark: Callable[[str, str], str | None] = lambda name, text: None,
    ) -> str:
        """The body as HTML.

        `resolve` gives the address of a link or image as the page shall have it; None leaves a
        Markdown link as it was written, and shows a wiki link as plain text marked as missing.
        `name` gives the words for a wiki link that has none of its own, `embed` the HTML of the
        live block of a number, which is not sanitised; without it, blocks are shown as written.
        `mark` gives the HTML for the "owner", "due" or "done" of a task and what was written for
        it; None leaves it as written.
        Raw HTML is sanitised: no scripts, handlers, styles or foreign frames come through.
        """
        worded = (_worded(block, mark) for block in self.tokens)
        tokens = [self._addressed(block, resolve, name) for block in worded]
        if embed is not None:
            numbers = count()
            tokens = [_marked(each, numbers) if _is_embed(each) else each for each in tokens]
        html = str(_parser().renderer.render(tokens, _parser().options, dict(self.env)))
        html = _reached(sanitise(html) if self.has_raw_html else html)
        if embed is None or not self.embeds:
            return html
        made = [embed(at) for at in range(len(self.embeds))]
        return _EMBEDDED.sub(lambda found: _of(made, int(found[1])), html)

    def _addressed(
        self,
        block: Token,
        resolve: Callable[[Link], str | None],
        name: Callable[[Link], str | None],
    ) -> Token:
        """A block whose links point to where the page shall have them."""
        if block.type != "inline" or not block.children:
            return block
        children = []
        for index, token in enumerate(block.children):
            found = self._link(token, block.children[index + 1 :], block)
            address = resolve(found) if found else None
            if found and (found.wiki or address is not None):
                attrs = {**token.attrs, "src" if found.image else "href": address or ""}
                words = (token.content or name(found) or "") if found.wiki else token.content
                children.append(token.copy(attrs=attrs, content=words))
            else:
                children.append(token)
        return block.copy(children=children)

    def _links(self) -> Iterator[Link]:
        for block in self.tokens:
            children = block.children if block.type == "inline" and block.children else []
            for index, token in enumerate(children):
                if found := self._link(token, children[index + 1 :], block):
                    yield found

    def _link(self, token: Token, following: Sequence[Token], block: Token) -> Link | None:
        if token.type == WIKI:
            return Link(token.meta["ref"], token.content, self._span(token, block), wiki=True)
        if token.type == "image":
            target = _address(token, "src")
            return Link(target, token.content, self._span(token, block), image=True)
        if token.type == "link_open" and token.markup != "linkify":
            text = _plain_until(following, "link_close")
            return Link(_address(token, "href"), text, self._span(token, block))
        return None

    def _task(self, block: Token) -> Task:
        done = block.meta["task"]
        raw = _plain(block)
        owner = _OWNER.search(raw)
        spare = _DONE.sub("", _DUE.sub("", _OWNER.sub("", raw, count=1)))
        return Task(
            text=" ".join(spare.split()),
            done=done,
            owner=owner.group(1) if owner else None,
            due=self._dated(_DUE.search(raw), block),
            finished=self._dated(_DONE.search(raw), block),
            span=self._line_span(block),
            owner_span=self._find(owner.group(), block) if owner else None,
        )

    def _dated(self, match: re.Match[str] | None, block: Token) -> DatedText | None:
        if match is None:
            return None
        whole = self._find(match.group(), block)
        text = match.group(1).rstrip(_AFTER_DAY)
        start = whole.end - len(match.group(1))
        return DatedText(text, Span(start, start + len(text)))

    def _find(self, text: str, block: Token, *, last: bool = False) -> Span:
        """Where a piece of a block's text stands in the source; its line if it is not found."""
        first, end = self._lines(block)
        start = self.source.line_start(first)
        find = self.source.text.rfind if last else self.source.text.find
        found = find(text, start, self.source.line_start(end + 1))
        return Span(found, found + len(text)) if found >= 0 else self._line_span(block)

    def _span(self, token: Token, block: Token) -> Span:
        """Where an inline token stands in the source, found through its block's lines."""
        if "at" not in token.meta:
            return self._line_span(block)
        start, end = token.meta["at"]
        head, tail = self._offset(block, start), self._offset(block, end)
        return (
            Span(head, max(head, tail))
            if head is not None and tail is not None
            else self._line_span(block)
        )

    def _offset(self, block: Token, position: int) -> int | None:
        """The source offset of a position in an inline block's content.

        A block's content is its lines without their prefixes (indentation, list and quote marks),
        so each line is looked up in the source's line of the same number.
        """
        before = block.content[:position]
        row = before.count("\n")
        text = block.content.split("\n")[row]
        first, last = self._lines(block)
        for line in range(first + row, last + 1):
            shift = self.source.line_text(line).find(text)
            if shift >= 0:
                return self.source.line_start(line) + shift + len(before) - (before.rfind("\n") + 1)
        return None

    def _lines(self, token: Token) -> tuple[int, int]:
        first, end = token.map or (0, 1)
        return self.first_line + first, self.first_line + max(first, end - 1)

    def _line_span(self, token: Token) -> Span:
        return self.source.line_span(self._lines(token)[0])


def parse(source: Source, offset: int = 0) -> Body:
    """Parse a source's text from an offset on as Markdown. Never fails: any text is Markdown."""
    env: dict[str, Any] = {}
    text = source.text[offset:]
    # Looking for bare addresses takes a quarter of the time, and most bodies have none.
    has_address = "://" in text or "www." in text
    tokens = _parser(linkify=has_address).parse(text, env)
    return Body(source, source.position(offset)[0], tokens, env)


def inline_html(text: str) -> str:
    """A single line of text as HTML: emphasis, code and links work, blocks and raw HTML do not."""
    return str(_plain_parser().renderInline(text))


def sanitise(html: str) -> str:
    """HTML without anything that can run, load or restyle: what remains is text and structure."""
    import nh3

    return nh3.clean(
        html,
        tags=_tags(),
        attributes=_attributes(),
        link_rel=None,
        url_schemes=_SCHEMES,
        filter_style_properties={"text-align"},
    )


def _reached(html: str) -> str:
    """HTML in which what may be wider than the page can be scrolled by keyboard."""
    return html.replace("<pre>", '<pre tabindex="0">').replace("<table>", '<table tabindex="0">')


_SCHEMES = {"http", "https", "mailto", "tel", "ftp"}


@cache
def _tags() -> set[str]:
    import nh3

    return nh3.ALLOWED_TAGS | {
        "details",
        "summary",
        "input",
        "label",
        "section",
        "figure",
        "figcaption",
    }


@cache
def _attributes() -> dict[str, set[str]]:
    import nh3

    extra = {
        "*": {"id", "class", "lang", "dir", "title"},
        "input": {"type", "checked", "disabled"},
        "details": {"open"},
        "th": {"style"},
        "td": {"style"},
        "a": {"name"},
    }
    known = nh3.ALLOWED_ATTRIBUTES
    return {
        tag: known.get(tag, set()) | extra.get(tag, set()) for tag in known.keys() | extra.keys()
    }


def slug(text: str) -> str:
    """A heading's anchor by GitHub's rules: lower case, punctuation dropped, spaces to hyphens."""
    return _SLUG_DROPS.sub("", text.strip().lower()).replace(" ", "-")


@cache
def _parser(*, linkify: bool = False) -> MarkdownIt:
    from mdit_py_plugins.deflist import deflist_plugin
    from mdit_py_plugins.footnote import footnote_plugin

    parser = MarkdownIt("commonmark", {"linkify": linkify}).enable(["table", "strikethrough"])
    if linkify:
        parser.enable("linkify")
    parser.use(footnote_plugin).use(deflist_plugin)
    for name, rule in (("link", link), ("image", image), ("autolink", autolink)):
        parser.inline.ruler.at(name, _located(rule))
    parser.inline.ruler.before("link", WIKI, _located(_wiki_link))
    parser.core.ruler.push("anchors", _give_anchors)
    parser.core.ruler.push("tasks", _mark_tasks)
    parser.add_render_rule(WIKI, _render_wiki_link)
    parser.add_render_rule(TASK_BOX, _render_task_box)
    return parser


@cache
def _plain_parser() -> MarkdownIt:
    return MarkdownIt("commonmark", {"html": False, "linkify": True}).enable("linkify")


def _located(rule: Callable[[StateInline, bool], bool]) -> Callable[[StateInline, bool], bool]:
    """An inline rule that notes on its token where in the block's content it matched."""

    def located(state: StateInline, silent: bool) -> bool:
        start, count = state.pos, len(state.tokens)
        if not rule(state, silent):
            return False
        for token in state.tokens[count:]:
            # The first new token may be the text before the match, which the rule has flushed.
            if token.type in ("link_open", "image", WIKI):
                token.meta = {**token.meta, "at": (start, state.pos)}
                break
        return True

    return located


def _wiki_link(state: StateInline, silent: bool) -> bool:
    match = _WIKI_LINK.match(state.src, state.pos, state.posMax)
    if match is None:
        return False
    if not silent:
        token = state.push(WIKI, "a", 0)
        token.meta = {"ref": match.group(1).strip()}
        token.content = (match.group(2) or "").strip()
    state.pos = match.end()
    return True


def _give_anchors(state: Any) -> None:
    used: dict[str, int] = {}
    for mark, content in _headings(state.tokens):
        base = anchor = slug(_plain(content)) or "section"
        while anchor in used:
            used[base] += 1
            anchor = f"{base}-{used[base]}"
        used[anchor] = 0
        mark.attrSet("id", anchor)


def _mark_tasks(state: Any) -> None:
    """Turn `[ ] ` at the head of a list item into a checkbox, and note the item as a task."""
    tokens = state.tokens
    for item, paragraph, block in zip(tokens, tokens[1:], tokens[2:], strict=False):
        if (item.type, paragraph.type, block.type) != (
            "list_item_open",
            "paragraph_open",
            "inline",
        ):
            continue
        match = _TASK.match(block.content)
        first = block.children[0] if block.children else None
        if match is None or first is None or first.type != "text":
            continue
        done = match.group(1) != " "
        block.meta = {**block.meta, "task": done}
        first.content = first.content[match.end() :]
        box = Token(TASK_BOX, "input", 0)
        box.content = f'<label><input type="checkbox" disabled{" checked" if done else ""}> '
        end = Token(TASK_BOX, "label", 0, content="</label>")
        block.children[:] = [box, *block.children, end]
        item.attrJoin("class", "task done" if done else "task")


def _worded(block: Token, mark: Callable[[str, str], str | None]) -> Token:
    """The block of a task whose owner and days stand as `mark` tells them."""
    if "task" not in block.meta:
        return block
    children = (
        part
        for token in block.children or ()
        for part in (_told(token, mark) if token.type == "text" else (token,))
    )
    return block.copy(children=list(children))


def _told(token: Token, mark: Callable[[str, str], str | None]) -> Iterator[Token]:
    at = 0
    for match in _MARK.finditer(token.content):
        owner, *days = match.groups()
        name = "owner" if owner else "due" if days[0] else "done"
        text = owner or (days[0] or days[1]).rstrip(_AFTER_DAY)
        if html := mark(name, text):
            end = match.end() if owner else match.start() + len(f"{name}:{text}")
            yield token.copy(content=token.content[at : match.start()])
            yield Token("html_inline", "", 0, content=html)
            at = end
    yield token.copy(content=token.content[at:])


def _headings(tokens: Sequence[Token]) -> Iterator[tuple[Token, Token]]:
    """Each heading's opening token and the inline token with its text."""
    for mark, content in pairwise(tokens):
        if mark.type == "heading_open":
            yield mark, content


def _flat(tokens: Sequence[Token]) -> Iterator[Token]:
    for token in tokens:
        yield token
        yield from token.children or ()


def _plain(token: Token) -> str:
    return _plain_until(token.children or [], None)


def _plain_until(tokens: Sequence[Token], end: str | None) -> str:
    parts = []
    for token in tokens:
        if token.type == end:
            break
        if token.type in ("softbreak", "hardbreak"):
            parts.append(" ")
        elif token.type == WIKI:
            parts.append(token.content or token.meta["ref"])
        elif token.type in ("text", "code_inline", "image"):
            parts.append(token.content)
    return "".join(parts).strip()


def _address(token: Token, attribute: str) -> str:
    # markdown-it percent-encodes; authors and file systems do not.
    return unquote(str(token.attrs[attribute]))


def _is_embed(token: Token) -> bool:
    return token.type == "fence" and token.info.split()[:1] == [EMBED]


def _marked(token: Token, numbers: Iterator[int]) -> Token:
    """What holds the place of a live block while the text around it is rendered and sanitised."""
    return token.copy(type="html_block", content=f"<div>\ue000{next(numbers)}\ue001</div>\n")


def _of(made: Sequence[str], number: int) -> str:
    return made[number] if number < len(made) else ""


def _render_wiki_link(
    _renderer: RendererHTML, tokens: Sequence[Token], index: int, _options: Any, _env: Any
) -> str:
    token = tokens[index]
    text = escapeHtml(token.content or token.meta["ref"])
    if address := token.attrs.get("href"):
        return f'<a href="{escapeHtml(str(address))}">{text}</a>'
    return f'<span class="missing">{text}</span>'


def _render_task_box(
    _renderer: RendererHTML, tokens: Sequence[Token], index: int, _options: Any, _env: Any
) -> str:
    return tokens[index].content
