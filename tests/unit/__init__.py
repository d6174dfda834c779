"""Tests of single modules; the files mirror `pmkb/`."""
