"""Codes struck off: a table that is only added to, and a trigger that lets no ballot of such a code in."""

import django.db.models.deletion
from django.db import migrations, models

REASONS = ["other-hands", "off-the-roll"]
NO_BALLOT = """
    EXISTS (SELECT 1 FROM store_struckoff
            WHERE box_id = NEW.box_id AND credential = NEW.credential)
"""
RULES = {
    "cast_insert": ("store_cast", "INSERT", NO_BALLOT, "this code was struck off"),
    "struckoff_update": ("store_struckoff", "UPDATE", "1 = 1", "a code struck off stays so"),
}


def _sqlite() -> list[str]:
    statements = [
        f"CREATE TRIGGER store_{name} BEFORE {event} ON {table} WHEN {when} "
        f"BEGIN SELECT RAISE(ABORT, '{told}'); END"
        for name, (table, event, when, told) in RULES.items()
    ]
    statements.append(
        "CREATE TRIGGER store_struckoff_delete BEFORE DELETE ON store_struckoff "
        "BEGIN SELECT RAISE(ABORT, 'store_struckoff is never emptied'); END"
    )
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
    statements.append(
        "CREATE TRIGGER store_struckoff_refuse BEFORE DELETE OR TRUNCATE ON store_struckoff "
        "FOR EACH STATEMENT EXECUTE FUNCTION store_only_added_to()"
    )
    return statements


def guard(apps, schema_editor) -> None:
    written = {"sqlite": _sqlite, "postgresql": _postgresql}[schema_editor.connection.vendor]
    for statement in written():
        schema_editor.execute(statement, params=None)


def unguard(apps, schema_editor) -> None:
    if schema_editor.connection.vendor == "sqlite":
        for name in (*RULES, "struckoff_delete"):
            schema_editor.execute(f"DROP TRIGGER store_{name}")
        return
    for name in RULES:
        schema_editor.execute(f"DROP FUNCTION store_{name}_check() CASCADE")
    schema_editor.execute("DROP TRIGGER store_struckoff_refuse ON store_struckoff")


class Migration(migrations.Migration):
    dependencies = [("store", "0006_checkpoint_peaks")]

    operations = [
        migrations.CreateModel(
            name="StruckOff",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("credential", models.CharField(max_length=700)),
                ("because", models.CharField(max_length=20)),
                ("by", models.CharField(max_length=80)),
                ("at", models.DateTimeField()),
                (
                    "box",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="struck",
                        to="store.box",
                    ),
                ),
            ],
            options={
                "verbose_name_plural": "struck off",
                "ordering": ["box", "id"],
                "constraints": [
                    models.UniqueConstraint(fields=("box", "credential"), name="struck_off_once"),
                    models.CheckConstraint(
                        condition=models.Q(("because__in", REASONS)), name="a_strike_has_a_reason"
                    ),
                ],
            },
        ),
        migrations.RunPython(guard, unguard),
    ]
