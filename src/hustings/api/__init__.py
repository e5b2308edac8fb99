"""The record as JSON, for programs: what anybody may read, and where an outside witness cosigns."""
