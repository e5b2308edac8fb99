"""Voters in the booth, in a real browser, against a small server that keeps the contract."""

import json
import re
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest
from nacl.signing import SigningKey

from tests.booth.papers import CODE, ONE_OR_NONE, RANKING, TWELVE, UP_TO_TWO, YES_NO, paper
from tests.booth.small_server import Box, fingerprint, serving

pytestmark = pytest.mark.needs("chromium")

CREDENTIAL = "f1aaddbcf03c387a7b6ac09de4200c6121daf8622220b0f7d0f4db1e4ae66a37"
"""The public half of CODE in these papers, as tests/golden/secret has it."""


class Booth:
    """A box, its server, and a voter's page; what the browser complains of is kept."""

    def __init__(self, stack: ExitStack, chromium: Any) -> None:
        self._stack, self._chromium = stack, chromium
        self.complaints: list[str] = []
        self.requests: list[str] = []

    def open(
        self,
        election: bytes,
        query: str = "?contest=branch-1",
        *,
        wait: str = "h1[tabindex]",
        **options: Any,
    ) -> Any:
        """The first screen of a booth for this paper; the voter's code is on the roll."""
        self.box = Box(election, {CREDENTIAL: "free"})
        self.address = self._stack.enter_context(serving(self.box))
        return self.visit(query, wait=wait, **options)

    def visit(
        self, query: str = "?contest=branch-1", *, wait: str = "h1[tabindex]", **options: Any
    ) -> Any:
        """A page of a fresh profile in the same box's booth."""
        context = self._chromium.new_context(**{"locale": "en-GB"} | options)
        context.set_default_timeout(8_000)
        self._stack.callback(context.close)
        page = context.new_page()
        page.on("console", lambda line: self.complaints.append(line.text))
        page.on("pageerror", lambda problem: self.complaints.append(str(problem)))
        page.on("request", lambda request: self.requests.append(request.url))
        page.goto(f"{self.address}/booth/{query}")
        page.locator(wait).wait_for()
        return page


@pytest.fixture
def booth(chromium: Any) -> Iterator[Booth]:
    """A booth whose browser had nothing to complain of and asked nobody else."""
    with ExitStack() as stack:
        made = Booth(stack, chromium)
        yield made
        expected = "Failed to load resource"
        assert not [line for line in made.complaints if expected not in line]
        assert not [url for url in made.requests if not url.startswith((made.address, "blob:"))]


def seal(page: Any) -> str:
    """Press the button, and read the seal on the next screen."""
    page.get_by_role("button", name="Seal my vote").click()
    page.get_by_role("heading", name="Check your vote").wait_for()
    return str(page.locator("#seal").inner_text()).replace(" ", "").replace("\n", "")


def cast(page: Any) -> str:
    """Press the button, and read the tracker on the receipt."""
    page.get_by_role("button", name="Cast this vote").click()
    page.get_by_role("heading", name="Your vote is cast").wait_for()
    return str(page.locator(".rows .figures").first.inner_text()).replace(" ", "")


def problems(page: Any) -> list[str]:
    """What stands in the summary, which has the focus."""
    page.get_by_role("heading", name="Before you can go on").wait_for()
    assert page.evaluate("document.activeElement.className") == "problems"
    return list(page.locator(".problems li").all_inner_texts())


def holds_for_everybody(page: Any, width: int) -> None:
    """Nothing that axe finds, nothing wider than the window, nothing too small to press."""
    from axe_playwright_python.sync_playwright import Axe

    found = Axe().run(page).response["violations"]
    assert not found, [(one["id"], one["nodes"][0]["html"]) for one in found]
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    small = page.evaluate(
        """() => [...document.querySelectorAll("button, input, summary")]
          .filter((e) => e.checkVisibility() && e.getBoundingClientRect().height < 24)
          .map((e) => e.outerHTML)"""
    )
    assert not small


def test_a_vote_takes_three_screens_and_its_receipt_fits_what_is_in_the_box(booth: Booth) -> None:
    page = booth.open(paper(YES_NO))
    page.get_by_label("Yes").check()
    page.get_by_label("The code from your letter").fill(CODE)
    sealed = seal(page)
    assert page.locator(".rows dd").first.inner_text() == "Yes"
    tracker = cast(page)
    [ballot] = booth.box.ballots
    assert tracker == fingerprint(ballot)
    whole = json.loads(ballot)
    assert whole["signature"]["hash"] == sealed
    assert whole["credential"] == CREDENTIAL
    assert page.get_by_text("this device checked it").is_visible()


def test_the_code_and_the_choice_never_leave_the_device(booth: Booth) -> None:
    page = booth.open(paper(YES_NO))
    sent: list[str] = []
    page.on("request", lambda request: sent.append(f"{request.url} {request.post_data}"))
    page.get_by_label("No", exact=True).check()
    page.get_by_label("The code from your letter").fill(CODE.replace("-", " "))
    seal(page)
    cast(page)
    assert sent
    for piece in (CODE, CODE.replace("-", ""), CODE[:11]):
        assert not [one for one in sent if piece in one]
    kept = page.evaluate("[localStorage.length, sessionStorage.length, document.cookie]")
    assert kept == [0, 0, ""]


def test_ranking_by_numbers_and_by_buttons_comes_to_the_same(booth: Booth) -> None:
    page = booth.open(paper(RANKING))
    page.get_by_label(f"Number for {TWELVE[4]}").fill("1")
    page.get_by_label(f"Number for {TWELVE[0]}").fill("2")
    page.get_by_role("button", name=f"Move {TWELVE[11]} up").click()
    assert page.get_by_label(f"Number for {TWELVE[11]}").input_value() == "3"
    page.get_by_role("button", name=f"Move {TWELVE[11]} up").click()
    assert page.get_by_role("status").first.inner_text() == f"{TWELVE[11]} is now number 2."
    assert page.locator(".order li").all_inner_texts() == [TWELVE[4], TWELVE[11], TWELVE[0]]
    page.get_by_role("button", name=f"Move {TWELVE[4]} down").click()
    page.get_by_label("The code from your letter").fill(CODE)
    seal(page)
    assert page.locator(".rows ol li").all_inner_texts() == [TWELVE[11], TWELVE[4], TWELVE[0]]


def test_a_whole_vote_by_keyboard_alone(booth: Booth) -> None:
    page = booth.open(paper(RANKING))
    page.keyboard.press("Tab")
    for name in (TWELVE[2], TWELVE[0]):
        button = page.get_by_role("button", name=f"Move {name} up")
        while not button.evaluate("e => e === document.activeElement"):
            page.keyboard.press("Tab" if name == TWELVE[2] else "Shift+Tab")
        page.keyboard.press("Enter")
        assert button.evaluate("e => e === document.activeElement")
    while page.evaluate("document.activeElement.id") != "code":
        page.keyboard.press("Tab")
    page.keyboard.type(CODE)
    page.keyboard.press("Enter")
    page.get_by_role("heading", name="Check your vote").wait_for()
    assert page.evaluate("document.activeElement.tagName") == "H1"
    assert page.locator(".rows ol li").all_inner_texts() == [TWELVE[2], TWELVE[0]]
    while page.evaluate("document.activeElement.textContent") != "Cast this vote":
        page.keyboard.press("Tab")
    page.keyboard.press("Space")
    page.get_by_role("heading", name="Your vote is cast").wait_for()
    assert page.evaluate("document.activeElement.tagName") == "H1"


def test_every_problem_is_said_beside_its_field_and_leads_to_it(booth: Booth) -> None:
    page = booth.open(paper(YES_NO, RANKING, UP_TO_TWO))
    page.get_by_label(f"Number for {TWELVE[0]}").fill("1")
    page.get_by_label(f"Number for {TWELVE[5]}").fill("3")
    for place in UP_TO_TWO["answers"]:
        page.get_by_role("checkbox", name=place).check()
    page.get_by_label("The code from your letter").fill("5wqCm-EPZuFI")
    page.get_by_role("button", name="Seal my vote").click()
    assert problems(page) == [
        "Choose one of the answers to “Shall the sitting member be re-adopted?”.",
        f"There is no number 2, but {TWELVE[5]} has a later one. Use 1, 2, 3 without a gap.",
        "You chose 3 answers to “Where shall the office be?”. Choose at most 2.",
        (
            "Codes have no “I”. Compare this character with your letter: "
            "it may be another that looks like it."
        ),
    ]
    page.get_by_role("link", name="There is no number 2").click()
    field = page.get_by_label(f"Number for {TWELVE[5]}")
    assert field.evaluate("e => e === document.activeElement")
    assert field.get_attribute("aria-invalid") == "true"
    described = field.get_attribute("aria-describedby").split()[0]
    assert "no number 2" in page.locator(f"#{described}").inner_text()
    holds_for_everybody(page, 1280)


def test_a_code_that_is_not_on_the_roll_is_found_before_anything_is_sealed(booth: Booth) -> None:
    page = booth.open(paper(YES_NO))
    booth.box.roll.clear()
    page.get_by_label("Yes").check()
    page.get_by_label("The code from your letter").fill(CODE)
    page.get_by_role("button", name="Seal my vote").click()
    assert "not on the roll" in problems(page)[0]
    for state, says in (("cast", "already cast"), ("struck-off", "A paper was accepted.")):
        booth.box.roll[CREDENTIAL] = state
        page.get_by_role("button", name="Seal my vote").click()
        page.locator(".problems", has_text=says).wait_for()


def test_a_tested_vote_is_opened_never_signed_and_a_new_one_is_sealed(
    booth: Booth, tmp_path: Path
) -> None:
    page = booth.open(paper(YES_NO, RANKING))
    page.get_by_label("Yes").check()
    page.get_by_label(f"Number for {TWELVE[3]}").fill("1")
    page.get_by_label("The code from your letter").fill(CODE)
    first = seal(page)
    page.get_by_role("button", name="Test the sealing instead").click()
    page.get_by_role("heading", name="This sealed vote is opened").wait_for()
    with page.expect_download() as download:
        page.get_by_role("button", name="Save the opened vote").click()
    file = tmp_path / "opened.json"
    download.value.save_as(file)
    opened = json.loads(file.read_text("utf-8"))
    assert opened["seal"] == first == fingerprint(opened["ballot"].encode())
    assert "signature" not in opened["ballot"]
    assert not booth.box.ballots
    page.get_by_role("button", name="Go back and seal a new vote").click()
    assert page.get_by_label("Yes").is_checked()
    assert seal(page) != first
    cast(page)
    assert len(booth.box.ballots) == 1
    asked = len(booth.box.asked)
    other = booth.visit("?contest=branch-1&check=opened")
    assert "/booth/contests/branch-1/" not in booth.box.asked[asked:], "no elector is asked for"
    other.get_by_role("button", name="Check it").click()
    assert problems(other) == ["Choose the file with the opened vote."]
    other.get_by_label("The file with the opened vote").set_input_files(file)
    other.get_by_role("button", name="Check it").click()
    other.get_by_text("It holds").wait_for()
    assert not other.locator(".problems").is_visible()
    shown = [one.replace(" ", "") for one in other.locator("#finding .figures").all_inner_texts()]
    assert shown == [first, fingerprint(booth.box.election)]
    holds_for_everybody(other, 1280)
    file.write_text(json.dumps(opened | {"choices": [[0, 0, 1], opened["choices"][1]]}), "utf-8")
    other.get_by_label("The file with the opened vote").set_input_files(file)
    other.get_by_role("button", name="Check it").click()
    other.get_by_text("does not contain the choices").wait_for()


def test_a_vote_whose_answer_is_lost_is_sent_again_as_it_was_and_counts_once(booth: Booth) -> None:
    page = booth.open(paper(YES_NO))
    booth.box.broken = 1
    page.get_by_label("Yes").check()
    page.get_by_label("The code from your letter").fill(CODE)
    seal(page)
    page.get_by_role("button", name="Cast this vote").click()
    page.get_by_text("We do not know whether your vote arrived").wait_for()
    assert not page.get_by_role("button", name="Test the sealing instead").is_visible()
    assert not page.get_by_role("button", name="Change my vote").is_visible()
    assert not page.get_by_text("It is not cast yet").is_visible()
    tracker = cast(page)
    assert [fingerprint(ballot) for ballot in booth.box.ballots] == [tracker]


def test_who_was_signed_out_signs_in_beside_and_casts_the_same_sealed_vote(booth: Booth) -> None:
    page = booth.open(paper(YES_NO))
    page.get_by_label("Yes").check()
    page.get_by_label("The code from your letter").fill(CODE)
    sealed = seal(page)
    booth.box.signed_out = True
    page.get_by_role("button", name="Cast this vote").click()
    link = page.get_by_role("link", name="Sign in (new window)")
    link.wait_for()
    assert link.get_attribute("target") == "_blank"
    booth.box.signed_out, booth.box.token = False, "a-token-of-another-session"
    cast(page)
    [ballot] = booth.box.ballots
    assert json.loads(ballot)["signature"]["hash"] == sealed


def test_the_vote_is_sealed_in_a_worker_which_ends_with_the_cast(booth: Booth) -> None:
    page = booth.open(paper(YES_NO))
    page.get_by_label("Yes").check()
    page.get_by_label("The code from your letter").fill(CODE)
    seal(page)
    assert len(page.workers) == 1
    cast(page)
    page.wait_for_function("true")
    assert not page.workers


def test_a_vote_that_the_server_refuses_says_why(booth: Booth) -> None:
    page = booth.open(paper(YES_NO))
    booth.box.refuses = {"because": "The poll closed at 6 pm."}
    page.get_by_label("Yes").check()
    page.get_by_label("The code from your letter").fill(CODE)
    seal(page)
    page.get_by_role("button", name="Cast this vote").click()
    page.get_by_text("The poll closed at 6 pm.").wait_for()
    assert page.evaluate("document.activeElement.className") == "notice notice-refused"


def test_a_receipt_with_a_bad_signature_is_not_relied_on(booth: Booth) -> None:
    page = booth.open(paper(YES_NO))
    booth.box.promise_key = SigningKey(bytes(32))
    page.get_by_label("Yes").check()
    page.get_by_label("The code from your letter").fill(CODE)
    seal(page)
    cast(page)
    assert page.get_by_text("does not carry a good signature").is_visible()
    assert not page.get_by_text("this device checked it").is_visible()


def test_a_ballot_paper_that_was_not_announced_is_not_voted_on(booth: Booth) -> None:
    page = booth.open(paper(YES_NO))
    booth.box.changes["fingerprint"] = fingerprint(b"another")
    page.reload()
    page.get_by_text("not the one that the server announced").wait_for()
    assert page.locator("form").count() == 0


def test_refusals_of_the_server_are_pages(booth: Booth) -> None:
    page = booth.open(paper(YES_NO), "?contest=closed")
    assert page.get_by_text("The poll closed on Friday").is_visible()
    assert page.get_by_role("link", name="The box").get_attribute("href") == "/box/"
    assert not page.get_by_role("button", name="Try again").is_visible()
    page.goto(f"{booth.address}/booth/?contest=stranger")
    sign_in = page.get_by_role("link", name="Sign in")
    sign_in.wait_for()
    assert sign_in.get_attribute("href") == "/sign-in/?next=%2Fbooth%2F%3Fcontest%3Dstranger"
    page.goto(f"{booth.address}/booth/?contest=../../elsewhere")
    page.get_by_text("This address names no election").wait_for()
    page.goto(f"{booth.address}/booth/?contest=nowhere")
    page.get_by_text("This address names no election").wait_for()
    assert not page.get_by_role("button", name="Try again").is_visible()
    page.route("**/contests/**", lambda route: route.abort())
    page.goto(f"{booth.address}/booth/?contest=branch-1")
    page.get_by_text("The ballot paper could not be fetched").wait_for()
    page.unroute("**/contests/**")
    page.get_by_role("button", name="Try again").click()
    page.get_by_role("heading", name="Your vote").wait_for()


def test_back_from_the_check_keeps_what_was_chosen_and_back_from_the_receipt_starts_anew(
    booth: Booth,
) -> None:
    page = booth.open(paper(ONE_OR_NONE))
    page.get_by_label("None of these").check()
    page.get_by_label("The code from your letter").fill(CODE)
    seal(page)
    page.go_back()
    page.get_by_role("heading", name="Your vote").wait_for()
    assert page.get_by_label("None of these").is_checked()
    seal(page)
    assert page.get_by_text("None of the answers").is_visible()
    cast(page)
    page.go_back()
    page.get_by_label("None of these").wait_for()
    assert not page.get_by_label("None of these").is_checked()
    assert page.get_by_label("The code from your letter").input_value() == ""


def test_the_language_can_be_changed_on_every_screen_and_nothing_is_lost(booth: Booth) -> None:
    page = booth.open(paper(YES_NO), locale="cy-GB")
    assert page.get_by_role("heading", name="Eich pleidlais").is_visible()
    assert page.get_by_text("yn cau ddydd Gwener 4 Rhagfyr 2026, 6 y prynhawn (").is_visible()
    page.get_by_label("Yes").check()
    page.get_by_role("button", name="English").click()
    assert page.get_by_label("Yes").is_checked()
    assert page.evaluate("document.documentElement.lang") == "en"
    assert page.evaluate("document.activeElement.textContent") == "English"
    page.get_by_label("The code from your letter").fill(CODE)
    sealed = seal(page)
    page.get_by_role("button", name="Cymraeg").click()
    page.get_by_role("heading", name="Gwiriwch eich pleidlais").wait_for()
    assert sealed in page.locator("#seal").inner_text().replace(" ", "")
    page.get_by_role("button", name="Bwrw’r bleidlais hon").click()
    page.get_by_role("heading", name="Mae’ch pleidlais wedi’i bwrw").wait_for()


def test_the_papers_own_words_carry_the_papers_language(booth: Booth) -> None:
    page = booth.open(paper(YES_NO, RANKING, language="en"), locale="cy-GB")
    assert page.evaluate("document.documentElement.lang") == "cy"
    for text in (YES_NO["question"], TWELVE[0], "Yes"):
        assert page.get_by_text(text, exact=True).first.get_attribute("lang") == "en"
    assert page.get_by_text("Pleidlais wag", exact=True).get_attribute("lang") is None


def test_a_receipt_is_kept_and_says_nothing_of_the_choice(booth: Booth, tmp_path: Path) -> None:
    page = booth.open(paper(RANKING))
    page.get_by_label(f"Number for {TWELVE[3]}").fill("1")
    page.get_by_label("The code from your letter").fill(CODE)
    seal(page)
    tracker = cast(page)
    with page.expect_download() as download:
        page.get_by_role("button", name="Save the receipt").click()
    download.value.save_as(tmp_path / "receipt.txt")
    receipt = (tmp_path / "receipt.txt").read_text("utf-8")
    assert f"Tracker: {tracker}" in receipt
    assert "— record.example.org " in receipt
    whole = receipt + page.locator("main").inner_text()
    assert not [name for name in TWELVE if name in whole]
    assert CODE not in whole


@pytest.mark.parametrize(
    ("width", "height", "scheme"),
    [(1280, 800, "light"), (390, 844, "dark"), (320, 256, "light")],
    ids=["1280", "390", "400-per-cent"],
)
def test_every_screen_holds_for_everybody(
    booth: Booth, width: int, height: int, scheme: str
) -> None:
    """A window of 1280 by 1024 at 400 per cent has 320 by 256 of these pixels."""
    size = {"width": width, "height": height}
    page = booth.open(paper(YES_NO, RANKING, UP_TO_TWO), viewport=size, color_scheme=scheme)
    holds_for_everybody(page, width)
    page.get_by_role("button", name="Seal my vote").click()
    problems(page)
    holds_for_everybody(page, width)
    page.get_by_label("Yes").check()
    page.get_by_label("Northmoor").check()
    page.get_by_label(f"Number for {TWELVE[10]}").fill("1")
    page.get_by_label("The code from your letter").fill(CODE)
    seal(page)
    holds_for_everybody(page, width)
    page.get_by_role("button", name="Test the sealing instead").click()
    page.get_by_role("heading", name="This sealed vote is opened").wait_for()
    holds_for_everybody(page, width)
    page.get_by_role("button", name="Go back and seal a new vote").click()
    seal(page)
    cast(page)
    holds_for_everybody(page, width)


def test_without_its_script_the_booth_says_what_to_do(booth: Booth) -> None:
    page = booth.open(paper(YES_NO), wait="h1", java_script_enabled=False)
    assert page.get_by_text("ask the returning officer for another way").is_visible()
    assert page.get_by_text("gofynnwch i’r swyddog canlyniadau").is_visible()
    assert re.search(r"integrity=\"sha256-[A-Za-z0-9+/]{43}=\" defer", page.content())
