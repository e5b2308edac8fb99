"""What an organisation's rules say: one folder for each body and version, and the loader that reads it."""
