"""What every test stands on: fixed coins, a folder of the run's own, and honesty about what was not run."""

import os
import shutil
import tempfile
from collections import defaultdict
from collections.abc import Generator, Iterator
from pathlib import Path
from typing import Any

import django
import pytest
from hypothesis import settings

from tests import node
from tests import postgresql as server
from tests.triggers import triggers_lifted

REQUIRE_ALL = os.environ.get("HUSTINGS_REQUIRE_ALL") == "1"
"""Set by ``.ci/run``: whatever is not run counts as failed."""

SHARED = Path(os.environ.get("HUSTINGS_SHARED", "../shared")) / "data"
DATABASE_FOLDERS = frozenset(("api", "conduct", "journeys", "store", "web"))
"""Where ``make test-postgres`` looks for tests; it does not read the ten thousand others."""
OPENS_THE_DATABASE = frozenset(("db", "transactional_db", "django_db_setup", "live_server"))
"""Fixtures without one of which pytest-django lets no test at the database."""
LEFT_OUT = pytest.StashKey[set[str]]()
"""Tests on data that no clone and no Debian package has: left out, and named, where they are not there."""

settings.register_profile("ci", derandomize=True, deadline=None, database=None, print_blob=True)
settings.register_profile("soak", max_examples=5000, deadline=None, print_blob=True)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "ci"))

if "PYTEST_XDIST_WORKER" not in os.environ:
    _run = tempfile.TemporaryDirectory(prefix="hustings-tests-")
    os.environ["HUSTINGS_DATA"] = _run.name
os.environ["HUSTINGS_DEVELOPMENT"] = "1"
os.environ["DJANGO_SETTINGS_MODULE"] = "hustings.web.settings"
django.setup()
if "PYTEST_XDIST_WORKER" in os.environ:
    # each process of a run has keys of its own, or one would found its union over the other's;
    # the settings have been read by now, with the folder that all processes share
    from django.conf import settings as _site

    _site.DATA = Path(_site.DATA, os.environ["PYTEST_XDIST_WORKER"])
    _site.HUSTINGS_LOG_KEYS = _site.DATA / "log-keys"


def _found(program: str) -> bool:
    match program:
        case "postgresql":
            return server.programs() is not None
        case "chromium" | "belenios-tool":
            return shutil.which(program) is not None
        case "node":
            return node.folder() is not None
        case _:
            raise ValueError(f"tests know no program {program!r}")


def pytest_runtest_setup(item: pytest.Item) -> None:
    """Leave out a test whose Debian program is not on this machine."""
    for marker in item.iter_markers("needs"):
        for program in marker.args:
            if not _found(program):
                pytest.skip(f"needs {program}, which is not on this machine")


def pytest_addoption(parser: pytest.Parser) -> None:
    """Offer the choice of the tests to which another database makes a difference."""
    told = "only tests that may touch the database; to all others pytest-django refuses it"
    parser.addoption("--only-database", action="store_true", help=told)


def _may_touch_the_database(item: pytest.Item) -> bool:
    fixtures = set(getattr(item, "fixturenames", ()))
    return item.get_closest_marker("django_db") is not None or bool(fixtures & OPENS_THE_DATABASE)


def _is_stray(item: pytest.Item) -> bool:
    tests = Path(__file__).parent
    if not item.path.is_relative_to(tests) or not _may_touch_the_database(item):
        return False
    return item.path.relative_to(tests).parts[0] not in DATABASE_FOLDERS


def pytest_configure(config: pytest.Config) -> None:
    """Begin with nothing left out."""
    config.stash[LEFT_OUT] = set()


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Where everything else has to run, leave out the tests on published data that are not there."""
    stray = [item.nodeid for item in items if _is_stray(item)]
    if stray:
        raise pytest.UsageError(f"they may touch the database outside of DATABASE_FOLDERS: {stray}")
    if config.getoption("--only-database"):
        others = [item for item in items if not _may_touch_the_database(item)]
        config.hook.pytest_deselected(items=others)
        items[:] = [item for item in items if item not in set(others)]
    if not REQUIRE_ALL or SHARED.is_dir():
        return
    without = [item for item in items if "shared_data" in getattr(item, "fixturenames", ())]
    config.stash[LEFT_OUT] |= {item.nodeid for item in without}
    config.hook.pytest_deselected(items=without)
    items[:] = [item for item in items if item not in without]


def pytest_sessionfinish(session: pytest.Session) -> None:
    """Tell the process that started this one what was left out."""
    if hasattr(session.config, "workeroutput"):
        session.config.workeroutput["left_out"] = sorted(session.config.stash[LEFT_OUT])


@pytest.hookimpl(optionalhook=True)
def pytest_testnodedown(node: Any) -> None:
    """Hear from each process what it left out."""
    node.config.stash[LEFT_OUT] |= set(getattr(node, "workeroutput", {}).get("left_out", ()))


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item, call: "pytest.CallInfo[None]"
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Turn a test that was not run into a failure where everything has to run."""
    report = yield
    if REQUIRE_ALL and report.skipped:
        report.outcome = "failed"
        report.longrepr = f"{item.nodeid} was not run: {_reason(report)}"
    return report


@pytest.hookimpl(wrapper=True)
def pytest_make_collect_report(
    collector: pytest.Collector,
) -> Generator[None, pytest.CollectReport, pytest.CollectReport]:
    """Turn a module that was not read into a failure where everything has to run."""
    report = yield
    if REQUIRE_ALL and report.skipped:
        report.outcome = "failed"
        report.longrepr = f"{collector.nodeid} was not read: {_reason(report)}"
    return report


def _reason(report: pytest.TestReport | pytest.CollectReport) -> str:
    told = report.longrepr
    return str(told[2]).removeprefix("Skipped: ") if isinstance(told, tuple) else str(told)


def pytest_terminal_summary(
    terminalreporter: pytest.TerminalReporter, config: pytest.Config
) -> None:
    """Count and name, in the last lines of the run, what was not run, and why."""
    not_run = defaultdict(list)
    for report in terminalreporter.stats.get("skipped", []):
        not_run[_reason(report)].append(report.nodeid)
    if config.stash[LEFT_OUT]:
        not_run["needs the published data beside the project"] = sorted(config.stash[LEFT_OUT])
    for reason, names in not_run.items():
        terminalreporter.write_line(f"NOT RUN: {len(names)} ({reason})", yellow=True)
        for name in names:
            terminalreporter.write_line(f"  {name}")


@pytest.fixture(scope="session")
def postgresql() -> Iterator[str]:
    """The address of a PostgreSQL of this run's own; mark the test ``needs("postgresql")``."""
    with server.running() as url:
        yield url


@pytest.fixture(scope="session")
def django_db_modify_db_settings(
    django_db_modify_db_settings_parallel_suffix: None,
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    """Keep SQLite's test database in a file: only there do threads wait for each other as on the site."""
    from django.conf import settings as site

    database = site.DATABASES["default"]
    if database["ENGINE"].endswith("sqlite3"):
        place = tmp_path_factory.mktemp("database") / "test.sqlite3"
        database.setdefault("TEST", {})["NAME"] = str(place)


@pytest.fixture(autouse=True, scope="session")
def _tests_may_empty_the_record() -> Iterator[None]:
    """Lift the triggers while a test that used threads or a live server has its tables emptied after it."""
    from django.test import TransactionTestCase

    empty = TransactionTestCase._fixture_teardown

    def lift_and_empty(case: TransactionTestCase) -> None:
        with triggers_lifted():
            empty(case)

    TransactionTestCase._fixture_teardown = lift_and_empty
    yield
    TransactionTestCase._fixture_teardown = empty


@pytest.fixture(scope="session")
def shared_data() -> Path:
    """The published data beside the project (``HUSTINGS_SHARED``); a clone alone does without them."""
    if not SHARED.is_dir():
        pytest.skip("needs the published data beside the project (HUSTINGS_SHARED)")
    return SHARED
