"""Dates and deadlines, worked out from a rulebook, an opening and a frozen calendar."""
