"""The JSON Schema of ``rules.toml``, from which editors complete keys and underline mistakes."""

import json

from hustings.rulebooks.schema import Rules


def schema_text() -> str:
    """The schema as it stands in ``docs/reference/rulebook.schema.json``."""
    schema = {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "rules.toml of a Hustings rulebook",
    }
    made = Rules.model_json_schema(by_alias=True, mode="validation")
    return json.dumps({**made, **schema}, indent=2, ensure_ascii=False, sort_keys=True) + "\n"
