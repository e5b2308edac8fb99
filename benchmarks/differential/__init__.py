"""Our counts beside those of independent counters, on the same papers, law and reading: ``make rivals``."""
