"""``hustings bounces`` reads a mailbox or standard input and says what it did."""

import os
import subprocess
import sys
from pathlib import Path

PREPARE = (
    "import os; os.environ['DJANGO_SETTINGS_MODULE'] = 'hustings.web.settings'\n"
    "from hustings.cli.serve import prepare; prepare(quiet=True)\n"
)


def test_a_mailbox_is_read_from_a_file_or_standard_input(tmp_path: Path) -> None:
    clean = {name: v for name, v in os.environ.items() if not name.startswith("HUSTINGS_")}
    known = clean | {"HUSTINGS_DATA": str(tmp_path), "HUSTINGS_DEVELOPMENT": "1"}
    subprocess.run([sys.executable, "-c", PREPARE], check=True, env=known)
    program = str(Path(sys.executable).with_name("hustings"))
    (tmp_path / "box").write_bytes(b"From a\nSubject: x\n\nhello\n\nFrom b\nSubject: y\n\nyes\n")
    file = [program, "bounces", str(tmp_path / "box")]
    read = subprocess.run(file, check=True, env=known, capture_output=True, text=True)
    assert "Messages read: 2. Letters newly marked as not served: 0." in read.stdout
    piped = subprocess.run(
        [program, "bounces"], check=True, env=known, capture_output=True, input=b"\x00\xff"
    )
    assert b"Messages read: 1." in piped.stdout
    gone = [program, "bounces", str(tmp_path / "gone")]
    refused = subprocess.run(gone, check=False, env=known, capture_output=True, text=True)
    assert refused.returncode == 2
    assert "cannot be read" in refused.stderr
    assert refused.stdout == ""
