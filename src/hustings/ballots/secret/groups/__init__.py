"""The three groups of prime order in which ballots are encrypted, behind one interface."""
