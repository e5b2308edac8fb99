"""The booth as the site serves it: exactly the committed bytes, shut in, and nobody's tools."""

from hashlib import sha256
from pathlib import Path

import pytest
from django.test import Client

from hustings.web.base.booth import FILES

pytestmark = pytest.mark.django_db


def test_the_served_booth_is_the_committed_one() -> None:
    sums = dict(
        reversed(line.split("  "))
        for line in Client().get("/booth/SHA256SUMS").content.decode().splitlines()
    )
    for path, name in (("/booth/", "index.html"), ("/booth/booth.js", "booth.js")):
        assert sha256(Client().get(path).content).hexdigest() == sums[name]
    assert Client().get("/booth/booth.css")["Content-Type"].startswith("text/css")


def test_the_booth_is_the_same_for_everyone_and_remembers_nobody() -> None:
    plain = Client().get("/booth/")
    other = Client().get("/booth/?contest=northmoor&language=cy", headers={"accept-language": "cy"})
    assert plain.content == other.content == (FILES / "index.html").read_bytes()
    assert not plain.cookies


def test_the_booth_may_ask_this_site_alone_and_stands_in_no_frame() -> None:
    policy = Client().get("/booth/")["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "connect-src 'self'" in policy
    assert "frame-ancestors 'none'" in policy
    assert "unsafe" not in policy


@pytest.mark.parametrize("name", ["tools.html", "../hustings.css", "index.html", "nothing.js"])
def test_nothing_else_is_offered(name: str) -> None:
    assert Client().get(f"/booth/{name}").status_code == 404


def test_every_offered_file_is_there() -> None:
    from hustings.web.base.booth import OFFERED

    assert [name for name in OFFERED if not Path(FILES, name).is_file()] == []
