"""Tags of the tellers' pages."""
