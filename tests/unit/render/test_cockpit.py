"""The cockpit, the pages of the checklist, the attention list, the calendar, people and tags."""

import re
from datetime import date

import pytest

from pmkb.build import Build
from pmkb.fingerprint import fingerprint
from pmkb.pages.page import opened_by
from pmkb.render import Edition, Page, Site
from pmkb.render import pages as rendered
from pmkb.render.attention import matters
from pmkb.render.months import last_day
from pmkb.trackers import TRACKERS
from tests.knowledge import compiled

GOAL = """\
    ---
    title: ARR
    owner: wang
    baseline: 1
    target: 3
    start: 2026-01-01
    due: 2026-12-31
    readings: [{date: 2026-06-29, value: 2}]
    ---
    """
FILES = {
    "contacts/li-na.md": "---\ntitle: 李娜\nrole: R&D\nteam: rd\n---\n",
    "contacts/wang.md": "---\ntitle: 王芳\nrole: Sales\nteam: sales\nleft: 2026-01-31\n---\n",
    "goals/arr.md": GOAL,
    "roadmap/late.md": """\
        ---
        title: Late <item>
        status: in-progress
        owner: li-na
        goal: arr
        due: 2026-06-01
        tags: [A B, A-B, 迁移]
        ---

        - [ ] write it down @li-na due:2026-07-15
        """,
    "roadmap/fine.md": """\
        ---
        title: Fine
        status: planned
        owner: li-na
        goal: arr
        due: 2026-08-20
        tags: [迁移]
        ---
        """,
    "roadmap/far.md": "---\ntitle: Far\nstatus: planned\ngoal: arr\ndue: 2027-01-01\n---\n",
}


@pytest.fixture
def base() -> Build:
    return compiled(FILES)


def pages(build: Build, **site: object) -> dict[str, Page]:
    edition = Edition(build, Site(**site))  # type: ignore[arg-type]
    return {each.path: each for each in rendered(edition)}


def words(html: str) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", html).split())


def test_cockpit_has_every_line_of_the_checklist_in_its_order(base: Build) -> None:
    html = pages(base)["index.md"].html
    found = re.findall(r'pmkb-line pmkb-[a-z]+">\s*<a href="([a-z/-]+)">', html)
    ordered = sorted(TRACKERS.values(), key=lambda each: each.number)
    sections = list(dict.fromkeys(each.section for each in ordered))
    every = [each for s in sections for each in ordered if each.section is s]
    assert len(found) == len(every)
    for address, line in zip(found, every, strict=True):
        page = opened_by(line.name, base.kb.kinds)
        assert address == (f"pages/{page.name}/" if page else f"trackers/{line.name}/")


def test_line_leads_to_its_status_page_and_that_to_how_it_is_told(base: Build) -> None:
    made = pages(base)
    assert re.search(r'pmkb-line pmkb-act">\s*<a href="pages/roadmap/"', made["index.md"].html)
    assert '<a href="../../trackers/roadmap/">' in made["pages/roadmap/index.md"].html


def test_headlines_have_their_numbers_in_the_language(base: Build) -> None:
    english, chinese = pages(base), pages(base, language="zh")
    assert "<b>2</b> of <b>3</b> on time, <b>1</b> late, 0 held up" in english["index.md"].html
    assert "<b>3</b> 项中 <b>2</b> 项正常" in chinese["index.md"].html
    assert "R&amp;D" not in words(chinese["index.md"].html)
    assert english["trackers/roadmap/index.md"].meta["description"] == (
        "2 of 3 on time, 1 late, 0 held up, 0 blocked; worst slip 0 days"
    )


def test_nothing_on_record_is_as_loud_as_a_fault(base: Build) -> None:
    made = pages(base)
    assert re.search(
        r'pmkb-line pmkb-unknown">\s*<a href="(trackers|pages)/contracts/"', made["index.md"].html
    )
    html = words(made["trackers/contracts/index.md"].html)
    assert "Unknown" in html
    assert "started by pmkb new contract" in html


def test_lines_of_kinds_that_are_not_in_use_are_left_out() -> None:
    made = pages(compiled(FILES, in_use=("contact", "goal", "roadmap")))
    found = {path.split("/")[1] for path in made if path.startswith("trackers/")}
    assert {"roadmap", "product-goal", "contacts"} <= found
    assert "contracts" not in found


def test_tracker_has_what_it_counts_and_how(base: Build) -> None:
    html = pages(base)["trackers/roadmap/index.md"].html
    assert re.findall(r'<th scope="row"><a href="[^"]+">([^<]+)', html) == [
        "Late &lt;item&gt;",
        "Far",
        "Fine",
    ]
    assert "<details" in html
    assert "Open roadmap items on time" in html
    assert '<a href="../../roadmap/">Roadmap items</a>' in html


def test_tracker_of_several_kinds_has_the_columns_they_share(base: Build) -> None:
    files = {
        "competitors/rival.md": "---\ntitle: Rival\nvendor: V\n---\n",
        "signals/s.md": "---\ntitle: Cut\ndate: 2026-06-20\ntype: price\nimpact: high\ncompetitor: rival\n---\n",
    }
    result = compiled(files)
    assert len(result.kb.records) == 2, result.findings
    html = pages(result)["trackers/market/index.md"].html
    assert '<button type="button" name="kind">' in html
    assert re.findall(r"<td>(Competitor|Market signal)</td>", html) == [
        "Competitor",
        "Market signal",
    ]


def test_attention_has_all_that_is_urgent_or_dated_once_by_urgency(base: Build) -> None:
    found = [
        (each.path, each.level, each.entry.day.isoformat() if each.entry else None)
        for each in matters(Edition(base, Site()))
    ]
    assert found[0] == ("roadmap/late.md", "act", "2026-06-01")
    assert ("roadmap/late.md", None, "2026-07-15") in found
    assert ("roadmap/fine.md", None, "2026-08-20") in found
    assert ("roadmap/far.md", "watch", "2027-01-01") in found  # nobody owns it
    assert not any(level is None and day and day > "2026-08-31" for _, level, day in found)
    assert len(found) == len(set(found))


def test_attention_can_be_narrowed_by_level_person_kind_and_section(base: Build) -> None:
    html = pages(base)["attention/index.md"].html
    assert re.findall(r'<select name="(\w+)"', html) == [
        "level",
        "owner",
        "kind",
        "section",
        "group",
    ]
    assert '<option value="scheduled">Scheduled</option>' in html
    assert '<option value="li-na">李娜</option>' in html


@pytest.mark.parametrize(
    ("as_of", "last"), [("2026-06-30", "2026-08-31"), ("2025-12-01", "2026-02-28")]
)
def test_calendar_ends_with_the_second_month_after(as_of: str, last: str) -> None:
    assert last_day(date.fromisoformat(as_of)).isoformat() == last


def test_calendar_has_each_day_once_with_what_is_on_it(base: Build) -> None:
    html = pages(base)["calendar/index.md"].html
    days = re.findall(r'<time datetime="(\d{4}-\d\d-\d\d)"><span', html)
    assert len(days) == len(set(days)) == 30 + 31 + 31
    assert days == sorted(days)
    cell = re.search(r'<time datetime="2026-08-20">.*?</td>', html, re.DOTALL)
    assert cell
    assert words(cell[0]) == "Thu, Aug 20 20 Due Fine"
    assert html.count('aria-current="date"') == 1
    assert "7月15日" in pages(base, language="zh")["calendar/index.md"].html


def test_calendar_says_of_each_day_whose_it_is_and_how_urgent(base: Build) -> None:
    html = pages(base)["calendar/index.md"].html
    late = re.search(r'<li class="pmkb-act"([^>]*)>(?:(?!</li>).)*Late', html, re.DOTALL)
    assert late
    assert late[1].split() == [
        *('data-level="act"', 'data-section="product"', 'data-owner="li-na"'),
    ]
    # The task of 15 July belongs to whom it names, and its record is late.
    assert html.count('data-owner="li-na"') == 3


def test_calendar_has_tools_only_where_something_can_be_told_apart(base: Build) -> None:
    html = pages(base)["calendar/index.md"].html
    form = html.partition("<form")[2].partition("</form>")[0]
    assert (form.count("<select"), form.count('<button type="reset"')) == (1, 1)
    assert "<form" not in pages(compiled({}))["calendar/index.md"].html


def test_calendar_tells_what_is_overdue_from_before() -> None:
    html = pages(compiled(FILES, as_of="2026-07-02"))["calendar/index.md"].html
    assert "1 overdue from before" in html


def briefing(day: str, mark: str) -> str:
    return (
        f"---\ntitle: Plan {day}\naudience: rd\ntopics: [fine]\ndate: {day}\n"
        "attendees: [{who: li-na, verdict: agreed}]\n"
        f"signatures: [{{topic: fine, fingerprint: '{mark}', signed: {day}}}]\n---\n"
    )


def test_person_sees_what_they_own_and_what_to_agree_to_again(base: Build) -> None:
    files = {**FILES, "briefings/old.md": briefing("2026-05-01", "title=000000 text=000000")}
    html = pages(compiled(files))["contacts/li-na.md"].html
    assert re.findall(r'pmkb-concern pmkb-(\w+)">', html) == ["act", "good"]
    assert '<a href="../../people/li-na.ics"' in html
    assert "changed since" in html
    now = fingerprint(base.kb.records["roadmap:fine"])
    signed = {**files, "briefings/new.md": briefing("2026-06-01", now)}
    assert "changed since" not in pages(compiled(signed))["contacts/li-na.md"].html


def test_who_has_left_has_no_calendar(base: Build) -> None:
    assert "people/" not in pages(base)["contacts/wang.md"].html


def test_tags_lead_to_their_records_and_back(base: Build) -> None:
    made = pages(base)
    html = made["tags/index.md"].html
    assert re.findall(r'<h2 id="([^"]+)">([^<]+) <', html) == [
        ("tag-迁移", "迁移"),
        ("tag-a-b", "A B"),
        ("tag-a-b-2", "A-B"),
    ]
    assert '<a href="../../tags/#tag-a-b-2">A-B</a>' in made["roadmap/late.md"].html
    assert "tags/index.md" not in pages(compiled({}))


def test_a_text_called_tags_in_a_kind_of_the_teams_own_is_no_list_of_tags() -> None:
    kind = (
        "folder: tools\nlabel: {en: Tool, zh: 工具}\nsection: product\nfields: {tags: {zh: 标签}}\n"
    )
    tools = {f"tools/{name}.md": f"---\ntitle: {name}{more}\n---\n" for name, more in TOOLS.items()}
    made = pages(compiled(FILES | tools, own_kinds={"tool": kind}))
    assert {"tools/bare.md", "tools/named.md"} <= made.keys()
    assert "named" not in words(made["tags/index.md"].html)


TOOLS = {"bare": "", "named": "\ntags: sql shell"}


def test_pages_are_light() -> None:
    for path, page in pages(compiled({})).items():
        assert len(page.html.encode()) < 40_000, path
