"""Parsers fed with bytes nobody wrote: each reads them or turns them back by line and column, and nothing else."""
