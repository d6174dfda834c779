"""The checklist's links and people at every level."""

from pmkb.trackers import TRACKERS
from tests.knowledge import compiled
from tests.unit.trackers.levels import Case, Levels, each_level, files, headline, rec

KINDS = ("website", "download", "documentation", "community")


def link(name: str, checked: str = "2026-06-01", **fields: object) -> dict[str, str]:
    known = {"url": "https://www.example.com", "category": name}
    return rec(f"links/{name}", checked=checked, **(known | fields))


ALL = files(*map(link, KINDS))


def person(name: str, role: str = "R", **fields: object) -> dict[str, str]:
    return rec(f"contacts/{name}", role=role, team="rd", **fields)


PRODUCT = {
    "product.md": "---\ntitle: P\ngoal: G\nstage: growth\nroles: [Architect, Tester]\n---\n",
}
TWO = files(
    PRODUCT,
    person("li", "Architect", backup="wu", responsible_for="[DDL]"),
    person("wu", "Tester"),
)

CASES: Levels = {
    "links": {
        "good": Case(
            ALL,
            "4 links, 0 broken, 0 unchecked for 180 days; 4 of 4 kinds for a launch",
            "4 个链接，0 个打不开，0 个超过 180 天未检查；发布必备 4 类已有 4 类",
            "link:community link:documentation link:download link:website",
        ),
        "watch": Case(
            files(ALL, link("internal", "2025-12-01")),
            "5 links, 0 broken, 1 unchecked for 180 days; 4 of 4 kinds for a launch",
            "5 个链接，0 个打不开，1 个超过 180 天未检查；发布必备 4 类已有 4 类",
            "link:internal link:community link:documentation link:download link:website",
        ),
        "act": Case(
            files(ALL, link("download", works="false"), link("market", "2025-12-01")),
            "5 links, 1 broken, 1 unchecked for 180 days; 4 of 4 kinds for a launch",
            "5 个链接，1 个打不开，1 个超过 180 天未检查；发布必备 4 类已有 4 类",
            "link:download link:market link:community link:documentation link:website",
        ),
        "unknown": Case(
            files(*(link(name, "2025-12-01") for name in KINDS)),
            "4 links, 0 broken, 4 unchecked for 180 days; 4 of 4 kinds for a launch",
            "4 个链接，0 个打不开，4 个超过 180 天未检查；发布必备 4 类已有 4 类",
            "link:community link:documentation link:download link:website",
        ),
    },
    "contacts": {
        "good": Case(
            TWO,
            "2 people, 0 of 2 roles vacant; 0 left and still own something, 0 without a stand-in",
            "2 人，2 个角色 0 个空缺；0 人已离职仍有归属事项，0 人无备份",
            "contact:li contact:wu",
        ),
        "watch": Case(
            files(PRODUCT, person("li", "Architect", responsible_for="[DDL]")),
            "1 person, 1 of 2 roles vacant; 0 left and still own something, 1 without a stand-in",
            "1 人，2 个角色 1 个空缺；0 人已离职仍有归属事项，1 人无备份",
            "contact:li product:product",
        ),
        "act": Case(
            files(
                TWO,
                person("gone", left="2026-05-31"),
                rec("risks/r", status="open", probability=1, impact=1, owner="gone"),
            ),
            "2 people, 0 of 2 roles vacant; 1 left and still owns something, 0 without a stand-in",
            "2 人，2 个角色 0 个空缺；1 人已离职仍有归属事项，0 人无备份",
            "contact:gone contact:li contact:wu",
        ),
        "unknown": Case(
            person("gone", left="2026-05-31"),
            "nobody is recorded who has not left",
            "没有在职的联系人",
            "contact:gone",
        ),
    },
}

test_level = each_level(CASES)


def test_launch_without_its_download_page_is_act_and_says_so() -> None:
    found = TRACKERS["links"].track(compiled(files(link("website"), link("community"))).kb)
    assert found.level == "act"
    assert headline(found, "en").endswith(
        "2 of 4 kinds for a launch; missing: download, documentation"
    )
    assert headline(found, "zh").endswith("发布必备 4 类已有 2 类；缺下载、文档")
