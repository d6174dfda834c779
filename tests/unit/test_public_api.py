"""The public names of the package: importable, documented, each of one home."""

import importlib
import inspect
import re

import pytest

import pmkb

NAMES = pytest.mark.parametrize("name", pmkb.__all__)


@NAMES
def test_public_name_can_be_imported_and_is_documented(name: str) -> None:
    thing = getattr(pmkb, name)
    assert inspect.isclass(thing) or inspect.isfunction(thing)
    assert (inspect.getdoc(thing) or "").partition("\n")[0].endswith((".", ":"))
    assert thing.__name__ == name


@NAMES
def test_public_name_is_the_thing_in_its_home(name: str) -> None:
    thing = getattr(pmkb, name)
    assert getattr(importlib.import_module(thing.__module__), name) is thing
    assert thing.__module__.startswith("pmkb.")


def test_public_names_are_unique_and_in_order() -> None:
    assert sorted(set(pmkb.__all__)) == pmkb.__all__
    assert not any(name.startswith("_") for name in pmkb.__all__)


def test_star_import_gives_all_and_only_them() -> None:
    scope: dict[str, object] = {}
    exec("from pmkb import *", scope)  # noqa: S102
    assert scope.keys() - {"__builtins__"} == set(pmkb.__all__)


def test_unknown_name_is_an_attribute_error() -> None:
    with pytest.raises(AttributeError, match="nonsense"):
        pmkb.nonsense  # noqa: B018
    assert not hasattr(pmkb, "Nonsense")


def test_tour_of_the_package_names_what_exists() -> None:
    doc = pmkb.__doc__ or ""
    for module, name in re.findall(r"from pmkb\.(\w+) import ([\w, ]+)", doc):
        for each in name.split(", "):
            assert hasattr(importlib.import_module(f"pmkb.{module}"), each)
    for dotted in re.findall(r"\b(\w+\.\w+) ▶", doc):
        owner, _, attribute = dotted.partition(".")
        home = getattr(pmkb, owner, None) or importlib.import_module(f"pmkb.{owner}")
        assert hasattr(home, attribute), dotted
