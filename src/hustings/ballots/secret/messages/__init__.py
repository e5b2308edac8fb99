"""Every message of Belenios crypto v1 as a frozen value, read from and written to its one canonical JSON."""
