"""Tests of `pmkb/rules/`."""
