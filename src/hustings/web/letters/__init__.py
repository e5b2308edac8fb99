"""Letters and notices: one text, as an accessible PDF and as an e-mail that says exactly the same."""
