"""Tests of `pmkb/emit/`."""
