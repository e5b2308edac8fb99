"""Secret ballots by the Belenios protocol (crypto v1): encrypted, proved, tallied, and never opened one by one."""
