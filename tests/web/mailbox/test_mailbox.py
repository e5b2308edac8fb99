"""The mailbox keeps every letter and shows it, with what came with it, to whoever develops."""

import json
from pathlib import Path

import pytest
from django.core.mail import EmailMultiAlternatives, send_mail
from django.test import Client

from hustings.web.mailbox.kept import letter_named, letters_to

pytestmark = pytest.mark.usefixtures("mailbox", "db")


def send(subject: str = "Notice", to: str = "rowan@example.org") -> None:
    message = EmailMultiAlternatives(subject, "The text.\n", to=[to])
    message.attach_alternative("<p>The text.</p>", "text/html")
    message.attach("notice.pdf", b"%PDF-1.7 not a real one", "application/pdf")
    message.attach("page.html", b"<script>alert(1)</script>", "text/html")
    message.send()


def test_a_letter_is_kept_with_its_attachments() -> None:
    send()
    letter = letters_to("ROWAN@example.org")[0]
    assert (letter.subject, letter.text.strip()) == ("Notice", "The text.")
    assert [(a.name, a.kind) for a in letter.attachments] == [
        ("notice.pdf", "application/pdf"),
        ("page.html", "text/html"),
    ]


def test_the_newest_letter_stands_first() -> None:
    send("First")
    send("Second")
    assert [letter.subject for letter in letters_to("rowan@example.org")] == ["Second", "First"]


def test_a_letter_of_a_played_history_stands_where_its_own_day_puts_it(client: Client) -> None:
    """It is kept today, and bears the day on which it was written in the history that was played."""
    send("Today")
    old = EmailMultiAlternatives("Then", "The text.\n", to=["rowan@example.org"])
    old.extra_headers["Date"] = "Mon, 24 Jun 2019 09:00:00 +0100"
    old.send()
    assert [letter.subject for letter in letters_to("rowan@example.org")] == ["Today", "Then"]
    assert (
        "Monday 24 June 2019, 9 am" in client.get("/mailbox/to/rowan@example.org/").content.decode()
    )


def test_a_letter_with_letters_of_another_language_is_read_back() -> None:
    send_mail("Tŷ Ddewi", "Mae’r tŷ yn wag.", None, ["rowan@example.org"])
    letter = letters_to("rowan@example.org")[0]
    assert (letter.subject, letter.text.strip()) == ("Tŷ Ddewi", "Mae’r tŷ yn wag.")


def test_the_pages_lead_from_the_person_to_the_letter_to_its_pdf(client: Client) -> None:
    send()
    assert "rowan@example.org" in client.get("/mailbox/").content.decode()
    listed = client.get("/mailbox/to/rowan@example.org/").content.decode()
    name = letters_to("rowan@example.org")[0].name
    assert f"/mailbox/letter/{name}/" in listed
    assert "The text." in client.get(f"/mailbox/letter/{name}/").content.decode()
    pdf = client.get(f"/mailbox/letter/{name}/1/")
    assert pdf.headers["Content-Type"] == "application/pdf"
    assert pdf.content == b"%PDF-1.7 not a real one"


def test_an_attached_page_is_never_shown_as_a_page(client: Client) -> None:
    send()
    name = letters_to("rowan@example.org")[0].name
    answer = client.get(f"/mailbox/letter/{name}/2/")
    assert answer.headers["Content-Type"] == "application/octet-stream"


@pytest.mark.parametrize("name", ["nothing", "..%2Fsecret-key", "20190708T180000000000-00000000"])
def test_a_letter_that_is_not_there_is_a_page_that_is_not_there(client: Client, name: str) -> None:
    assert client.get(f"/mailbox/letter/{name}/").status_code == 404


def test_a_name_from_outside_never_leaves_the_folder(mailbox: Path) -> None:
    (mailbox.parent / "other.eml").write_bytes(b"Subject: not yours\n\n")
    assert letter_named("../other") is None


def test_a_production_site_answers_as_if_there_were_no_mailbox(
    client: Client, settings: object
) -> None:
    send()
    name = letters_to("rowan@example.org")[0].name
    settings.DEVELOPMENT = False  # type: ignore[attr-defined]
    settings.DATA = Path("/nonexistent")  # type: ignore[attr-defined]
    for path in ("", "to/rowan@example.org/", f"letter/{name}/", f"letter/{name}/1/"):
        assert client.get(f"/mailbox/{path}").status_code == 404


def test_the_demonstration_s_people_offer_their_keys(
    client: Client, settings: object, tmp_path: Path
) -> None:
    person = {
        "address": "rowan@example.org", "person": "p-1", "name": "Rowan Example", "role": "teller",
        "jwk": {"kty": "OKP", "crv": "Ed25519", "d": "AA", "x": "AA"},
    }  # fmt: skip
    (tmp_path / "demonstration.json").write_text(json.dumps([person]), "utf-8")
    settings.DATA = tmp_path  # type: ignore[attr-defined]
    assert "Rowan Example" in client.get("/mailbox/").content.decode()
    page = client.get("/mailbox/to/rowan@example.org/").content.decode()
    assert "data-load-key" in page
    assert "It is public and proves nothing" in page
