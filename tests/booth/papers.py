"""Ballot papers for browser journeys: fictional persons, a key whose exponent nobody needs."""

import json
from typing import Any

CODE = "5wqCm-EPZuFR-rw2a2-59xjZY"
KEY = "9f4286e6247ef491a67ff02cc9fa9b9f487abf5781b372a214b15bd3a57fe5c1"
TWELVE = (
    "Anwen Example", "Bleddyn Example", "Carys Example", "Dafydd Example", "Elen Example",
    "Ffion Example", "Gwilym Example", "Heledd Example", "Idris Example", "Jac Example",
    "Lowri Example-Somebody-of-Arrowvale", "Megan Example",
)  # fmt: skip

YES_NO: dict[str, Any] = {
    "answers": ["Yes", "No"],
    "blank": True,
    "min": 1,
    "max": 1,
    "question": "Shall the sitting member be re-adopted?",
}
UP_TO_TWO: dict[str, Any] = {
    "answers": ["Arrowvale", "Eastwater", "Northmoor"],
    "min": 0,
    "max": 2,
    "question": "Where shall the office be?",
}
ONE_OR_NONE: dict[str, Any] = {
    "answers": ["Monday", "Friday"],
    "min": 0,
    "max": 1,
    "question": "When?",
}
RANKING: dict[str, Any] = {
    "type": "NonHomomorphic",
    "value": {"answers": list(TWELVE), "question": "Whom do you want as the candidate?"},
}


def paper(
    *questions: dict[str, Any], name: str = "Northmoor: selection of a candidate", **changes: Any
) -> bytes:
    """``election.json`` of these questions."""
    whole = {
        "version": 1,
        "description": "Commonweal Union, a fictional organisation",
        "name": name,
        "group": "Ed25519",
        "public_key": KEY,
        "questions": list(questions),
        "uuid": "Rr3gqyJDXw7Uzm",
    }
    return json.dumps(whole | changes, ensure_ascii=False, separators=(",", ":")).encode()
