"""Every date and deadline, worked out from a rulebook, with the rule behind it."""
