"""Reports of failed delivery mark letters as not served, once; whatever else arrives changes nothing."""

import json
from typing import Any

import pytest

from hustings.conduct import office
from hustings.conduct.bounces import LARGEST, came_back, messages_in, note_all
from hustings.store.models import Notice
from tests.conduct.town import Town

LETTER = "<171.99.4242@commonweal.example>"


def report(message_id: str = LETTER, action: str = "failed", whole: bool = True) -> bytes:
    """A report as RFC 3464 shows them in its examples."""
    returned = "message/rfc822" if whole else "text/rfc822-headers"
    return f"""Return-Path: <>
From: Mail Delivery Subsystem <mailer-daemon@mail.example>
To: office@commonweal.example
Subject: Returned mail
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="b1"

--b1

The address was not found.

--b1
Content-Type: message/delivery-status

Reporting-MTA: dns; mail.example

Final-Recipient: rfc822; alder@members.example
Action: {action}
Status: 5.1.1

--b1
Content-Type: {returned}

From: office@commonweal.example
To: alder@members.example
Message-ID: {message_id}
Subject: A letter

Hello.
--b1--
""".encode()


@pytest.mark.parametrize("whole", [True, False])
def test_a_report_names_the_letter_that_came_back(whole: bool) -> None:
    assert came_back(report(whole=whole)) == LETTER


@pytest.mark.parametrize("action", ["delayed", "delivered", "relayed", "expanded", "", "failed?"])
def test_only_what_failed_for_good_comes_back(action: str) -> None:
    assert came_back(report(action=action)) is None


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\x00" * 1000,
        b"Subject: On holiday\n\nI am away until Monday.",
        b"Message-ID: " + LETTER.encode() + b"\nAction: failed\n\nAction: failed",
        report().replace(b"multipart/report", b"multipart/mixed"),
        report().replace(b"message/delivery-status", b"text/plain"),
        report('"email"'),
        report("<a b@c>"),
        report("<" + "a" * 900 + "@x>"),
        report("=?utf-8?q?<a=40b>?="),
        report().replace(b'boundary="b1"', b""),
        report().replace(b"Content-Type: message/rfc822", b"Content-Type: message/rfc822;\xff\xfe"),
        report().replace(b"Content-Type: multipart", b"Content-Type:\x00 multipart"),
        b"Content-Type: multipart/report; boundary=a\n\n"
        + b"".join(
            b"--%s\nContent-Type: multipart/report; boundary=a%d\n\n" % (b"a" * (n > 0) or b"a", n)
            for n in range(3000)
        ),
    ],
    ids=range(14),
)
def test_other_mail_and_broken_reports_bring_nothing_back(content: bytes) -> None:
    assert came_back(content) in (None, LETTER)


def test_a_mailbox_is_taken_apart_at_its_separators_only() -> None:
    mailbox = b"From a Mon\nSubject: x\n\nTo you.\nFrom here on.\n\nFrom b Tue\nSubject: y\n\nz\n"
    assert [m.splitlines()[0] for m in messages_in(mailbox.splitlines(keepends=True))] == [
        b"Subject: x",
        b"Subject: y",
    ]


def test_a_message_without_end_is_kept_to_its_beginning() -> None:
    (kept,) = messages_in(b"x" * 65_536 for _ in range(100))
    assert len(kept) == LARGEST


@pytest.fixture
def letter(trigger: Town, django_capture_on_commit_callbacks: Any) -> Notice:
    with django_capture_on_commit_callbacks(execute=True):
        trigger.meeting()
    return Notice.objects.get(address="alder@members.example")


def test_a_letter_that_came_back_is_not_served_and_waits_for_a_person(
    trigger: Town, letter: Notice
) -> None:
    message_id = json.loads(letter.proof)["message_id"]
    others = Notice.objects.filter(bounced_at=None).count()
    mailbox = [b"Subject: hello\n\n", report(message_id), report(), report(message_id, "delayed")]
    found = note_all(mailbox, trigger.walk.now)
    assert (found.marked, found.not_ours, found.no_reports, found.messages) == (1, 1, 2, 4)
    letter.refresh_from_db()
    assert (letter.served_at, letter.bounced_at) == (None, trigger.walk.now)
    assert office.bounced(trigger.union.organisation) == [letter]
    assert Notice.objects.filter(bounced_at=None).count() == others - 1


def test_the_same_report_again_changes_nothing(trigger: Town, letter: Notice) -> None:
    message_id = json.loads(letter.proof)["message_id"]
    note_all([report(message_id)], trigger.walk.now)
    letter.refresh_from_db()
    first = letter.bounced_at
    again = note_all([report(message_id)], trigger.walk.now.replace(year=trigger.walk.now.year + 1))
    letter.refresh_from_db()
    assert (again.marked, again.not_ours, letter.bounced_at) == (0, 1, first)


def test_words_that_stand_in_a_proof_are_no_message(trigger: Town, letter: Notice) -> None:
    """The proof of service is JSON; a report that names its key must not find every letter."""
    from hustings.conduct.serving import note_bounce

    for words in ("message_id", "salt", json.loads(letter.proof)["salt"], ""):
        assert not note_bounce(words, trigger.walk.now)
    letter.refresh_from_db()
    assert letter.bounced_at is None
