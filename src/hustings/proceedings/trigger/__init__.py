"""Deciding returns: what the units' answers add up to, whether that is certain, and what could still change it."""
