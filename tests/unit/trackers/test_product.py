"""The checklist's product section, line by line, at every level."""

from tests.unit.trackers.levels import Case, Levels, each_level, files, rec


def requirement(name: str, kano: str | None = None, **fields: object) -> dict[str, str]:
    declared = {"kano": kano} if kano else {}
    return rec(f"requirements/{name}", **({"status": "new"} | declared | fields))


def survey(counts: str, year: int = 2026) -> dict[str, str]:
    days = {"start": f"{year}-03-01", "end": f"{year}-03-31"}
    return rec("surveys/h1", method="kano", counts=f"[{counts}]", **days)


CASES: Levels = {
    "kano": {
        "good": Case(
            files(
                requirement("ddl", "must-be"),
                requirement("audit"),
                survey("{requirement: ddl, M: 34, O: 12, A: 6}, {requirement: audit, O: 30, A: 4}"),
            ),
            "2 of 2 open requirements surveyed; 1 M, 1 O; 0 unclear, 0 against what is declared; best with “audit” (1.00), worst without “ddl” (-0.88)",
            "2 条开放需求调研了 2 条；M 1、O 1；0 条不清晰，0 条与声明矛盾；有“audit”最满意（Better 1.00），缺“ddl”最不满（Worse -0.88）",
            "requirement:audit requirement:ddl",
        ),
        "watch": Case(
            files(
                requirement("ddl", "must-be"),
                requirement("audit", "attractive"),
                requirement("masking", "attractive"),
                survey("{requirement: ddl, M: 9, O: 3}, {requirement: audit, O: 16, A: 15}"),
            ),
            "2 of 3 open requirements surveyed; 1 M, 1 O; 2 unclear, 1 against what is declared; best with “audit” (1.00), worst without “ddl” (-1.00)",
            "3 条开放需求调研了 2 条；M 1、O 1；2 条不清晰，1 条与声明矛盾；有“audit”最满意（Better 1.00），缺“ddl”最不满（Worse -1.00）",
            "requirement:audit requirement:ddl requirement:masking",
        ),
        "act": Case(
            files(
                requirement("ddl", "attractive"), survey("{requirement: ddl, M: 34, O: 12, A: 6}")
            ),
            "1 of 1 open requirements surveyed; 1 M; 0 unclear, 1 against what is declared; best with “ddl” (0.35), worst without “ddl” (-0.88)",
            "1 条开放需求调研了 1 条；M 1；0 条不清晰，1 条与声明矛盾；有“ddl”最满意（Better 0.35），缺“ddl”最不满（Worse -0.88）",
            "requirement:ddl",
        ),
        "unknown": Case(
            files(requirement("ddl", "must-be"), survey("{requirement: ddl, M: 34, O: 12}", 2025)),
            "no survey within a year",
            "一年内没有调研",
            "requirement:ddl",
        ),
    },
}

test_level = each_level(CASES)
