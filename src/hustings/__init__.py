"""Hustings: members choose, re-choose and hold to account those who represent them, on the record."""

__version__ = "0.1.0"
