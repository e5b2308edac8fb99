"""How long work is shared out: by a ``map`` that comes in from outside, over cores, a cluster, or none."""

from collections.abc import Callable, Iterable, Iterator
from typing import Any

Spread = Callable[[Callable[[Any], Any], Iterable[Any]], Iterator[Any]]
"""``map``, or one whose jobs other processes and machines do. The answers come in the order of the jobs.

Work and jobs may travel, so a job carries what it is about, and the work what all jobs have in common.
"""


class WorkLost(Exception):
    """Whoever shared the work was gone before it was done: nothing was found out, for or against anything."""
