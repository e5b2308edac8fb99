"""Signing in a real browser: the key is made there, cannot be taken out, and its signatures hold."""

import copy
import json
import subprocess
import sys
from base64 import b64decode, b64encode, urlsafe_b64encode
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as site
from nacl.signing import SigningKey, VerifyKey
from playwright.sync_api import expect

from hustings.conduct.keys import POSSESSION, key_id
from hustings.conduct.roles import Role
from tests.web.conftest import account_of
from tests.web.people import SmallKeyring
from tests.web.signing_urls import POSTED, STATEMENT

pytestmark = [
    pytest.mark.needs("chromium"),
    pytest.mark.django_db(transaction=True),
    pytest.mark.usefixtures("people"),
]


@pytest.fixture
def signing_site(settings: Any, live_server: Any) -> str:
    """The site with a page to sign on."""
    settings.ROOT_URLCONF = "tests.web.signing_urls"
    settings.TEMPLATES = copy.deepcopy(site.TEMPLATES)
    settings.TEMPLATES[0]["DIRS"].append(Path(__file__).parent / "templates")
    POSTED.clear()
    return str(live_server.url)


def teller(browser: Any, address: str, **options: Any) -> Any:
    """A page in a browser of its own in which the teller is signed in."""
    from django.test import Client

    client = Client()
    client.force_login(account_of(Role.TELLER))
    context = browser.new_context(**options)
    cookie = client.cookies[site.SESSION_COOKIE_NAME].value
    context.add_cookies([{"name": site.SESSION_COOKIE_NAME, "value": cookie, "url": address}])
    return context.new_page()


def make_key(page: Any, address: str) -> tuple[str, bytes]:
    page.goto(f"{address}/my/keys/")
    page.get_by_role("button", name="Make a key here").click()
    page.get_by_text("waits for confirmation").wait_for()
    (key, public) = SmallKeyring.asked["p-teller"][-1]
    return key.id, public


def test_a_key_made_in_the_browser_is_asked_for_with_proof_that_it_is_held(
    browser: Any, signing_site: str
) -> None:
    page = teller(browser, signing_site)
    key, public = make_key(page, signing_site)
    assert key == key_id(public)
    page.locator("[data-make-id]", has_text=key).wait_for()
    expect(page.get_by_role("button", name="Make a key here")).to_be_hidden()


def test_the_signature_is_over_exactly_the_bytes_of_the_statement(
    browser: Any, signing_site: str
) -> None:
    page = teller(browser, signing_site)
    key, public = make_key(page, signing_site)
    page.goto(f"{signing_site}/sign-here/")
    page.locator("[data-sign-button]").click()
    page.get_by_text("kept").wait_for()
    assert POSTED[0]["key"] == key
    VerifyKey(public).verify(STATEMENT, b64decode(POSTED[0]["signature"]))


def test_the_private_key_cannot_be_taken_out_of_the_browser(
    browser: Any, signing_site: str
) -> None:
    page = teller(browser, signing_site)
    make_key(page, signing_site)
    taken = page.evaluate(
        """async (script) => {
          const kept = await (await import(script)).keptKey("p-teller");
          const tries = ["jwk", "pkcs8", "raw"].map((form) =>
            crypto.subtle.exportKey(form, kept.privateKey).then(() => "out", () => "kept"));
          return [kept.privateKey.extractable, ...(await Promise.all(tries))];
        }""",
        f"{signing_site}/static/js/sign.js",
    )
    assert taken == [False, "kept", "kept", "kept"]


def test_without_a_key_the_page_says_where_to_make_one(browser: Any, signing_site: str) -> None:
    page = teller(browser, signing_site)
    page.goto(f"{signing_site}/sign-here/")
    page.get_by_role("link", name="Make a key here").wait_for()
    expect(page.locator("[data-sign-here]").first).to_be_hidden()


def test_without_javascript_a_signature_made_elsewhere_is_pasted(
    browser: Any, signing_site: str
) -> None:
    page = teller(browser, signing_site, java_script_enabled=False)
    page.goto(f"{signing_site}/sign-here/")
    assert (
        page.get_by_label("The statement to sign").input_value() == '{"body":{"words":"Tŷ"},"v":1}'
    )
    page.get_by_label("Key").fill("0f" * 16)
    page.get_by_label("Signature").fill("c2ln")
    page.get_by_role("button", name="Sign the return").click()
    page.get_by_text("kept").wait_for()
    assert (POSTED[0]["key"], POSTED[0]["signature"]) == ("0f" * 16, "c2ln")


def test_a_demonstration_key_is_loaded_from_the_mailbox_and_signs(
    browser: Any, signing_site: str, settings: Any, tmp_path: Path
) -> None:
    key = SigningKey(bytes(range(32)))
    settings.DATA = tmp_path
    jwk = {"kty": "OKP", "crv": "Ed25519", "d": _url(bytes(key)), "x": _url(bytes(key.verify_key))}
    person = {"address": "t@example.org", "person": "p-teller", "name": "T", "role": "teller"}
    (tmp_path / "demonstration.json").write_text(json.dumps([{**person, "jwk": jwk}]), "utf-8")
    page = teller(browser, signing_site)
    page.goto(f"{signing_site}/mailbox/to/t@example.org/")
    page.get_by_role("button", name="Load the key").click()
    page.get_by_text("The key is in this browser").wait_for()
    page.goto(f"{signing_site}/sign-here/")
    page.locator("[data-sign-button]").click()
    page.get_by_text("kept").wait_for()
    key.verify_key.verify(STATEMENT, b64decode(POSTED[0]["signature"]))


def _url(value: bytes) -> str:
    return urlsafe_b64encode(value).decode().rstrip("=")


def test_a_key_made_on_the_command_line_is_asked_for_by_hand(as_role: Any, tmp_path: Path) -> None:
    program = str(Path(sys.executable).with_name("hustings"))
    file = str(tmp_path / "my.key")
    subprocess.run([program, "key", "make", file, "--no-passphrase"], check=True)
    proof = [program, "key", "prove", file, "p-teller"]
    printed = subprocess.run(proof, check=True, capture_output=True, text=True).stdout
    said = dict(line.split(": ") for line in printed.splitlines())
    form = {"public_key": said["public"], "signature": said["signature"]}
    assert as_role(Role.TELLER).post("/my/keys/", form).status_code == 302
    assert SmallKeyring.asked["p-teller"][0][1] == b64decode(said["public"])


def test_a_key_that_its_asker_does_not_hold_is_refused(as_role: Any) -> None:
    mine, theirs = SigningKey(bytes(32)), SigningKey(bytes(range(32)))
    public = bytes(theirs.verify_key)
    forged = mine.sign(POSSESSION + b"p-teller\n" + public).signature
    form = {"public_key": b64encode(public).decode(), "signature": b64encode(forged).decode()}
    answer = as_role(Role.TELLER).post("/my/keys/", form)
    assert answer.status_code == 409
    assert not SmallKeyring.asked
