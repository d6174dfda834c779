"""Tests of `pmkb/kinds/`."""
