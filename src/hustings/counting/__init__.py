"""How papers become a result: one module for each counting law, over exact verbs."""
