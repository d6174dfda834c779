from datetime import date

import pytest

from pmkb import document, signing
from pmkb.edit import apply
from pmkb.fingerprint import changes, fingerprint
from pmkb.kinds.product.briefing import Briefing
from pmkb.kinds.product.roadmap import Roadmap
from pmkb.record import Record
from tests.knowledge import compiled, front_matter

ITEM = {"title": "Item", "status": "planned", "due": "2026-08-01", "team": "rd"}
ON = date(2026, 6, 1)


def item(body: str = "Do it.\n", **fields: str) -> Roadmap:
    files = {"roadmap/item.md": front_matter(**{**ITEM, **fields}) + body}
    return compiled(files).kb.all(Roadmap)[0]


@pytest.mark.parametrize(
    "same",
    [
        item(status="in-progress"),
        item(progress="40"),
        item(owner="li-na"),
        item(tags="[a]"),
        item("Do\nit.\n"),
        item("**Do** it.\n"),
    ],
    ids=["status", "progress", "owner", "tags", "reflowed", "emphasised"],
)
def test_bookkeeping_and_mark_up_leave_a_fingerprint_as_it_is(same: Record) -> None:
    assert fingerprint(same) == fingerprint(item())


@pytest.mark.parametrize(
    ("changed", "names"),
    [
        (item(due="2026-08-02"), ("due",)),
        (item(title="Other"), ("title",)),
        (item("Do it twice.\n"), ("text",)),
        (item(confidence="low"), ()),
        (item(start="2026-01-01"), ("start",)),
    ],
)
def test_changes_names_the_fields_that_were_reworded(
    changed: Record, names: tuple[str, ...]
) -> None:
    assert changes(fingerprint(item()), changed) == names


def test_a_field_taken_out_is_a_change() -> None:
    assert changes(fingerprint(item(start="2026-01-01")), item()) == ("start",)


HEAD = "---\ntitle: Briefing\r\naudience: rd # R&D\ntopics: [item, other]\ndate: 2026-06-01\n"


def signed(text: str) -> str:
    """A briefing's text after both of its topics were signed."""
    files = {
        "roadmap/item.md": front_matter(**ITEM),
        "roadmap/other.md": front_matter(**{**ITEM, "title": "Other"}),
        "briefings/b.md": text,
    }
    kb = compiled(files).kb
    briefing = kb.all(Briefing)[0]
    known = [each.ref for each in kb.targets(briefing, "signatures.topic")]
    edits = signing.sign(briefing.document, kb.targets(briefing, "topics"), known, ON)
    return apply(briefing.document.source, edits).text


@pytest.mark.parametrize(
    "front",
    [
        HEAD,
        HEAD + "signatures: []\n",
        HEAD + "signatures:\n- topic: item # first\n  fingerprint: due=1\n  signed: 2026-01-01\n",
        HEAD + "signatures: [{topic: item, fingerprint: due=1, signed: 2026-01-01}] # all\n",
        HEAD + "signatures:\n    - {topic: other, fingerprint: x=1, signed: 2026-01-01}\n",
    ],
    ids=["none", "empty", "block", "flow", "indented"],
)
def test_signing_notes_each_topic_and_changes_nothing_else(front: str) -> None:
    text = front + "---\nText {{ stays }}\n"
    if "signatures: []" in front:
        text = text.replace("signatures: []\n", "")  # An empty list is no key at all.
    done = signed(text)
    parsed, faults = document.parse(document.Source.decode("briefings/b.md", done.encode()))
    assert faults == ()
    signatures = parsed.data["signatures"]
    assert isinstance(signatures, list)
    topics = sorted(each["topic"].removeprefix("roadmap:") for each in signatures)
    assert topics == ["item", "other"]
    assert {str(each["signed"]) for each in signatures} == {"2026-06-01"}
    kept = [line for line in text.splitlines(keepends=True) if "signed" not in line]
    kept = [line for line in kept if "fingerprint" not in line]
    for line in kept:
        assert line in done
    assert signed(done) == done
