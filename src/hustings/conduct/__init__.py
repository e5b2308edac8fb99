"""The use cases: read, decide, append, notify. The only place that reads the clock."""
