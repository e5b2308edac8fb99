"""Triggers for boxes: records are only added, one number at a time; who has voted stays marked; a cast ballot stays.

The same guard rail as for the log (migration 0002), with the same evidence behind it: the archive's own
chain of hashes, receipts in voters' hands, and witnesses of the close.
"""

from django.db import migrations

NEXT_RECORD = """
    NEW.number <> (SELECT COALESCE(MAX(number) + 1, 0) FROM store_boxrecord
                   WHERE box_id = NEW.box_id)
 OR EXISTS (SELECT 1 FROM store_boxrecord WHERE id = NEW.id)
"""
SECOND_MARK = """
    EXISTS (SELECT 1 FROM store_mark WHERE id = NEW.id
            OR (box_id = NEW.box_id AND elector = NEW.elector))
"""
ANOTHER_BALLOT = """
    NOT (NEW.id = OLD.id AND NEW.box_id = OLD.box_id AND NEW.height = OLD.height
         AND NEW.credential = OLD.credential AND NEW.tracker = OLD.tracker
         AND NOT (OLD.replaced AND NOT NEW.replaced))
"""
RULES = {
    "boxrecord_insert": (
        "store_boxrecord",
        "INSERT",
        NEXT_RECORD,
        "a record takes the next number",
    ),
    "boxrecord_update": ("store_boxrecord", "UPDATE", "1 = 1", "an archive is only added to"),
    "mark_insert": ("store_mark", "INSERT", SECOND_MARK, "an elector is marked once"),
    "mark_update": ("store_mark", "UPDATE", "1 = 1", "a mark stands"),
    "cast_update": ("store_cast", "UPDATE", ANOTHER_BALLOT, "a cast ballot stays what it is"),
}
NEVER_DELETED = ("store_boxrecord", "store_mark", "store_cast", "store_box", "store_desklook")


def _sqlite() -> list[str]:
    statements = [
        f"CREATE TRIGGER store_{name} BEFORE {event} ON {table} WHEN {when} "
        f"BEGIN SELECT RAISE(ABORT, '{told}'); END"
        for name, (table, event, when, told) in RULES.items()
    ]
    statements += [
        f"CREATE TRIGGER {table}_delete BEFORE DELETE ON {table} "
        f"BEGIN SELECT RAISE(ABORT, '{table} is never emptied'); END"
        for table in NEVER_DELETED
    ]
    return statements


def _postgresql() -> list[str]:
    statements = []
    for name, (table, event, when, told) in RULES.items():
        statements.append(
            f"CREATE FUNCTION store_{name}_check() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
            f"IF {when} THEN RAISE EXCEPTION '{told}' "
            "USING ERRCODE = 'integrity_constraint_violation'; END IF; RETURN NEW; END $$"
        )
        statements.append(
            f"CREATE TRIGGER store_{name}_check BEFORE {event} ON {table} "
            f"FOR EACH ROW EXECUTE FUNCTION store_{name}_check()"
        )
    # store_only_added_to() is made by migration 0002
    statements += [
        f"CREATE TRIGGER {table}_refuse BEFORE DELETE OR TRUNCATE ON {table} "
        "FOR EACH STATEMENT EXECUTE FUNCTION store_only_added_to()"
        for table in NEVER_DELETED
    ]
    return statements


def guard(apps, schema_editor) -> None:
    written = {"sqlite": _sqlite, "postgresql": _postgresql}[schema_editor.connection.vendor]
    for statement in written():
        schema_editor.execute(statement, params=None)


def unguard(apps, schema_editor) -> None:
    if schema_editor.connection.vendor == "sqlite":
        for name in RULES:
            schema_editor.execute(f"DROP TRIGGER store_{name}")
        for table in NEVER_DELETED:
            schema_editor.execute(f"DROP TRIGGER {table}_delete")
        return
    for name in RULES:
        schema_editor.execute(f"DROP FUNCTION store_{name}_check() CASCADE")
    for table in NEVER_DELETED:
        schema_editor.execute(f"DROP TRIGGER {table}_refuse ON {table}")


class Migration(migrations.Migration):
    dependencies = [("store", "0004_boxes")]

    operations = [migrations.RunPython(guard, unguard)]
