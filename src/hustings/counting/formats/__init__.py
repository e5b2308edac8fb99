"""Files of papers, read as they are: what cannot be read is refused by line and column, never guessed."""
