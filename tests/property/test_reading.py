"""Any bytes can be read: nothing raises, and every place lies inside its file."""

import json
from collections.abc import Iterable

import yaml
from hypothesis import example, given
from hypothesis import strategies as st

from pmkb import document, markdown, yaml12
from pmkb.diagnostic import Diagnostic
from pmkb.source import Source, Span
from tests.markup import dangers
from tests.property.texts import AWKWARD_TEXT, BYTES, DOCUMENTS, VALUES


def assert_inside(source: Source, found: Iterable[Diagnostic]) -> None:
    """Every finding's place is one of the source, and its end does not come before its start."""
    for each in found:
        place = each.place
        assert place[:2] <= place[2:]
        for line, column in (place[:2], place[2:]):
            offset = source.line_start(line) + column - 1
            assert 0 <= offset <= len(source.text)
            assert source.position(offset) == (line, column)
        assert each.message
        assert each.path == source.path


def assert_within(source: Source, span: Span) -> None:
    assert 0 <= span.start <= span.end <= len(source.text)


@given(BYTES)
@example(b"\xef\xbb\xbf---\n\xff")
@example(b"---\r---\r[[")
def test_any_bytes_can_be_parsed(data: bytes) -> None:
    source = Source.decode("a.md", data)
    found, faults = document.parse(source)
    assert_inside(source, faults)
    assert found.sound == (not faults)
    for path, spans in found.spans.items():
        assert_within(source, spans.value)
        if spans.key is not None:
            assert_within(source, spans.key)
        assert_within(source, found.span(path))
    body = found.body
    for each in (*body.headings, *body.links, *body.tasks):
        assert_within(source, each.span)
    for span in body.unclosed_wiki_links:
        assert_within(source, span)
    for task in body.tasks:
        for dated in (task.due, task.finished):
            if dated is not None:
                assert_within(source, dated.span)
        if task.owner_span is not None:
            assert_within(source, task.owner_span)
    assert isinstance(body.text, str)
    assert isinstance(body.html(lambda link: None), str)


@given(AWKWARD_TEXT)
@example("a: &x [*x]\n*x : 1")
@example("? [a\n: b")
@example("a: |\n")
def test_any_text_can_be_read_as_yaml(text: str) -> None:
    source = Source("a.yml", text, b"")
    found, faults = yaml12.load(source)
    assert_inside(source, faults)
    for spans in found.spans.values():
        assert_within(source, spans.value)


@given(AWKWARD_TEXT, AWKWARD_TEXT, AWKWARD_TEXT)
def test_places_do_not_leave_the_part_that_is_read(before: str, text: str, after: str) -> None:
    source = Source("a.yml", before + text + after, b"")
    part = Span(len(before), len(before) + len(text))
    found, faults = yaml12.load(source, part)
    for spans in found.spans.values():
        assert part.start <= spans.value.start <= spans.value.end <= part.end
    for fault in faults:
        start = source.line_start(fault.place.line) + fault.place.column - 1
        end = source.line_start(fault.place.end_line) + fault.place.end_column - 1
        assert part.start <= start <= end <= part.end


@given(st.dictionaries(st.text("abc中", min_size=1, max_size=6), VALUES))
def test_what_is_written_as_yaml_is_read_back(data: dict[str, object]) -> None:
    # JSON is YAML 1.2; PyYAML's own emitter writes for readers of YAML 1.1.
    found, faults = yaml12.load(Source("a.yml", json.dumps(data, ensure_ascii=False), b""))
    assert faults == ()
    assert found.value == data


@given(
    st.dictionaries(
        st.text("abc", min_size=1, max_size=6),
        st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"]), max_size=20)
        | st.lists(st.sampled_from(["a", "中文", "x y", "it's", 'say "x"'])),
    ),
    st.booleans(),
)
def test_text_that_pyyaml_writes_is_read_back(data: dict[str, object], flow: bool) -> None:
    text = yaml.safe_dump(data, allow_unicode=True, default_style='"', default_flow_style=flow)
    found, faults = yaml12.load(Source("a.yml", text.replace("\ufeff", "x"), b""))
    assert faults == ()
    assert found.value == json.loads(json.dumps(data).replace("\\ufeff", "x"))


@given(st.from_regex(r"\A[-+]?[0-9]{1,30}(\.[0-9]{0,9})?([eE][-+]?[0-9]{1,2})?\Z"))
def test_numbers_keep_how_they_were_written(text: str) -> None:
    found = yaml12.resolve(text)
    assert isinstance(found, yaml12.IntText | yaml12.FloatText)
    assert found.text == text
    assert found == (int(text) if text.lstrip("+-").isdigit() else float(text))


@given(DOCUMENTS, st.sampled_from([None, "../a/", "https://a.example/?x=<y>&z"]))
@example("<a href='java\nscript:alert(1)'>", None)
@example('[x](<javascript:alert(1)> "onclick=x")', None)
@example("[[\"onmouseover='x'|<b onclick=x>]]", "../a/")
def test_html_of_any_text_is_harmless(text: str, address: str | None) -> None:
    body = markdown.parse(Source("a.md", text, b""))
    assert dangers(body.html(lambda _: address)) == []


@given(
    st.lists(
        st.sampled_from(
            [
                *("<", ">", "</", "/>", "script", "img", "a", "svg", "iframe", "style", "b", "td"),
                *(" src", " href", " onerror", " onclick", " style", " id", "=", "'", '"', "x"),
                *(
                    "javascript:",
                    "data:text/html,",
                    "&#106;",
                    "\n",
                    "\t",
                    "\0",
                    "<!--",
                    "-->",
                    "alert(1)",
                ),
                *(
                    "[a]",
                    "(",
                    ")",
                    "`",
                    "[[",
                    "]]",
                    "|",
                    "!",
                    "\\",
                    "&lt;",
                    "%0a",
                    "//evil.example",
                ),
            ]
        ),
        max_size=30,
    ).map("".join)
)
def test_html_made_of_pieces_of_markup_is_harmless(text: str) -> None:
    body = markdown.parse(Source("a.md", text, b""))
    assert dangers(body.html(lambda _: None)) == []
    assert dangers(markdown.inline_html(text.replace("\n", " "))) == []


@given(st.text())
def test_slug_is_stable_and_safe(text: str) -> None:
    once = markdown.slug(text)
    assert markdown.slug(once) == once
    assert not set(once) & set("<>\"'&#?/ \n")


@given(st.lists(st.sampled_from(["A", "a", "A-1", "a-1", "B", "!", "中"]), max_size=12))
def test_anchors_are_unique(headings: list[str]) -> None:
    text = "".join(f"# {heading}\n" for heading in headings)
    anchors = [each.anchor for each in markdown.parse(Source("a.md", text, b"")).headings]
    assert len(set(anchors)) == len(anchors) == len(headings)
    assert all(anchors)


@given(AWKWARD_TEXT, st.sampled_from(["链接", "x", "a b"]), st.sampled_from(["\n", "\r\n", "\r"]))
def test_link_behind_anything_is_found_where_it_stands(before: str, text: str, end: str) -> None:
    # A paragraph of its own, behind whatever comes before it.
    link = f"[{text}](target-{len(before)}.md)"
    whole = f"{before}{end}{end}x {link} y{end}"
    body = markdown.parse(Source("a.md", whole, b""))
    for each in body.links:
        if each.target.startswith("target-"):
            assert whole[slice(*each.span)] == link
