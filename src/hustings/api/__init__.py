"""The record as JSON, for programs."""
