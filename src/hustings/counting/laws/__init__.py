"""The counting laws: one module and its clauses for each; they never import one another."""
