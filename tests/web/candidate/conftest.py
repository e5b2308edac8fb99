"""The towns of the letters' tests, also for the representative's and applicants' pages."""

from tests.conduct.conftest import build, opened, trigger

__all__ = ["build", "opened", "trigger"]
