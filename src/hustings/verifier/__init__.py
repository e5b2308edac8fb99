"""Repeats every check on a bundle, offline, with no framework."""
