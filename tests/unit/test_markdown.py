"""Bodies: headings, links, tasks, plain text, and HTML that is safe to show."""

from textwrap import dedent

import pytest

from pmkb.markdown import Body, Link, inline_html, parse, sanitise, slug
from pmkb.source import Source
from tests.markup import dangers


def body(text: str, before: str = "") -> Body:
    return parse(Source.decode("a.md", (before + text).encode()), len(before))


def written(found: Body, span: tuple[int, int]) -> str:
    return found.source.text[slice(*span)]


def html(text: str, address: str | None = None) -> str:
    return body(text).html(lambda _: address)


# Headings and anchors. The expected anchors are GitHub's.


@pytest.mark.parametrize(
    ("heading", "anchor"),
    [
        ("Online DDL", "online-ddl"),
        ("What's new in 8.5?", "whats-new-in-85"),
        ("产品目标", "产品目标"),
        ("产品 路线图（2026）", "产品-路线图2026"),
        ("中文，标点。！", "中文标点"),
        ("a  b", "a--b"),
        ("snake_case and-hyphen", "snake_case-and-hyphen"),
        ("🚀 Launch", "-launch"),
        ("`code` and *emphasis*", "code-and-emphasis"),
        ("[text](target.md)", "text"),
        ("Ärger & Ölpreis", "ärger--ölpreis"),
        ("!!!", "section"),
    ],
)
def test_anchors_follow_github(heading: str, anchor: str) -> None:
    assert [each.anchor for each in body(f"# {heading}\n").headings] == [anchor]


def test_repeated_headings_get_numbers_as_on_github() -> None:
    found = body("# A\n# A\n# A-1\n# A\n")
    assert [each.anchor for each in found.headings] == ["a", "a-1", "a-1-1", "a-2"]


def test_headings_know_level_text_and_place() -> None:
    found = body("# 目标 `x`\n\ntext\n\nSecond\n------\n", before="---\na: 1\n---\n")
    assert [(h.level, h.text, written(found, h.span)) for h in found.headings] == [
        (1, "目标 x", "# 目标 `x`"),
        (2, "Second", "Second"),
    ]


def test_anchors_include_ids_of_raw_html() -> None:
    found = body("# A\n\n<a id=\"b\"></a>\n\nx <a name='c'></a> <b id=d>\n\n`<a id=e>`\n")
    assert found.anchors == {"a", "b", "c", "d"}


def test_slug_is_stable_under_repetition() -> None:
    assert slug(slug("What's new, 中文 (8.5)")) == slug("What's new, 中文 (8.5)")


# Links


def links(text: str) -> list[tuple[str, str]]:
    found = body(text)
    return [(each.target, written(found, each.span)) for each in found.links]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("x [a](b.md) y", [("b.md", "[a](b.md)")]),
        ("目标🚀 [链接](路径/文件.md)", [("路径/文件.md", "[链接](路径/文件.md)")]),
        ("[a](<b c.md>)", [("b c.md", "[a](<b c.md>)")]),
        ("[a](b%20c.md)", [("b c.md", "[a](b%20c.md)")]),
        ('[a](b.md "title")', [("b.md", '[a](b.md "title")')]),
        ("[a][r]\n\n[r]: b.md", [("b.md", "[a][r]")]),
        ("[r][]\n\n[r]: b.md", [("b.md", "[r][]")]),
        ("![a](b.png)", [("b.png", "![a](b.png)")]),
        ("[![a](b.png)](c.md)", [("c.md", "[![a](b.png)](c.md)"), ("b.png", "![a](b.png)")]),
        ("<https://a.example>", [("https://a.example", "<https://a.example>")]),
        ("[[a]]", [("a", "[[a]]")]),
        ("[[ a | text ]]", [("a", "[[ a | text ]]")]),
        ("[[a#b]]", [("a#b", "[[a#b]]")]),
        ("**[a](b.md)** ~~[c](d.md)~~", [("b.md", "[a](b.md)"), ("d.md", "[c](d.md)")]),
        ("[a](b.md)[a](b.md)", [("b.md", "[a](b.md)"), ("b.md", "[a](b.md)")]),
        ("# H [a](b.md)", [("b.md", "[a](b.md)")]),
        ("- [a](b.md)\n  - x\n    [c](d.md)", [("b.md", "[a](b.md)"), ("d.md", "[c](d.md)")]),
        ("> - x\n> > [a](b.md)", [("b.md", "[a](b.md)")]),
        ("1. - [a](b.md)", [("b.md", "[a](b.md)")]),
        ("[a\nb](c.md)", [("c.md", "[a\nb](c.md)")]),
        ("| [一](a.md) | x [二](b.md) |\n|-|-|\n| [三](c.md) | |", None),
        ("- [x] [a](b.md)", [("b.md", "[a](b.md)")]),
    ],
)
def test_links_have_exact_places(text: str, expected: list[tuple[str, str]] | None) -> None:
    table = [("a.md", "[一](a.md)"), ("b.md", "[二](b.md)"), ("c.md", "[三](c.md)")]
    assert links(text) == (table if expected is None else expected)


def test_place_of_each_of_two_equal_links_is_its_own() -> None:
    found = body("[a](b.md) [a](b.md)\n")
    assert [each.span.start for each in found.links] == [0, 10]


@pytest.mark.parametrize(
    "text",
    [
        "`[a](b.md)`",
        "```\n[a](b.md)\n```",
        "    [a](b.md)",
        "\\[a](b.md)",
        "<!-- [a](b.md) -->",
        "`[[a]]`",
        "\\[[a]]",
        "[[]]",
        "[[a\nb]]",
        "https://bare.example and www.bare.example",
        "[a]",
    ],
)
def test_what_is_no_link(text: str) -> None:
    assert links(text) == []


def test_links_know_what_they_are() -> None:
    found = body("[*em* text](a.md) ![alt](b.png) [[c|d]] [[e]]")
    assert [(each.text, each.wiki, each.image) for each in found.links] == [
        ("em text", False, False),
        ("alt", False, True),
        ("d", True, False),
        ("", True, False),
    ]


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_line_ends_do_not_move_links(end: str) -> None:
    text = "# 标题\n\n- a\n- b [x](y.md)\n".replace("\n", end)
    found = parse(Source.decode("a.md", text.encode()))
    (link,) = found.links
    assert (written(found, link.span), found.source.position(link.span.start)) == (
        "[x](y.md)",
        (4, 5),
    )


# Tasks


def test_tasks_know_owner_days_and_places() -> None:
    text = "- [ ] 发送**测试报告** @li-na due:2026-12-01\n- [x] done, @王芳. done:2026-01-02;\n"
    found = body(text, before="---\n---\n")
    first, second = found.tasks
    assert (first.text, first.done, first.owner) == ("发送测试报告", False, "li-na")
    assert first.due is not None
    assert str(first.due.value) == "2026-12-01"
    assert written(found, first.due.span) == "2026-12-01"
    assert first.owner_span is not None
    assert written(found, first.owner_span) == "@li-na"
    assert (second.text, second.done, second.owner) == ("done, .", True, "王芳")
    assert second.finished is not None
    assert (second.finished.text, str(second.finished.value)) == ("2026-01-02", "2026-01-02")
    assert written(found, second.span) == "- [x] done, @王芳. done:2026-01-02;"


@pytest.mark.parametrize("text", ["2026-1-2", "2026-13-01", "20260102", "tomorrow", "2026-W01-1"])
def test_due_day_in_another_notation_is_none(text: str) -> None:
    (task,) = body(f"- [ ] x due:{text}\n").tasks
    assert task.due is not None
    assert (task.due.text, task.due.value) == (text, None)


@pytest.mark.parametrize(
    ("text", "owner"),
    [
        ("@a", "a"),
        ("call @li.na now", "li.na"),
        ("(@x)", "x"),
        ("to a@b.example", None),
        ("see npm/@scope", None),
        ("@-", None),
        ("@a @b", "a"),
        ("负责人@李娜", None),
        ("负责人 @李娜", "李娜"),
    ],
)
def test_owner_of_a_task(text: str, owner: str | None) -> None:
    (task,) = body(f"- [ ] {text}\n").tasks
    assert task.owner == owner


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("- [ ] a\n- [X] b\n* [x] c\n+ [ ] d\n1. [ ] e\n", 5),
        ("- [ ] a\n  - [ ] b\n\n    - [x] c\n", 3),
        ("> - [ ] a\n", 1),
        ("- [ ]\n- [ ] \n- []a\n- [y] a\n- [ ]a\n- a [ ] b\n[ ] a\n", 0),
        ("- `[ ] a`\n- \\[ ] a\n", 0),
        ("```\n- [ ] a\n```\n", 0),
    ],
)
def test_what_is_a_task(text: str, count: int) -> None:
    assert len(body(text).tasks) == count


# Text and HTML


def test_text_is_the_words_alone() -> None:
    text = """\
        # 目标 *x*

        a [b](c.md) `d` [[e]] [[f|g]]
        next

        - [ ] h

        ```sql
        SELECT 1
        ```

        <div>raw</div>
        """
    assert body(dedent(text)).text == "目标 x\na b d e g next\n[ ] h\nSELECT 1\n".replace(
        "[ ] ", ""
    )


def test_wiki_links_become_links_or_are_marked_as_missing() -> None:
    assert html("[[a&b|x<y]]", "b?c&d") == '<p><a href="b?c&amp;d">x&lt;y</a></p>\n'
    assert html("[[a&b]]") == '<p><span class="missing">a&amp;b</span></p>\n'


def test_markdown_links_get_the_address_of_the_page() -> None:
    assert html("[a](b.md)", "../b/") == '<p><a href="../b/">a</a></p>\n'
    assert html("![a](b.png)", "../b.png") == '<p><img src="../b.png" alt="a" /></p>\n'
    assert html("[a](b%20c.md)") == '<p><a href="b%20c.md">a</a></p>\n'


def test_resolver_is_asked_for_each_link() -> None:
    asked: list[Link] = []
    body("[a](b.md) [[c]] ![d](e.png) <https://f.example>").html(asked.append)  # type: ignore[func-returns-value]
    assert [each.target for each in asked] == ["b.md", "c", "e.png", "https://f.example"]


def test_making_html_twice_gives_the_same() -> None:
    found = body("- [ ] [a](b.md) [[c]]\n")
    assert found.html(lambda _: "x") == found.html(lambda _: "x")
    assert 'href="y"' in found.html(lambda _: "y")


def test_what_may_be_wider_than_the_page_is_reached_by_keyboard() -> None:
    made = html("```\nx <pre>\n```\n\n    y\n\n| a |\n|---|\n| b |\n")
    assert made.count('<pre tabindex="0">') == 2
    assert made.count('<table tabindex="0">') == 1
    assert "x &lt;pre&gt;" in made


def test_marks_of_tasks_are_told_where_they_are_known() -> None:
    text = "- [ ] call @li-na and @nobody due:2026-06-01, then *rest* done:soon\n\nSee @li-na.\n"
    known = {("owner", "li-na"): "<b>李娜</b>", ("due", "2026-06-01"): "<i>June</i>"}
    made = body(text).html(lambda _: None, mark=lambda *mark: known.get(mark))
    assert (
        "> call <b>李娜</b> and @nobody <i>June</i>, then <em>rest</em> done:soon</label>" in made
    )
    assert "<p>See @li-na.</p>" in made


def test_tasks_are_check_boxes() -> None:
    made = html("- [ ] a\n- [x] b\n")
    assert '<li class="task"><label><input type="checkbox" disabled> a</label></li>' in made
    assert (
        '<li class="task done"><label><input type="checkbox" disabled checked> b</label></li>'
        in made
    )


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("| a | b |\n|:-:|--:|\n| 1 | 2 |", '<td style="text-align:center">1</td>'),
        ("~~a~~", "<s>a</s>"),
        ("a\n: b", "<dt>a</dt>"),
        ("a[^1]\n\n[^1]: b", 'class="footnotes"'),
        ("see https://a.example/b", '<a href="https://a.example/b">https://a.example/b</a>'),
        ("{{ title }} {% x %}", "{{ title }} {% x %}"),
        ("# 目标", '<h1 id="目标">目标</h1>'),
    ],
)
def test_dialect(text: str, expected: str) -> None:
    assert expected in html(text)


HOSTILE = [
    "<script>alert(1)</script>",
    "<SCRIPT SRC=//evil.example></SCRIPT>",
    "x <img src=x onerror=alert(1)>",
    "<a href='javascript:alert(1)'>x</a>",
    "<a href='JaVa\tScRiPt:alert(1)'>x</a>",
    "<a href='&#106;avascript:alert(1)'>x</a>",
    "[x](javascript:alert(1))",
    "[x](JAVASCRIPT:alert(1))",
    "[x](&#106;avascript:alert(1))",
    "[x](<java\tscript:alert(1)>)",
    "![x](javascript:alert(1))",
    "[x](vbscript:alert(1))",
    "[x](data:text/html;base64,PHNjcmlwdD4=)",
    "<a href='data:text/html,<script>alert(1)</script>'>x</a>",
    "<img src='data:image/svg+xml,<svg onload=alert(1)>'>",
    "<style>body{background:url(//evil.example)}</style>",
    "<p style='background:url(//evil.example)'>x</p>",
    "<iframe src='https://evil.example'></iframe>",
    "<object data='https://evil.example'></object>",
    "<embed src='https://evil.example'>",
    "<svg onload=alert(1)><a xlink:href='javascript:alert(1)'></a></svg>",
    "<math><mtext><script>alert(1)</script></mtext></math>",
    "<form action='https://evil.example'><button formaction='javascript:alert(1)'>x</button></form>",
    "<input onfocus=alert(1) autofocus>",
    "<details open ontoggle=alert(1)>x</details>",
    "<meta http-equiv=refresh content='0;url=https://evil.example'>",
    "<base href='https://evil.example/'>",
    "<link rel=stylesheet href='https://evil.example'>",
    "<video src=x onerror=alert(1)></video>",
    "<body onload=alert(1)>",
    "<!--><script>alert(1)</script>-->",
    "<noscript><p title='</noscript><img src=x onerror=alert(1)>'>",
    '[["><img src=x onerror=alert(1)>]]',
    "[[a|<img src=x onerror=alert(1)>]]",
    "- [ ] <b onclick=alert(1)>x</b>",
    "| a |\n|-|\n| <script>alert(1)</script> |",
    "```<script>\nalert(1)\n```",
    "# <img src=x onerror=alert(1)>",
    '[x](a "\\" onmouseover=alert(1) \\"")',
    "<a id=x name=y onclick=alert(1)>x</a>",
]


@pytest.mark.parametrize("text", HOSTILE)
@pytest.mark.parametrize("address", [None, "../a/"])
def test_hostile_markup_is_harmless(text: str, address: str | None) -> None:
    assert dangers(html(text, address)) == []


def test_the_check_for_dangers_sees_them() -> None:
    assert dangers("<script>x</script>") == ["<script>"]
    assert dangers("<b onclick=x>") == ["onclick"]
    assert dangers("<a href=' javascript:x'>") == ["href=' javascript:x'"]
    assert dangers("<p style='color:red'>") == ["style='color:red'"]
    assert dangers("<td style='text-align:right'><a href='x:y' id=z>") == ["href='x:y'"]


def test_safe_raw_html_comes_through() -> None:
    text = "<details open><summary>a</summary>\n\n*b*\n\n</details>\n\n<p title='x' id=y>z</p>"
    made = html(text)
    assert "<details open" in made
    assert "<summary>a</summary>" in made
    assert "<em>b</em>" in made
    assert 'id="y"' in made


def test_sanitising_keeps_what_markdown_makes() -> None:
    made = html("# a\n\n- [x] b\n\n| c |\n|:-:|\n| d |\n\ne[^1]\n\n[^1]: f\n\n```py\ng\n```\n")
    kept = sanitise(made)
    for part in ('id="a"', 'class="task done"', "text-align", 'class="language-py"', "checked"):
        assert part in kept
    assert sanitise(kept) == kept


def test_sanitising_happens_only_where_an_author_wrote_html() -> None:
    assert body("x <b>y</b>").has_raw_html
    assert body("<div>").has_raw_html
    assert not body("x `<b>` &lt;b> <https://a.example>").has_raw_html


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("*a* `b`", "<em>a</em> <code>b</code>"),
        ("# a", "# a"),
        ("<b onclick=x>", "&lt;b onclick=x&gt;"),
        ("[x](javascript:y)", "[x](javascript:y)"),
        ("[x](a.md)", '<a href="a.md">x</a>'),
    ],
)
def test_one_line_of_text_as_html(text: str, expected: str) -> None:
    assert inline_html(text) == expected
