"""What a development site does behind the page, and what it does before it answers."""

from threading import Event, current_thread
from typing import Any

import pytest
from django_tasks import task

from hustings.web.background import BehindThePage

ran_in: list[str] = []
DONE = Event()


@task(priority=-10)
def can_wait() -> None:
    ran_in.append(current_thread().name)
    DONE.set()


@task()
def cannot_wait() -> None:
    ran_in.append(current_thread().name)


@pytest.fixture(autouse=True)
def nothing_done() -> None:
    ran_in.clear()
    DONE.clear()


def test_a_site_that_answers_sends_letters_behind_the_page(monkeypatch: Any) -> None:
    monkeypatch.setattr(BehindThePage, "answering", True)
    can_wait.enqueue()
    assert DONE.wait(10)
    assert ran_in != [current_thread().name]


def test_a_site_that_answers_sends_a_sign_in_code_at_once(monkeypatch: Any) -> None:
    monkeypatch.setattr(BehindThePage, "answering", True)
    cannot_wait.enqueue()
    assert ran_in == [current_thread().name]


def test_whoever_only_builds_the_record_finds_every_letter_sent_before_the_next_line() -> None:
    can_wait.enqueue()
    assert ran_in == [current_thread().name]
