"""What a valid ballot is; the place where secret ballots will live."""
