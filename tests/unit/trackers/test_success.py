"""The checklist's success criteria at every level."""

from tests.unit.trackers.levels import Case, Levels, each_level, files, rec


def criterion(name: str, area: str, met: bool | None, day: str = "2026-06-01") -> dict[str, str]:
    said = "" if met is None else f"{{date: {day}, met: {str(met).lower()}}}"
    return rec(f"criteria/{name}", area=area, statement="S", assessments=f"[{said}]")


CASES: Levels = {
    "success-criteria": {
        "good": Case(
            files(criterion("a", "product", True), criterion("b", "revenue", True)),
            "2 of 2 criteria met, 0 not assessed; product 1/1, revenue 1/1",
            "2 条标准满足 2 条，0 条未评估；产品 1/1、营收 1/1",
            "criterion:a criterion:b",
        ),
        "watch": Case(
            files(
                criterion("a", "product", True),
                criterion("b", "product", False),
                criterion("c", "revenue", None),
            ),
            "1 of 3 criteria met, 1 not assessed; product 1/2, revenue 0/1",
            "3 条标准满足 1 条，1 条未评估；产品 1/2、营收 0/1",
            "criterion:c criterion:b criterion:a",
        ),
        "act": Case(
            files(criterion("a", "product", True), criterion("b", "channel", False)),
            "1 of 2 criteria met, 0 not assessed; product 1/1, channel 0/1",
            "2 条标准满足 1 条，0 条未评估；产品 1/1、渠道 0/1",
            "criterion:b criterion:a",
        ),
        # What was found half a year ago says nothing of now.
        "unknown": Case(
            files(criterion("a", "product", True, "2025-12-01"), criterion("b", "channel", None)),
            "0 of 2 criteria met, 2 not assessed; product 0/1, channel 0/1",
            "2 条标准满足 0 条，2 条未评估；产品 0/1、渠道 0/1",
            "criterion:a criterion:b",
        ),
    },
}

test_level = each_level(CASES)
