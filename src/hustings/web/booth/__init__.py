"""The voter's booth as the site serves it: static and the same for everybody, and what it asks about one contest."""
