"""Whom to ask and where to look."""
