"""The record as JSON, for programs: what anybody may read, and nothing that changes anything."""
