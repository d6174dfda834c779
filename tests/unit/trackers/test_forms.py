"""The checklist's delivery forms at every level."""

from tests.unit.trackers.levels import Case, Levels, each_level, files, rec


def form(name: str, *features: str, **fields: object) -> dict[str, str]:
    """A form on sale, with features that are listed as `ddl:yes`."""
    parts = (each.split(":") for each in features)
    listed = ", ".join(f"{{name: {name}, support: '{has}'}}" for name, has in parts)
    known = {"type": "software", "launched": "2024-01-01", "features": f"[{listed}]"}
    return rec(f"forms/{name}", **(known | fields))


def user(name: str, of: str, value: int) -> dict[str, str]:
    """A customer who uses a form and pays for it."""
    known = {"industry": "finance", "region": "east", "tier": "key", "source": "direct"}
    return files(
        rec(f"customers/{name}", form=of, **known),
        rec(
            f"contracts/of-{name}",
            type="subscription",
            status="signed",
            party=name,
            value=f"{value} CNY",
            signed="2025-12-20",
            start="2026-01-01",
            end="2026-12-31",
        ),
    )


SOFTWARE = form("software", "ddl:yes", "audit:yes")
USED = files(SOFTWARE, user("a", "software", 300), user("b", "software", 300))

CASES: Levels = {
    "forms": {
        "good": Case(
            files(
                USED,
                form("cloud", "ddl:yes", "audit:partial", type="public-cloud"),
                user("c", "cloud", 200),
                form("box", type="appliance", status="planned"),
            ),
            "2 on sale, 1 planned, 0 ended but used; ARR (customers): software 75% (2), public cloud 25% (1); least parity: cloud 75%",
            "2 种在售，1 种计划中，0 种已停售仍在用；ARR 占比（客户数）：软件 75%（2）、公有云 25%（1）；特性最少：cloud 75%",
            "form:cloud form:software form:box",
        ),
        "watch": Case(
            files(USED, form("oem", "ddl:yes", "audit:no", type="oem")),
            "2 on sale, 0 planned, 0 ended but used; ARR (customers): software 100% (2), OEM 0% (0); least parity: oem 50%",
            "2 种在售，0 种计划中，0 种已停售仍在用；ARR 占比（客户数）：软件 100%（2）、OEM 0%（0）；特性最少：oem 50%",
            "form:oem form:software",
        ),
        "act": Case(
            files(
                USED,
                form("box", "ddl:yes", type="appliance", end_of_sale="2026-06-29"),
                user("c", "box", 200),
            ),
            "1 on sale, 0 planned, 1 ended but used; ARR (customers): software 75% (2); least parity: software 100%",
            "1 种在售，0 种计划中，1 种已停售仍在用；ARR 占比（客户数）：软件 75%（2）；特性最少：software 100%",
            "form:box form:software",
        ),
        # Nobody uses it, and nothing is said of it.
        "unknown": Case(
            form("software"),
            "no form with customers or features",
            "没有带客户或特性的形态",
            "form:software",
        ),
    },
}

test_level = each_level(CASES)
