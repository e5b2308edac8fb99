"""A PostgreSQL of the tests' own: made in a temporary folder, on a free port, gone afterwards.

``python -m tests.postgresql COMMAND…`` runs a command with its address in HUSTINGS_DATABASE_URL.
"""

import os
import pwd
import re
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

import psycopg

OLDEST = 15
STARTS_WITHIN = 60.0
UNPRIVILEGED = ("postgres", "nobody")


def programs() -> Path | None:
    """The folder of the newest PostgreSQL server on this machine that is new enough, if there is one."""
    on_path = shutil.which("postgres")
    folders = [Path(on_path).resolve().parent] if on_path else []
    folders += Path("/usr/lib/postgresql").glob("*/bin")
    found = [(_major(folder), folder) for folder in folders if (folder / "initdb").exists()]
    return max((pair for pair in found if pair[0] >= OLDEST), default=(0, None))[1]


def _major(folder: Path) -> int:
    server = folder / "postgres"
    if not server.exists():
        return 0
    words = subprocess.run([server, "--version"], capture_output=True, text=True, check=True).stdout
    match = re.search(r"\d+", words)
    return int(match[0]) if match else 0


def _account() -> str | None:
    """Whom to run the server as: PostgreSQL refuses to run as root, and nobody else may switch."""
    if os.geteuid() != 0:
        return None
    known = {entry.pw_name for entry in pwd.getpwall()}
    return next(name for name in UNPRIVILEGED if name in known)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def _make_cluster(folder: Path, server: Path, account: str | None) -> None:
    """Make an empty cluster in which ``hustings`` owns everything; it listens to this machine only."""
    if account:
        owner = pwd.getpwnam(account)
        os.chown(folder, owner.pw_uid, owner.pw_gid)
    subprocess.run(
        [server / "initdb", "--pgdata", folder / "cluster", "--username", "hustings", "--no-sync"]
        + ["--auth", "trust", "--encoding", "UTF8", "--locale", "C.UTF-8"],
        user=account,
        cwd=folder,
        check=True,
        stdout=subprocess.DEVNULL,
    )


def _wait_until_it_answers(url: str, process: "subprocess.Popen[bytes]", log: Path) -> None:
    deadline = time.monotonic() + STARTS_WITHIN
    while True:
        try:
            psycopg.connect(url, connect_timeout=2).close()
        except psycopg.OperationalError:
            if process.poll() is not None or time.monotonic() > deadline:
                raise RuntimeError(f"PostgreSQL did not start: {log.read_text()}") from None
            time.sleep(0.1)
        else:
            return


@contextmanager
def running(*, fsync: bool = False) -> Iterator[str]:
    """Start a PostgreSQL, give its address, and stop and delete it at the end.

    Tests kill processes and never the machine, so they do not wait for the disk; ``fsync`` does.
    """
    server = programs()
    if server is None:
        raise RuntimeError(f"no PostgreSQL server of version {OLDEST} or later on this machine")
    account, port = _account(), _free_port()
    folder = Path(tempfile.mkdtemp(prefix="hustings-postgresql-"))
    try:
        _make_cluster(folder, server, account)
        log = folder / "log"
        with log.open("wb") as output:
            process = subprocess.Popen(
                [server / "postgres", "-D", folder / "cluster", "-p", str(port)]
                + ["-c", f"fsync={'on' if fsync else 'off'}"]
                + ["-c", "listen_addresses=127.0.0.1", "-c", "unix_socket_directories="],
                user=account,
                cwd=folder,
                stdout=output,
                stderr=output,
            )
        try:
            url = f"postgresql://hustings@127.0.0.1:{port}/postgres"
            _wait_until_it_answers(url, process, log)
            yield url
        finally:
            process.send_signal(signal.SIGINT)  # a fast shutdown: it does not wait for clients
            process.wait()
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def environment(url: str) -> Mapping[str, str]:
    """The environment in which the site keeps everything in the PostgreSQL at ``url``."""
    return {**os.environ, "HUSTINGS_DATABASE_URL": url}


def main(command: list[str]) -> int:
    """Run ``command`` on a PostgreSQL of its own and give its exit status."""
    if programs() is None:
        sys.stderr.write(
            f"No PostgreSQL server of version {OLDEST} or later: install `postgresql`.\n"
        )
        return 2
    with running() as url:
        return subprocess.run(command, env=environment(url), check=False).returncode


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
