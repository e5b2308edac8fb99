"""The site is safe unless somebody says that it is for development; its database keeps what it promises."""

import os
import stat
import subprocess
import sys
from pathlib import Path

import pytest
from django.db import connection

from hustings.web.databases import postgresql
from hustings.web.secret import secret_key


def in_production(tmp_path: Path, expression: str, **environment: str) -> str:
    """What ``expression`` gives in a process that runs as a production site does."""
    code = f"import django; django.setup()\nfrom django.conf import settings\nprint({expression})"
    clean = {k: v for k, v in os.environ.items() if not k.startswith("HUSTINGS_")}
    clean |= {"HUSTINGS_DATA": str(tmp_path), "DJANGO_SETTINGS_MODULE": "hustings.web.settings"}
    command = [sys.executable, "-c", code]
    return subprocess.run(
        command, env=clean | environment, capture_output=True, text=True, check=True
    ).stdout.strip()


def test_production_is_the_default(tmp_path: Path) -> None:
    names = ("DEBUG", "SESSION_COOKIE_SECURE", "CSRF_COOKIE_SECURE", "SECURE_SSL_REDIRECT")
    seen = in_production(tmp_path, f"[getattr(settings, n) for n in {names}]")
    assert seen == "[False, True, True, True]"


def test_a_production_site_has_no_mailbox_and_no_style_page(tmp_path: Path) -> None:
    walk = (
        "[p for p in ('/mailbox/', '/style/') if __import__('django.urls').urls.is_valid_path(p)]"
    )
    assert in_production(tmp_path, walk) == "[]"


def test_a_production_site_cannot_keep_letters_instead_of_sending_them(tmp_path: Path) -> None:
    made = "__import__('hustings.web.mailbox.backend', fromlist=['x']).Mailbox()"
    with pytest.raises(subprocess.CalledProcessError) as failed:
        in_production(tmp_path, made)
    assert "set a mail server" in failed.value.stderr


def test_an_accent_that_cannot_be_read_stops_the_site(tmp_path: Path) -> None:
    check = "__import__('django.core.checks', fromlist=['x']).run_checks()"
    seen = in_production(tmp_path, check, HUSTINGS_ACCENT="#ffee00")
    assert "hustings.E001" in seen


def test_the_secret_key_is_made_once_and_readable_by_its_owner_only(tmp_path: Path) -> None:
    folder = tmp_path / "new"
    first = secret_key(folder)
    assert len(first) > 50
    assert secret_key(folder) == first
    assert stat.S_IMODE((folder / "secret-key").stat().st_mode) == 0o600
    assert [file.name for file in folder.iterdir()] == ["secret-key"]


def test_two_sites_have_two_keys(tmp_path: Path) -> None:
    assert secret_key(tmp_path / "one") != secret_key(tmp_path / "two")


@pytest.mark.parametrize(
    ("pragma", "value"),
    [
        ("journal_mode", "wal"),
        ("synchronous", 2),
        ("recursive_triggers", 1),
        ("foreign_keys", 1),
        ("busy_timeout", 20000),
    ],
)
def test_sqlite_keeps_what_it_acknowledged(db: None, pragma: str, value: object) -> None:
    if connection.vendor != "sqlite":
        assert connection.settings_dict["ENGINE"].endswith("postgresql")
        return
    with connection.cursor() as cursor:
        cursor.execute(f"PRAGMA {pragma}")
        assert cursor.fetchone()[0] == value


def test_a_postgresql_address_is_read_in_all_its_parts() -> None:
    read = postgresql("postgresql://name:p%40ss@db.example.org:5433/vote?sslmode=require")
    assert (read["USER"], read["PASSWORD"], read["HOST"]) == ("name", "p@ss", "db.example.org")
    assert (read["PORT"], read["NAME"], read["OPTIONS"]) == ("5433", "vote", {"sslmode": "require"})


def test_a_postgresql_address_may_name_the_folder_of_a_socket() -> None:
    read = postgresql("postgresql://name@/vote?host=/run/postgresql")
    assert (read["HOST"], read["NAME"]) == ("/run/postgresql", "vote")


@pytest.mark.parametrize("url", ["mysql://localhost/vote", "postgresql://localhost", "vote"])
def test_any_other_address_is_refused_with_an_example(url: str) -> None:
    with pytest.raises(ValueError, match="postgresql://hustings:password@localhost"):
        postgresql(url)
