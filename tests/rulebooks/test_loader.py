"""What keeps a rulebook from loading is told at once, in plain words, for every file of it."""

import os
import tomllib
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hustings.kernel.refusals import BadInput, Problem
from hustings.rulebooks.folder import LARGEST_FILE
from hustings.rulebooks.loader import FILES, from_files, load, load_folder
from tests.rulebooks.documents import (
    CLAUSES,
    READINGS,
    full_table,
    loaded,
    with_value,
    without,
    written,
)

FULL = full_table()
MODEL = load("model-association")


def problems_of(rules: object = None, **files: bytes) -> list[str]:
    """The problems, one to a line, of the full table with some of its files exchanged."""
    made = {
        "rules.toml": written(FULL).encode(),
        "clauses.md": CLAUSES.encode(),
        "readings.toml": READINGS.encode(),
    } | {name.replace("_", "."): raw for name, raw in files.items()}
    if isinstance(rules, dict):
        made["rules.toml"] = written(rules).encode()
    elif isinstance(rules, bytes):
        made["rules.toml"] = rules
    with pytest.raises(BadInput) as bad:
        from_files("own", made)
    return [str(problem) for problem in bad.value.problems]


def test_all_problems_of_all_files_are_told_at_once() -> None:
    broken = with_value(FULL, ("trigger", "decision", "unit_tie", "value"), "reselct")
    broken = with_value(broken, ("roll", "arrears", "value"), 1)
    told = problems_of(broken, clauses_md=b"## 1\n", readings_toml=b"[[reading]]\nnumber = 0\n")
    assert any("own/rules.toml" in each and "unit_tie" in each for each in told)
    assert any("own/rules.toml" in each and "roll.arrears" in each for each in told)
    assert any("own/clauses.md:1: 1: this clause says nothing" in each for each in told)
    assert any(
        "own/readings.toml" in each and "evidence: this key is missing" in each for each in told
    )


def test_a_mistake_does_not_hide_another_of_the_same_table() -> None:
    rule = {"value": "reselct", "source": "a", "reading": 1}
    told = problems_of(with_value(FULL, ("trigger", "decision", "unit_tie"), rule))
    assert len(told) == 2
    assert "exactly one of clause, source and reading" in told[0]
    assert 'Did you mean "reselect"?' in told[1]


def test_a_mistake_in_the_pools_is_not_told_a_second_time_as_one_of_the_weights() -> None:
    broken = with_value(FULL, ("trigger", "pools"), 1.5)
    assert len(problems_of(broken)) == 1


@pytest.mark.parametrize(
    ("raw", "told"),
    [
        (b"\xef\xbb\xbf[rulebook]\n", "own/rules.toml:1: this file begins with a byte-order mark"),
        ("[rulebook]\ntitle = \"\xe9\"\n".encode("latin-1"), "own/rules.toml:2: byte 0xe9"),
        ("[rulebook]\n".encode("utf-16"), "own/rules.toml:1: byte 0xff"),
        (b"#" * (LARGEST_FILE + 1), "1,000,001 bytes"),
        (b"a = [\n" + b"#" * 3000, "own/rules.toml:2: this line has 3,000 characters"),
        (b"a = 1\nb = \n", "own/rules.toml:2: b: this value is neither"),
        (b"a = 1\na = 2\n", "own/rules.toml:2: a: this key or table is already written above"),
        (b"[a]\n[a]\n", "own/rules.toml:2: a: this key or table is already written above"),
        (b"[b.c]\nday = 2019-02-30\n", "own/rules.toml:2: b.c.day: there is no such date or time"),
        (b"a = [1,\n2\n", "own/rules.toml:2: this list is not closed"),
        (b'a = "x\n', "own/rules.toml:1: a: this text runs over the end of the line"),
        (b'a = "x\\q"\n', "own/rules.toml:1: a: a backslash"),
        (b'a = "\\ud800"\n', "own/rules.toml:1: a: no character has this number"),
        (b'a = """x\n', "own/rules.toml:1: a: this text has no closing quotation mark"),
        (b"a = { b = 1\n", "own/rules.toml:1: a: this table is not closed"),
        (b"a b = 1\n", "own/rules.toml:1: there is no = after this key"),
        (b"[a\nb = 1\n", "own/rules.toml:1: a: this heading is not closed"),
        (b"a = 1 b = 2\n", "own/rules.toml:1: a: something stands after the value"),
        (b"a = 1\n!!\n", "own/rules.toml:2: this line is not written as TOML"),
        (b"a = 1\n\x00\n", "own/rules.toml:2: this line is not written as TOML"),
        (b"a = " + b"[" * 900 + b"]" * 900, "too deeply"),
        (b"a." * 900 + b"a = 1", "too deeply"),
        (b"\n".join(b"k%d = 1" % n for n in range(11_000)), "more than 10,000 values"),
        (b"a = " + b"9" * 1990, "own/rules.toml"),
        (b"a = " + b"[" * 25 + b"]" * 25, "too deeply"),
    ],
)  # fmt: skip
def test_a_file_that_is_no_toml_is_turned_back_with_its_line_and_the_reason(
    raw: bytes, told: str
) -> None:
    found = problems_of(raw)
    assert any(told in each for each in found), found


def test_no_message_uses_a_word_of_the_parser() -> None:
    for raw in (b"a = \n", b"a b = 1\n", b"[a]\n[a]\n", b"!!\n", b"day = 2019-02-30\n"):
        assert not any("nvalid" in each or "rror" in each for each in problems_of(raw))


def test_a_college_without_weights_is_told_that_they_are_missing() -> None:
    path = ("trigger", "decision", "aggregate")
    college = {"value": "weighted-college", "share_of": "open", "more_than": "1/2", "source": "a"}
    (told,) = problems_of(with_value(FULL, path, college))
    assert "a weighted-college says what each pool weighs, like weights = {" in told


@pytest.mark.parametrize("value", [float("nan"), float("inf"), 1.0, True, "10", [10], {"a": 1}])
def test_only_a_whole_number_is_a_whole_number(value: object) -> None:
    path = ("publication", "minimum_cell", "value")
    assert "this has to be a whole number" in problems_of(with_value(FULL, path, value))[0]


@pytest.mark.parametrize("text", ["1/0", "0.5", "1/3 ", " 1/3", "1/-3", "½", "1" * 30 + "/2"])
def test_a_share_is_a_fraction_written_exactly(text: str) -> None:
    path = ("trigger", "decision", "aggregate", "at_least")
    assert "is not an exact fraction" in problems_of(with_value(FULL, path, text))[0]


@pytest.mark.parametrize("share", ["4/3", "-1/3"])
def test_a_share_lies_between_nothing_and_everything(share: str) -> None:
    for path in (("trigger", "decision", "aggregate", "at_least"), ("petition", "at_least")):
        assert "between 0 and 1" in problems_of(with_value(FULL, path, share))[0]


@pytest.mark.parametrize("share", ["0/1", "1/1"])
def test_nothing_and_everything_are_shares(share: str) -> None:
    rules = with_value(FULL, ("trigger", "decision", "aggregate", "at_least"), share)
    trigger = loaded(rules).rules.trigger
    assert trigger is not None
    assert trigger.decision.aggregate.at_least == Fraction(share)


@pytest.mark.parametrize(
    ("value", "weights", "told"),
    [
        ("either-pool", {"branch": "1/2", "affiliate": "1/2"}, "belong to weighted-college"),
        ("weighted-college", None, "says what each pool weighs"),
        ("weighted-college", {"branch": "3/2", "affiliate": "-1/2"}, "not below zero"),
        ("weighted-college", {"branch": "1/2", "affiliate": "1/3"}, "add up to one"),
        ("weighted-college", {"branch": "1/2", "affiliate": "2/3"}, "add up to one"),
        ("weighted-college", {}, "add up to one"),
        ("weighted-college", {"branch": "1/1"}, "name the same pools"),
    ],
)
def test_weights_belong_to_every_pool_of_a_college_and_add_up_to_one(
    value: str, weights: dict[str, str] | None, told: str
) -> None:
    aggregate = {
        "value": value,
        "share_of": "open",
        "more_than": "1/2",
        "source": "guidelines 2019",
    }
    if weights is not None:
        aggregate["weights"] = weights
    found = problems_of(with_value(FULL, ("trigger", "decision", "aggregate"), aggregate))
    assert any(told in each for each in found), found


def test_a_unit_has_one_vote_or_more() -> None:
    told = problems_of(with_value(FULL, ("trigger", "pools", "branch", "each"), 0))
    assert "1 or more, not the number 0" in told[0]


def test_a_weight_of_nothing_is_a_weight() -> None:
    aggregate = {
        "value": "weighted-college",
        "share_of": "open",
        "more_than": "1/2",
        "weights": {"branch": "1/1", "affiliate": "0/1"},
        "source": "guidelines 2019",
    }
    loaded(with_value(FULL, ("trigger", "decision", "aggregate"), aggregate))


@pytest.mark.parametrize("text", ["14", "days", "14 dayz", "-1 days", "14days", "99999 days"])
def test_a_length_of_time_is_written_like_14_days(text: str) -> None:
    path = ("roll", "member_for", "value")
    assert 'write it like "14 days"' in problems_of(with_value(FULL, path, text))[0]


@pytest.mark.parametrize("text", ["24:00", "18:60", "6 pm", "T1800", "18.00", "18:0"])
def test_a_time_of_day_is_written_like_18_00(text: str) -> None:
    path = ("intention", "reply_within", "at")
    assert 'like "18:00"' in problems_of(with_value(FULL, path, text))[0]


@pytest.mark.parametrize("text", ["a\u0007b", "\u202egnp.exe", "\u0000", "\u200f", "\ufeff"])
def test_text_that_cannot_be_shown_as_it_is_is_turned_back(text: str) -> None:
    raw = written(with_value(FULL, ("rulebook", "title"), "@@")).replace("@@", escaped(text))
    (told,) = problems_of(raw.encode())
    assert "which cannot be shown" in told
    assert 'Right would be: title = "letters, digits and signs"' in told


def escaped(text: str) -> str:
    return "".join(f"\\u{ord(c):04x}" for c in text)


def test_a_message_never_repeats_a_control_character_of_the_file() -> None:
    raw = written(with_value(FULL, ("rulebook", "label"), "@@")).replace("@@", "\\u001b[31mred")
    assert not any("\x1b" in each for each in problems_of(raw.encode()))


def test_a_clause_that_clauses_md_does_not_have_is_named_with_one_that_it_has() -> None:
    rule = {"value": "reselect", "clause": "9.9"}
    told = problems_of(with_value(FULL, ("trigger", "decision", "unit_tie"), rule))
    assert "clauses.md has no clause '9.9'" in told[0]
    assert 'Right would be: clause = "3.6", with a section "## 3.6" in clauses.md' in told[0]


def test_a_reading_that_readings_toml_does_not_have_is_named() -> None:
    rule = {"value": "reselect", "reading": 99}
    told = problems_of(with_value(FULL, ("trigger", "decision", "unit_tie"), rule))
    assert "readings.toml has no reading 99" in told[0]


def test_what_is_unsettled_rests_on_a_reading_and_on_no_text() -> None:
    rule = {"value": "unsettled", "source": "guidelines 2019"}
    told = problems_of(with_value(FULL, ("trigger", "decision", "unit_tie"), rule))
    assert "what is unsettled rests on a reading" in told[0]


def test_the_reading_of_an_unsettled_value_lists_two_choices_or_more() -> None:
    rule = {"value": "unsettled", "reading": 1}
    one = READINGS.replace('choices = ["one", "other"]', 'choices = ["open"]', 1)
    told = problems_of(
        with_value(FULL, ("trigger", "decision", "unit_tie"), rule), readings_toml=one.encode()
    )
    assert len(told) == 1
    assert "reading 1 lists fewer than two choices" in told[0]


def test_the_choices_of_an_unsettled_value_are_values_that_it_can_have() -> None:
    rule = {"value": "unsettled", "reading": 1}
    told = problems_of(with_value(FULL, ("trigger", "decision", "unit_tie"), rule))
    assert "reading 1 lists one and other, which this value cannot have" in told[0]
    assert 'choices = ["reselect", "open", "abstain"]' in told[0]


def test_two_readings_of_one_number_are_told() -> None:
    told = problems_of(readings_toml=READINGS.replace("number = 2\n", "number = 1\n").encode())
    assert "another reading above has the number 1" in told[0]
    assert "Right would be: number = 2" in told[0]


@pytest.mark.parametrize(
    ("path", "value", "told"),
    [
        (("timetable", "steps", 0, "after"), "letterr", "there is no step \"letterr\""),
        (("timetable", "steps", 0, "after"), "notice", "is counted in a circle"),
        (("timetable", "steps", 1, "avoids"), ["may"], "there is no blackout \"may\""),
        (("timetable", "steps", 1, "id"), "notice", "another one above has this id"),
        (("timetable", "steps", 1, "id"), "opened", "the opening has this id"),
        (("timetable", "steps", 1, "back"), "1 day", "not both"),
        (("timetable", "intervals", 0, "from"), "nosuch", "there is no step \"nosuch\""),
        (("timetable", "blackouts", 0, "from"), "02-30", "no year has the day"),
        (("rulebook", "in_force", "until"), FULL["rulebook"]["in_force"]["from"], "it is after"),
        (("rulebook", "calendar", "country"), "XX", "bank holidays of \"XX\" are not known"),
        (("rulebook", "calendar", "subdivision"), "YORK", "there are ENG, NIR, SCT and WLS"),
        (("rulebook", "calendar", "zone"), "Europe/Londn", "is not the name of a time zone"),
        (("rulebook", "calendar", "zone"), "../../etc/passwd", "is not the name of a time zone"),
        (("trigger", "question", "reselect"), FULL["trigger"]["question"]["open"], "same words"),
        (("trigger", "pools"), {}, "there is no pool of units"),
        (("selection", "ballot", "online", "needed", "value"), 4, "3 trustees, so 4 of them"),
        (("selection", "ballot", "online", "at_least_electors", "value"), 1, "at least 2"),
        (("selection", "ballot", "online", "trustees", "value"), 0, "at least 1"),
        (("selection", "shortlist", "at_most", "value"), 1, "cannot have at most 1"),
        (("trigger", "returns", "tellers", "value"), -1, "it is 0 or more, not -1"),
        (("readoption", "first", "more_than"), "3/2", "3/2 is no share"),
        (("rulebook", "id"), "Labour 2018", "lower-case letters and digits"),
        (("powers", "open", "quorum"), 0, "1 or more, not the number 0"),
        (("powers", "open", "bodies"), [], "say at least one"),
        (("trigger", "decision", "aggregate", "more_than"), "1/2", "exactly one of at_least and more_than"),
    ],
)  # fmt: skip
def test_what_does_not_fit_together_is_told(
    path: tuple[str, ...], value: object, told: str
) -> None:
    found = problems_of(with_value(FULL, path, value))
    assert any(told in each for each in found), found
    assert all("Right would be" in each for each in found)


def test_steps_that_are_counted_from_each_other_are_told_once() -> None:
    broken = with_value(FULL, ("timetable", "steps", 0, "after"), "hustings")
    broken = with_value(broken, ("timetable", "steps", 3, "after"), "notice")
    assert [
        "notice and hustings are counted in a circle" in each for each in problems_of(broken)
    ] == [True]


def test_a_second_letter_needs_its_time_to_answer() -> None:
    broken = with_value(FULL, ("intention", "silence", "value"), "second-letter-then-decision")
    told = problems_of(without(broken, ("intention", "second_letter_within")))
    assert "silence leads to a second letter" in told[0]


def test_a_chance_to_pay_needs_a_time_to_pay() -> None:
    assert "time for it is needed" in problems_of(without(FULL, ("roll", "pay_within")))[0]


def test_a_pool_needs_the_rules_of_its_units() -> None:
    assert "there is no [units.affiliate]" in problems_of(without(FULL, ("units", "affiliate")))[0]


def test_a_ballot_of_all_members_needs_its_rules_and_a_time_to_ask() -> None:
    broken = without(without(FULL, ("readoption", "second")), ("readoption", "demand_within"))
    told = problems_of(broken)
    assert "so its rules are needed" in told[0]
    assert "the time to ask is needed" in told[1]


def test_a_procedure_names_the_tables_that_it_lacks_and_shows_them() -> None:
    told = problems_of(without(FULL, ("appeals",)))
    assert "needs [appeals]" in told[0]
    assert tomllib.loads(told[0].partition("Right would be: ")[2])["appeals"]


def test_an_emergency_says_what_happens_in_every_situation() -> None:
    told = problems_of(without(FULL, ("emergency", "consequences", "vacant")))
    assert "no consequence for vacant" in told[0]


def test_unused_clauses_and_readings_unknown_sources_and_missing_powers_are_warnings() -> None:
    rulebook = loaded(FULL)
    warned = "\n".join(map(str, rulebook.warnings))
    assert "own/clauses.md:5: 3.6: no value cites this clause" in warned
    assert "no value cites reading 7." in warned
    assert "clauses.md has no section that says where this source is found" in warned
    assert "nobody may set-timetable" in warned


def test_steps_that_a_stage_looks_for_by_their_ids_and_does_not_find_are_a_warning() -> None:
    warned = "\n".join(map(str, loaded(FULL).warnings))
    assert (
        "no step has the id letter, reply, freeze, objections-end, returns-due, selection-opens"
        in warned
    )


def test_a_file_full_of_mistakes_is_told_as_far_as_anybody_reads() -> None:
    told = problems_of(clauses_md=b"## a\n" * 100_000)
    assert len(told) == 201
    assert "more problems from here on" in told[-1]


@pytest.mark.parametrize("name", FILES)
def test_a_missing_file_is_named(tmp_path: Path, name: str) -> None:
    for file, raw in MODEL.files.items():
        (tmp_path / file).write_bytes(raw)
    (tmp_path / name).unlink()
    with pytest.raises(BadInput, match=rf"{name}: this file is missing"):
        load_folder(tmp_path)


def test_a_link_to_a_file_outside_the_folder_is_not_followed(tmp_path: Path) -> None:
    folder = tmp_path / "rules"
    folder.mkdir()
    for file, raw in MODEL.files.items():
        (tmp_path / file).write_bytes(raw)
        (folder / file).symlink_to(tmp_path / file)
    with pytest.raises(BadInput, match="a link to a file outside the folder"):
        load_folder(folder)


def test_a_pipe_in_place_of_a_file_does_not_hang_the_loader(tmp_path: Path) -> None:
    for file, raw in MODEL.files.items():
        (tmp_path / file).write_bytes(raw)
    (tmp_path / "rules.toml").unlink()
    os.mkfifo(tmp_path / "rules.toml")
    with pytest.raises(BadInput, match="this file is missing"):
        load_folder(tmp_path)


def test_a_huge_file_is_not_read(tmp_path: Path) -> None:
    for file, raw in MODEL.files.items():
        (tmp_path / file).write_bytes(raw)
    with (tmp_path / "rules.toml").open("wb") as huge:
        huge.truncate(10**12)
    with pytest.raises(BadInput, match="1,000,000,000,000 bytes"):
        load_folder(tmp_path)


def test_a_folder_and_the_rules_toml_in_it_are_the_same_rulebook(tmp_path: Path) -> None:
    for file, raw in MODEL.files.items():
        (tmp_path / file).write_bytes(raw)
    assert (
        load_folder(tmp_path).digest == load_folder(tmp_path / "rules.toml").digest == MODEL.digest
    )


def test_line_ends_of_windows_are_read(tmp_path: Path) -> None:
    files = {name: raw.replace(b"\n", b"\r\n") for name, raw in MODEL.files.items()}
    assert from_files("own", files).rules == MODEL.rules


def test_an_unknown_id_names_the_rulebooks_that_there_are() -> None:
    with pytest.raises(BadInput, match="labour-2018, labour-2021"):
        load("labour-2019")


@given(st.binary(max_size=200))
def test_no_bytes_bring_the_loader_to_anything_but_problems(raw: bytes) -> None:
    assert problems_of(raw)


@given(
    st.integers(0, 10**6),
    st.sampled_from([b"[", b"]", b'"', b"=", b"\n", b"9", b"'", b"{", b"\xff"]),
)
def test_one_changed_byte_of_a_rulebook_never_escapes_the_loader(at: int, byte: bytes) -> None:
    raw = MODEL.files["rules.toml"]
    at %= len(raw)
    changed = MODEL.files | {"rules.toml": raw[:at] + byte + raw[at + 1 :]}
    assert all(problem.file and problem.what and problem.line for problem in found_in(changed))


def found_in(files: dict[str, bytes]) -> tuple[Problem, ...]:
    """The problems of three files; none where they are a rulebook."""
    try:
        from_files("own", files)
    except BadInput as bad:
        return bad.problems
    return ()
