"""Small bases with facts for the tests of metrics."""

from collections.abc import Mapping
from textwrap import indent

from pmkb.build import Build
from pmkb.metrics.report import MetricReport, report
from tests.knowledge import compiled

COLUMNS = {
    "month": "{name: month, type: period}",
    "quarter": "{name: quarter, type: period}",
    "day": "{name: day, type: date}",
    "issued": "{name: issued, type: date}",
    "region": "{name: region, type: text}",
    "product": "{name: product, type: text}",
    "customer": "{name: customer, type: text, refers_to: customer}",
    "user": "{name: user, type: text}",
    "paid": "{name: paid, type: boolean}",
    "amount": "{name: amount, type: decimal, unit: CNY}",
    "foreign": "{name: foreign, type: decimal, unit: currency}",
    "dollars": "{name: dollars, type: decimal, unit: USD}",
    "currency": "{name: currency, type: text}",
    "count": "{name: count, type: integer}",
}


def dataset(csv: str, *, grain: str = "month", extra: str = "") -> dict[str, str]:
    """A dataset `facts` whose columns are those of the CSV's first line."""
    names = csv.strip().split("\n")[0].split(",")
    columns = "\n".join(f"  - {COLUMNS[name.strip()]}" for name in names)
    head = f"title: Facts\npath: datasets/facts.csv\ngrain: {grain}\ncolumns:\n{columns}"
    text = "\n".join(line.strip() for line in csv.strip().split("\n")) + "\n"
    return {
        "datasets/facts.md": f"---\n{head}\n{extra}---\n",
        "datasets/facts.csv": text,
    }


def metric(name: str = "m", **fields: object) -> dict[str, str]:
    """A metric over `facts`: a sum of `amount` as a flow, unless fields say otherwise."""
    known: dict[str, object] = {
        "title": name,
        "type": "simple",
        "measures": "flow",
        **({} if fields.get("type") in ("ratio", "derived") else {"dataset": "facts"}),
        **({} if fields.get("type") in ("ratio", "derived") else {"value": "amount"}),
    }
    lines = "\n".join(f"{key}: {value}" for key, value in (known | fields).items())
    return {f"metrics/{name}.md": f"---\n{lines}\n---\n"}


def base(*files: Mapping[str, str], as_of: str = "2026-06-30", **options: str) -> Build:
    """The compiled base of some files."""
    every = {path: text for each in files for path, text in each.items()}
    return compiled(every, as_of=as_of, **options)  # type: ignore[arg-type]


def reported(*files: Mapping[str, str], name: str = "m", **options: str) -> MetricReport:
    """The report of one metric."""
    return report(base(*files, **options).kb).metrics[name]


def by_month(values: Mapping[str, object], column: str = "amount") -> str:
    """A CSV with one value for each month."""
    return f"month,{column}\n" + indent("\n".join(f"{m},{v}" for m, v in values.items()), "")
