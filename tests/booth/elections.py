"""Small elections made with Debian's belenios-tool, for ballots of ours to be cast in."""

import json
import subprocess
from dataclasses import dataclass
from pathlib import Path
from typing import Any

GROUP = "RFC-3526-2048"
UUID = "Rr3gqyJDXw7Uzm"


@dataclass(frozen=True)
class ToolElection:
    """A folder in which belenios-tool keeps one election with one trustee."""

    folder: Path
    election: str

    @classmethod
    def made(
        cls, folder: Path, questions: list[dict[str, Any]], key: dict[str, str] | None = None
    ) -> "ToolElection":
        """An election on these questions, with the trustee's key that is given, or one made by the tool."""
        template = {"description": "Cast in the booth", "name": "Selection", "questions": questions}
        (folder / "template.json").write_text(json.dumps(template), "utf-8")
        if key is None:
            _tool(folder, "setup", "generate-trustee-key", "--group", GROUP)
            public = next(folder.glob("*.pubkey")).read_text("utf-8")
        else:
            public = key["publicKey"] + "\n"
        (folder / "public_keys.jsons").write_text(public, "utf-8")
        _tool(folder, "setup", "make-trustees")
        _tool(
            folder, "setup", "make-election", "--group", GROUP, "--uuid", UUID,
            "--template", "template.json",
        )  # fmt: skip
        return cls(folder, (folder / "election.json").read_text("utf-8").rstrip("\n"))

    def open(self, credentials: list[str]) -> None:
        """Begin the archive."""
        (self.folder / "public_creds.json").write_text(json.dumps(credentials), "utf-8")
        _tool(self.folder, "archive", "init")

    def add(self, kind: str, *lines: str) -> None:
        """Add an event with its data."""
        _tool(self.folder, "archive", "add-event", "--type", kind, given="".join(lines))

    def close(self, *, ranked: bool) -> None:
        """Tally, and shuffle where there is a ranking."""
        self.add("EndBallots")
        self.add("EncryptedTally", _tool(self.folder, "election", "compute-encrypted-tally"))
        if ranked:
            self.add("Shuffle", _tool(self.folder, "election", "shuffle", "--trustee-id", "1"))
            self.add("EndShuffles")

    def decrypt(self, decryption: str | None = None) -> None:
        """Add the decryption that is given, or the tool's, and the result."""
        if decryption is None:
            key = next(self.folder.glob("*.privkey")).name
            command = ("election", "decrypt", "--privkey", key, "--trustee-id", "1")
            decryption = _tool(self.folder, *command)
        self.add("PartialDecryption", decryption)
        self.add("Result", _tool(self.folder, "election", "compute-result"))

    @property
    def archive(self) -> Path:
        """The file that the tool keeps."""
        return self.folder / f"{UUID}.bel"

    def verify(self) -> None:
        """Have the tool check everything; it ends with an exit status otherwise."""
        _tool(self.folder, "election", "verify")

    def result(self) -> list[Any]:
        """The result as the tool computes it."""
        return json.loads(_tool(self.folder, "election", "compute-result"))["result"]


def _tool(folder: Path, *command: str, given: str = "") -> str:
    done = subprocess.run(
        ["belenios-tool", *command],
        cwd=folder,
        input=given,
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )
    assert done.returncode == 0, f"{' '.join(command)}: {done.stderr}"
    return done.stdout
