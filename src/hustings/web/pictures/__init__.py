"""Pictures as SVG text, each with the table that says the same; no framework, no styles of their own."""
