"""The pages on which persons sign: one statement, word for word, with a key of their own."""
