"""Letters: an accessible PDF with the same bytes every time, and an e-mail that says exactly the same."""

from dataclasses import replace
from datetime import date
from email import message_from_bytes, policy
from io import BytesIO

import pytest
from pypdf import PdfReader

from hustings.web.letters.letter import DatedLine, Letter
from hustings.web.letters.mail import file_name, letter_html, letter_mail, letter_text
from hustings.web.letters.pdf import render_letter

LETTER = Letter(
    organisation="Commonweal Union",
    sender=("National office", "Northmoor"),
    sent_on=date(2019, 6, 24),
    addressee=("Rowan Example", "Eastwater"),
    subject="Do you intend to stand again?",
    greeting="Dear Rowan Example,",
    paragraphs=("Please answer by Monday 8 July 2019, 6 pm.", "You may answer on paper."),
    dates=(DatedLine("Your answer", "by Monday 8 July 2019, 6 pm", "clause 4"),),
    after_dates=("Both ways count alike.",),
    citations=("clause 4: the office asks every sitting representative",),
    signed_by=("For the office", "Hazel Example"),
    record_reference="entry 14 of Northmoor 2019",
    unofficial=True,
)
SAID = (
    "Commonweal Union", "National office", "Monday 24 June 2019", "Rowan Example",
    "Do you intend to stand again?", "Please answer by Monday 8 July 2019, 6 pm.",
    "You may answer on paper.", "by Monday 8 July 2019, 6 pm", "Both ways count alike.",
    "the office asks every sitting representative", "Hazel Example",
    "entry 14 of Northmoor 2019", "Unofficial reconstruction",
)  # fmt: skip


def pdf(letter: Letter = LETTER) -> PdfReader:
    return PdfReader(BytesIO(render_letter(letter)))


def words_of_pdf(letter: Letter = LETTER) -> str:
    return " ".join(" ".join(page.extract_text().split()) for page in pdf(letter).pages)


def test_the_pdf_says_that_it_is_accessible_and_is_tagged() -> None:
    catalogue = pdf().trailer["/Root"].get_object()
    assert catalogue["/MarkInfo"]["/Marked"].value is True
    assert "/StructTreeRoot" in catalogue
    assert b"pdfuaid:part" in catalogue["/Metadata"].get_object().get_data()


def test_the_pdf_has_a_title_and_a_language() -> None:
    reader = pdf()
    assert reader.metadata is not None
    assert reader.metadata.title == "Do you intend to stand again?"
    catalogue = reader.trailer["/Root"].get_object()
    assert catalogue["/Lang"] == "en-GB"
    assert catalogue["/ViewerPreferences"]["/DisplayDocTitle"].value is True


def test_the_pdf_s_table_has_heads_and_its_subject_is_a_heading() -> None:
    kinds = structure_of(pdf())
    assert {"/H1", "/H2", "/P", "/Table", "/TH", "/TD", "/L"} <= kinds


def structure_of(reader: PdfReader) -> set[str]:
    found: set[str] = set()
    todo = [reader.trailer["/Root"].get_object()["/StructTreeRoot"].get_object()]
    while todo:
        node = todo.pop()
        if not hasattr(node, "get"):
            continue
        if "/S" in node:
            found.add(str(node["/S"]))
        below = node.get("/K", [])
        below = below.get_object() if hasattr(below, "get_object") else below
        todo += [b.get_object() for b in (below if isinstance(below, list) else [below])]
    return found


def test_the_same_letter_is_the_same_bytes() -> None:
    assert render_letter(LETTER) == render_letter(replace(LETTER))


@pytest.mark.parametrize("said", SAID)
def test_the_pdf_can_be_read_as_text(said: str) -> None:
    assert said in words_of_pdf()


@pytest.mark.parametrize("said", SAID)
def test_the_plain_text_says_the_same(said: str) -> None:
    assert said in " ".join(letter_text(LETTER).split())


@pytest.mark.parametrize("said", SAID)
def test_the_html_says_the_same(said: str) -> None:
    assert said in letter_html(LETTER)


def test_what_people_wrote_is_never_read_as_instructions() -> None:
    hostile = '#panic("x") $1$ *b* _i_ @ref <label> \\ [x] "q" // no'
    letter = replace(LETTER, paragraphs=(hostile,), subject=hostile)
    assert '#panic("x") $1$ *b* _i_ @ref <label>' in words_of_pdf(letter)
    assert "<label>" not in letter_html(letter)


def test_a_letter_in_welsh_says_so_and_has_welsh_dates() -> None:
    letter = replace(LETTER, language="cy", subject="Ydych chi’n bwriadu sefyll eto, Tŷ Ddewi?")
    assert pdf(letter).trailer["/Root"].get_object()["/Lang"] == "cy-GB"
    assert "24 Mehefin 2019 (dydd Llun)" in words_of_pdf(letter)
    assert "Tŷ Ddewi" in words_of_pdf(letter)


def test_a_long_letter_numbers_its_pages() -> None:
    letter = replace(LETTER, paragraphs=("A long matter. " * 60,) * 8)
    pages = len(pdf(letter).pages)
    assert pages > 1
    assert f"page 1 / {pages}" in words_of_pdf(letter)
    assert f"page {pages} / {pages}" in words_of_pdf(letter)


def test_a_letter_of_an_adopted_rulebook_has_no_label() -> None:
    assert "Unofficial" not in words_of_pdf(replace(LETTER, unofficial=False))


def test_the_mail_has_text_html_and_the_pdf() -> None:
    sent = letter_mail(LETTER, "rowan@example.org").message().as_bytes()
    kinds = [
        part.get_content_type() for part in message_from_bytes(sent, policy=policy.default).walk()
    ]
    assert [kind for kind in kinds if not kind.startswith("multipart")] == [
        "text/plain", "text/html", "application/pdf",
    ]  # fmt: skip


def test_the_html_fetches_nothing() -> None:
    html = letter_html(LETTER)
    assert not any(mark in html for mark in ("src=", "href=", "url(", "<script", "<style"))


def test_the_file_is_named_by_date_and_subject() -> None:
    assert file_name(LETTER) == "2019-06-24-do-you-intend-to-stand-again.pdf"
