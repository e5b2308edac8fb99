"""What a booth asks and hands in about one contest; the booth itself is served by ``web.base.booth``."""
