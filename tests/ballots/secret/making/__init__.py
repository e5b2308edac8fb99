"""Whole elections for tests, made with fixed coins."""
