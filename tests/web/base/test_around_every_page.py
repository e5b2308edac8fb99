"""Around every page: headers, the log without persons, the organisation's colours, refusals in words."""

import logging
from datetime import UTC, date, datetime

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.template import Context, Template
from django.test import Client, RequestFactory
from django.utils import timezone, translation
from django.utils.translation import gettext

from hustings.conduct.roles import Role
from hustings.kernel.refusals import Refused
from hustings.timetable.sentences import say_instant
from hustings.web.base.dates import clock_text, day_text, moment_text
from hustings.web.base.log import WithoutPersons
from hustings.web.base.organisation import contrast, problem_with
from hustings.web.base.refusals import IN_WORDS, broken, refused_page
from tests.web.conftest import Visit


def test_the_policy_allows_nothing_but_the_site_itself(client: Client, db: None) -> None:
    policy = client.get("/").headers["Content-Security-Policy"]
    assert set(policy.split("; ")) == {
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self'",
        "form-action 'self'",
        "frame-ancestors 'none'",
        "base-uri 'none'",
    }


@pytest.mark.parametrize(
    ("header", "value"),
    [
        ("X-Frame-Options", "DENY"),
        ("X-Content-Type-Options", "nosniff"),
        ("Referrer-Policy", "same-origin"),
        ("Cross-Origin-Opener-Policy", "same-origin"),
        ("Cross-Origin-Resource-Policy", "same-origin"),
    ],
)
def test_every_page_carries_its_headers(client: Client, db: None, header: str, value: str) -> None:
    assert client.get("/nowhere").headers[header] == value


def test_no_cache_keeps_the_page_of_somebody_who_is_signed_in(as_role: Visit) -> None:
    answer = as_role(Role.MEMBER).get("/my/keys/")
    assert answer.headers["Cache-Control"] == "private, no-store"


def test_the_log_names_no_address_and_no_query() -> None:
    record = logging.LogRecord(
        "x",
        logging.INFO,
        "",
        0,
        "%s from %s asked /a?code=BCDF",
        ("a.b@example.org", "10.1.2.3"),
        None,
    )
    WithoutPersons().filter(record)
    assert record.getMessage() == "[address] from [network] asked /a?[…]"


def test_the_log_names_no_address_in_a_trace() -> None:
    problem = ValueError("somebody@example.org is twice on the list")
    record = logging.LogRecord("x", logging.ERROR, "", 0, "failed", (), (ValueError, problem, None))
    WithoutPersons().filter(record)
    assert "[address] is twice" in str(record.exc_text)
    assert "somebody@" not in logging.Formatter().format(record)


def test_an_accent_needs_enough_contrast_with_the_paper() -> None:
    assert problem_with("HUSTINGS_ACCENT", "#1f5f6b", "#ffffff") == ""
    assert "more contrast" in problem_with("HUSTINGS_ACCENT", "#9adbe6", "#ffffff")


@pytest.mark.parametrize("colour", ["red", "#fff", "#1f5f6b; } body { display: none"])
def test_an_accent_is_six_hexadecimal_digits(colour: str) -> None:
    assert "like #1f5f6b" in problem_with("HUSTINGS_ACCENT", colour, "#ffffff")


def test_black_on_white_has_a_contrast_of_twenty_one() -> None:
    assert round(contrast("#000000", "#ffffff"), 6) == 21


def test_the_organisation_s_colour_comes_from_the_site_itself(
    client: Client, db: None, settings: object
) -> None:
    settings.HUSTINGS_ACCENT = "#6b1f5f"  # type: ignore[attr-defined]
    answer = client.get("/organisation.css")
    assert answer.headers["Content-Type"].startswith("text/css")
    assert answer.content == b":root { --accent: #6b1f5f; }"


def test_a_deadline_reads_as_people_say_it() -> None:
    with timezone.override("Europe/London"):
        assert moment_text(datetime(2019, 7, 8, 17, tzinfo=UTC)) == "Monday 8 July 2019, 6 pm"


def test_a_deadline_names_its_zone_where_it_counts() -> None:
    with timezone.override("Europe/London"):
        said = moment_text(datetime(2019, 12, 12, 22, 30, tzinfo=UTC), zone=True)
    assert said == "Thursday 12 December 2019, 10.30 pm (GMT)"


@pytest.mark.parametrize(
    ("hour", "minute", "said"),
    [(0, 0, "midnight"), (12, 0, "noon"), (0, 30, "12.30 am"), (12, 5, "12.05 pm"), (9, 0, "9 am")],
)
def test_twelve_o_clock_is_never_doubtful(hour: int, minute: int, said: str) -> None:
    assert clock_text(datetime(2019, 7, 8, hour, minute, tzinfo=UTC)) == said


def test_a_day_is_said_in_the_reader_s_language() -> None:
    with translation.override("cy"):
        assert day_text(date(2019, 7, 8)) == "8 Gorffennaf 2019 (dydd Llun)"


def test_a_refusal_says_what_why_what_else_and_whom_to_ask(db: None) -> None:
    request = RequestFactory().get("/")
    refused = Refused("too-late", "5.IV.3", "The reply came after 6 pm.")
    page = refused_page(request, refused, allowed=["Ask for good cause"], ask="The secretary")
    words = page.content.decode()
    assert page.status_code == 409
    for part in (
        "The reply came after 6 pm.",
        "clause 5.IV.3",
        "Ask for good cause",
        "The secretary",
    ):
        assert part in words


def test_every_role_has_words() -> None:
    assert set(IN_WORDS) == set(Role)


def test_a_stale_form_asks_to_be_sent_once_more(db: None) -> None:
    client = Client(enforce_csrf_checks=True)
    answer = client.post("/sign-in/", {"email": "a@example.org"})
    assert answer.status_code == 403
    assert "Please do that once more" in answer.content.decode()


def test_the_page_of_a_failure_leans_on_nothing() -> None:
    answer = broken(RequestFactory().get("/"))
    assert answer.status_code == 500
    assert "Something on our side failed" in answer.content.decode()


def test_a_failure_is_a_page_of_ours_and_not_a_trace(db: None, settings: object) -> None:
    settings.ROOT_URLCONF = "tests.web.base.failing_urls"  # type: ignore[attr-defined]
    answer = Client(raise_request_exception=False).get("/fails/")
    assert answer.status_code == 500
    assert "secret of somebody" not in answer.content.decode()


def test_text_of_people_is_escaped_in_a_tag() -> None:
    words = Template('{% tag words "now" %}{% why "1<2" %}').render(Context({"words": "<b>"}))
    assert "<b>" not in words
    assert "1&lt;2" in words


def test_every_language_is_named_in_itself(client: Client, db: None) -> None:
    page = client.get("/sign-in/", headers={"accept-language": "cy"}).content.decode()
    assert ">English<" in page
    assert ">Cymraeg<" in page


@pytest.mark.parametrize("language", ["en-gb", "cy"])
@pytest.mark.parametrize("hour", [0, 9, 12, 18])
def test_sentences_and_pages_say_a_moment_alike(hour: int, language: str) -> None:
    at = datetime(2026, 10, 28, hour, tzinfo=UTC)
    with translation.override(language):
        assert moment_text(at) == say_instant(at, "Europe/London", gettext)


def test_the_language_is_chosen_by_post(client: Client, db: None) -> None:
    answer: HttpResponse = client.post("/language/", {"language": "cy", "next": "/sign-in/"})
    assert answer["Location"] == "/sign-in/"
    assert '<html lang="cy">' in client.get("/sign-in/").content.decode()


MUCH = 2_700_000
"""More bytes than are read into memory at once."""


def test_a_form_that_is_too_long_is_turned_back_on_a_page_with_one_quiet_line(
    client: Client, db: None, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.WARNING):
        told = client.post(
            "/language/", b"a=" + b"x" * MUCH, content_type="application/x-www-form-urlencoded"
        )
    assert told.status_code == 413
    assert "That is too much at once" in told.content.decode()
    assert [(line.levelno, line.exc_info) for line in caplog.records] == [(logging.WARNING, None)]


def test_a_ballot_that_is_too_long_is_turned_back_in_json(client: Client, db: None) -> None:
    told = client.post("/contests/northmoor/cast/", b"x" * MUCH, content_type="application/json")
    assert told.status_code == 413
    assert told.json()["because"].endswith(".")


def test_files_come_in_parts_and_have_limits_of_their_own(client: Client, db: None) -> None:
    file = SimpleUploadedFile("roll.csv", b"x" * MUCH)
    told = client.post("/language/", {"file": file})
    assert told.status_code != 413
