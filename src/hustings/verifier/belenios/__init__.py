"""Anybody's Belenios election, checked from its archive alone: a chain, a state machine, and every proof."""
