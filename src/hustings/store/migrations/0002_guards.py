"""Triggers under which the record can only be added to, one position at a time, on both engines.

They are a guard rail against mistakes and against programs that write past Django; the evidence is
checkpoints and witnesses. SQLite loses a table's triggers when a later migration remakes the table:
such a migration ends with ``migrations.RunPython(guard, unguard)`` from here.
"""

from django.db import migrations

# table -> what may not be done to it once it stands there
ONLY_ADDED_TO = ("store_logentry", "store_checkpoint", "store_cosignature")

NEXT_ENTRY = """
    NEW.position <> (SELECT COALESCE(MAX(position) + 1, 0) FROM store_logentry
                     WHERE organisation_id = NEW.organisation_id)
 OR NEW.number <> (SELECT COALESCE(MAX(number) + 1, 1) FROM store_logentry
                   WHERE organisation_id = NEW.organisation_id AND proceeding = NEW.proceeding)
 OR EXISTS (SELECT 1 FROM store_logentry WHERE id = NEW.id)
 OR NEW.at < (SELECT at FROM store_logentry WHERE organisation_id = NEW.organisation_id
              ORDER BY position DESC LIMIT 1)
"""
NEXT_CHECKPOINT = """
    EXISTS (SELECT 1 FROM store_checkpoint WHERE id = NEW.id
            OR (organisation_id = NEW.organisation_id AND size >= NEW.size))
 OR NEW.size > (SELECT COALESCE(MAX(position) + 1, 0) FROM store_logentry
                WHERE organisation_id = NEW.organisation_id)
"""
NEW_COSIGNATURE = """
    EXISTS (SELECT 1 FROM store_cosignature WHERE id = NEW.id
            OR (checkpoint_id = NEW.checkpoint_id AND witness = NEW.witness))
"""
NEW_OPENING = """
    EXISTS (SELECT 1 FROM store_opening WHERE id = NEW.id
            OR (entry_id = NEW.entry_id AND field = NEW.field))
"""
OTHER_THAN_ERASED = """
    NOT (OLD.erased_at IS NULL AND NEW.erased_at IS NOT NULL
         AND NEW.id = OLD.id AND NEW.entry_id = OLD.entry_id
         AND NEW.field = OLD.field AND NEW.visibility = OLD.visibility)
"""
REFUSED_INSERTS = {
    "store_logentry": (
        NEXT_ENTRY,
        "an entry takes the next position and number, and is not earlier",
    ),
    "store_checkpoint": (NEXT_CHECKPOINT, "a checkpoint is larger than the last, not than the log"),
    "store_cosignature": (NEW_COSIGNATURE, "a cosignature stands for good"),
    "store_opening": (NEW_OPENING, "an opening stands until it is erased"),
}


def _sqlite() -> list[str]:
    statements = []
    for table in (*ONLY_ADDED_TO, "store_opening"):
        statements.append(
            f"CREATE TRIGGER {table}_delete BEFORE DELETE ON {table} "
            f"BEGIN SELECT RAISE(ABORT, '{table} is only added to'); END"
        )
    for table in ONLY_ADDED_TO:
        statements.append(
            f"CREATE TRIGGER {table}_update BEFORE UPDATE ON {table} "
            f"BEGIN SELECT RAISE(ABORT, '{table} is only added to'); END"
        )
    statements.append(
        f"CREATE TRIGGER store_opening_update BEFORE UPDATE ON store_opening WHEN {OTHER_THAN_ERASED} "
        "BEGIN SELECT RAISE(ABORT, 'an opening changes only by being erased'); END"
    )
    for table, (when, told) in REFUSED_INSERTS.items():
        # also what refuses INSERT OR REPLACE, which skips the triggers on DELETE
        # unless the connection has recursive_triggers on
        statements.append(
            f"CREATE TRIGGER {table}_insert BEFORE INSERT ON {table} WHEN {when} "
            f"BEGIN SELECT RAISE(ABORT, '{told}'); END"
        )
    return statements


def _raising(name: str, condition: str, told: str, answer: str) -> str:
    return (
        f"CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
        f"IF {condition} THEN RAISE EXCEPTION '{told}' "
        f"USING ERRCODE = 'integrity_constraint_violation'; END IF; RETURN {answer}; END $$"
    )


def _postgresql() -> list[str]:
    told = "the record is only added to"
    statements = [_raising("store_only_added_to", "true", told, "NULL")]
    for table in (*ONLY_ADDED_TO, "store_opening"):
        refused = (
            "DELETE OR TRUNCATE" if table == "store_opening" else "UPDATE OR DELETE OR TRUNCATE"
        )
        statements.append(
            f"CREATE TRIGGER {table}_refuse BEFORE {refused} ON {table} "
            "FOR EACH STATEMENT EXECUTE FUNCTION store_only_added_to()"
        )
    conditions = {table: ("INSERT", *rule) for table, rule in REFUSED_INSERTS.items()}
    conditions["store_opening_erasure"] = (
        "UPDATE",
        OTHER_THAN_ERASED,
        "an opening changes only by being erased",
    )
    for name, (event, condition, why) in conditions.items():
        table = name.removesuffix("_erasure")
        statements.append(_raising(f"{name}_check", condition, why, "NEW"))
        statements.append(
            f"CREATE TRIGGER {name}_check BEFORE {event} ON {table} "
            f"FOR EACH ROW EXECUTE FUNCTION {name}_check()"
        )
    return statements


def guard(apps, schema_editor) -> None:
    written = {"sqlite": _sqlite, "postgresql": _postgresql}[schema_editor.connection.vendor]
    for statement in written():
        schema_editor.execute(statement, params=None)


def unguard(apps, schema_editor) -> None:
    if schema_editor.connection.vendor == "sqlite":
        for table in (*ONLY_ADDED_TO, "store_opening"):
            for event in ("insert", "update", "delete"):
                schema_editor.execute(f"DROP TRIGGER {table}_{event}")
        return
    schema_editor.execute("DROP FUNCTION store_only_added_to() CASCADE")
    for name in (*REFUSED_INSERTS, "store_opening_erasure"):
        schema_editor.execute(f"DROP FUNCTION {name}_check() CASCADE")


class Migration(migrations.Migration):
    dependencies = [("store", "0001_tables")]

    operations = [migrations.RunPython(guard, unguard)]
