"""What stops the fast lane for good: it computed something that the library does not."""


class Disagreement(Exception):
    """The fast lane and the library differ on one element; nothing that the fast lane said is to be relied on."""
