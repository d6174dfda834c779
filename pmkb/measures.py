"""What is known of a record from facts: values by day, and figures by name.

Kinds take measured values from here without knowing how they are computed: `pmkb.metrics` does, and
`build` gives it to the knowledge base.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple


class Measured(NamedTuple):
    """The value of a metric on a day: the last one of its period, or of the facts within it."""

    day: date
    value: float


@dataclass(frozen=True)
class Measures:
    """Everything that facts say about one record."""

    values: tuple[Measured, ...] = ()
    """The known values of a metric in the order of their days, none after the base's day."""
    figures: Mapping[str, object] = field(default_factory=dict)
    """Computed values by name, such as a dataset's `rows` or a funnel's `weakest_step`."""


NOTHING = Measures()
