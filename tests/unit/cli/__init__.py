"""Tests of `pmkb/cli/`."""
