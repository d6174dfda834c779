"""The checklist: one function for each thing a product manager keeps in mind, none of them listed
anywhere else.
"""

from importlib import import_module
from pkgutil import iter_modules

from pmkb.graph import KnowledgeBase
from pmkb.trackers.tracker import (
    TRACKERS,
    Change,
    Figure,
    Headline,
    Points,
    Reading,
    Share,
    Tracker,
    Tracking,
    Trend,
    Words,
    say,
    tracker,
)

__all__ = [
    "TRACKERS",
    "Change",
    "Figure",
    "Headline",
    "Points",
    "Reading",
    "Share",
    "Tracker",
    "Tracking",
    "Trend",
    "Words",
    "say",
    "track",
    "tracker",
]

for _module in iter_modules(__path__):
    import_module(f"{__name__}.{_module.name}")


def track(kb: KnowledgeBase) -> dict[str, Tracking]:
    """What every tracker finds as of the knowledge base's day, in the checklist's order."""
    ordered = sorted(TRACKERS.values(), key=lambda each: each.number)
    return {each.name: each.track(kb) for each in ordered}
