"""The towns of the letters' tests, also for a member's pages."""

from tests.conduct.conftest import build, opened, trigger

__all__ = ["build", "opened", "trigger"]
