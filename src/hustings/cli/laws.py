"""``hustings laws``: which counting laws there are, where each is written, and how we know that we count by it."""

import click

from hustings.counting.registry import LAWS


@click.command("laws")
@click.argument("law", required=False)
@click.option("--json", "as_json", is_flag=True, help="The list as JSON.")
def command(law: str | None, *, as_json: bool) -> None:
    """List the counting laws with source and validation, or show one LAW with its readings.

    Status 0: listed. 2: there is no law of that name.
    """
    if law is not None and law not in LAWS:
        click.echo(f"There is no law called {law!r}; there are {', '.join(LAWS)}.", err=True)
        raise SystemExit(2)
    chosen = [LAWS[law]] if law else list(LAWS.values())
    if as_json:
        import json

        click.echo(json.dumps([_table(each.id) for each in chosen], ensure_ascii=False, indent=2))
        return
    click.echo("\n\n".join(_told(each.id) for each in chosen))


def _table(law: str) -> dict[str, object]:
    from hustings.counting.count import readings_of

    found = LAWS[law]
    return {
        "law": found.id,
        "name": found.name,
        "source": found.source,
        "validated": found.validated,
        "takes": found.takes.value,
        "several_seats": found.several,
        "constraints": found.constraints,
        "readings": {name: list(values) for name, values in readings_of(found).items()},
    }


def _told(law: str) -> str:
    from hustings.counting.count import readings_of

    found = LAWS[law]
    lines = [f"{found.id}: {found.name}", f"  source: {found.source}"]
    lines += [f"  checked on: {found.validated}", f"  papers: {found.takes.value}"]
    lines += [f"  seats: {'one or several' if found.several else 'one'}"]
    lines += (
        ["  constraints: at least or at most so many of a category"] if found.constraints else []
    )
    lines += [
        f"  reading {name}: {values[0]} (unless another is named{_others(values)})"
        for name, values in readings_of(found).items()
    ]
    return "\n".join(lines)


def _others(values: tuple[str, ...]) -> str:
    return f": {', '.join(values[1:])}" if len(values) > 1 else ""
