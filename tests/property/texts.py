"""Strategies: text that breaks parsers, and front matter and records that are nearly right."""

from datetime import date

from hypothesis import strategies as st

AWKWARD = st.sampled_from(
    [
        *("\n", "\r\n", "\r", "\u2028", "\x85", "\t", " ", "\ufeff", "\0", "\x1b", "\ufffd"),
        *("目标", "🚀", "é", "\u202e", "\U0001f469\u200d\U0001f4bb"),
        *(
            "---",
            "---\n",
            "...\n",
            ": ",
            "- ",
            "? ",
            "| ",
            "> ",
            "|\n  x\n",
            "#",
            "&a ",
            "*a",
            "!t ",
        ),
        *("[", "]", "{", "}", ",", '"', "'", "%", "@", "`", "<<: ", "\\", "~", "null"),
        *("[[", "]]", "[x](", ")", "![", "<a id='", "<script>", "</", "[^1]", "- [ ] ", "- [x] "),
        *("@li-na", "due:2026-06-30", "due:x", "```\n", "    ", "| a | b |\n|-|-|\n", "# "),
        *("title", "status", "idea", "depends_on", "2026-06-30", "010", "1.10", "12:30", ".inf"),
        *("1e400", "99999999999999999999", "5万 CNY", "90d", "https://a.example", "<!--", "-->"),
    ]
)
"""Pieces that mean something to YAML, Markdown or a terminal."""

AWKWARD_TEXT = st.lists(AWKWARD | st.text(max_size=4), max_size=25).map("".join)
DOCUMENTS = st.one_of(
    AWKWARD_TEXT,
    AWKWARD_TEXT.map(lambda text: f"---\n{text}\n---\n"),
    st.tuples(AWKWARD_TEXT, AWKWARD_TEXT).map(lambda both: f"---\n{both[0]}\n---\n{both[1]}"),
)
BYTES = st.one_of(
    st.binary(max_size=80),
    DOCUMENTS.map(lambda text: text.encode("utf-8", "surrogatepass")),
    st.tuples(DOCUMENTS, st.binary(max_size=5)).map(
        lambda both: both[0].encode("utf-8", "replace") + both[1]
    ),
    DOCUMENTS.map(lambda text: text.encode("gb18030", "replace")),
    DOCUMENTS.map(lambda text: text.encode("utf-16", "replace")),
)

SCALARS = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.floats(allow_nan=False, allow_infinity=False),
    st.text(
        st.characters(exclude_categories=["Cs", "Cc"], exclude_characters="\ufeff"), max_size=12
    ),
    st.sampled_from(
        ["NO", "010", "12:30", "1.10", "~", "null", "0o17", "2026-06-30", "<<", "=", ""]
    ),
)
VALUES = st.recursive(
    SCALARS,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text("abc", min_size=1), inner),
    max_leaves=12,
)
DAYS = st.dates(date(1990, 1, 1), date(2099, 12, 31))
