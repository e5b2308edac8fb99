"""The mailbox of a development or demonstration site: every letter kept, none sent; production does not have it."""
