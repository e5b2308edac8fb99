"""Serve the site: a development server on this machine, or gunicorn for everybody."""

import os
from collections.abc import Callable

import click


@click.command("serve")
@click.option(
    "--port",
    type=click.IntRange(1, 65535),
    default=8000,
    show_default=True,
    help="The port to listen on.",
)
@click.option("--host", default="127.0.0.1", show_default=True, help="The address to listen on.")
@click.option(
    "--development", is_flag=True, help="Keep letters in a mailbox page instead of sending them."
)
@click.option(
    "--workers", default=2, show_default=True, help="Processes that answer (not in development)."
)
def command(port: int, host: str, *, development: bool, workers: int) -> None:
    """Serve the site; set up its database first where that is needed."""
    if development:
        os.environ["HUSTINGS_DEVELOPMENT"] = "1"
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "hustings.web.settings")
    prepare(quiet=True)
    from hustings.conduct.packing import forget_what_was_erased_here

    forget_what_was_erased_here()
    address = f"http://{'localhost' if host == '127.0.0.1' else host}:{port}"
    beside = _witnesses_of_a_demonstration(address)
    click.echo(f"Serving at {address}/")
    listen(host, port, 1 if os.environ.get("HUSTINGS_DEVELOPMENT") == "1" else workers, beside)


def _witnesses_of_a_demonstration(address: str) -> Callable[[], None]:
    """A demonstration that is served again is watched again; every other site's witnesses are somebody else's."""
    from django.conf import settings

    from hustings.cli.demo_witnesses import TOLD, are_here, watch

    if not (settings.DEVELOPMENT and are_here(settings.DATA)):
        return lambda: None
    click.echo(TOLD.format(folder=settings.DATA))
    return lambda: watch(settings.DATA, address)


def prepare(*, quiet: bool) -> None:
    """Bring database, catalogues and static files up to date; safe to repeat."""
    import django
    from django.conf import settings
    from django.core.management import call_command

    from hustings.web.messages import compile_all

    compile_all(only_missing=True)
    django.setup()
    call_command("migrate", interactive=False, verbosity=0 if quiet else 1)
    if not settings.DEVELOPMENT:
        call_command("collectstatic", interactive=False, verbosity=0)


def listen(host: str, port: int, workers: int, beside: Callable[[], None] = lambda: None) -> None:
    """Answer until told to stop; each worker begins with what is done ``beside``."""
    from gunicorn.app.base import BaseApplication

    from hustings.web.background import BehindThePage
    from hustings.web.wsgi import application

    BehindThePage.answering = True

    class Site(BaseApplication):  # type: ignore[misc]
        def load_config(self) -> None:
            self.cfg.set("bind", f"{host}:{port}")
            self.cfg.set("workers", workers)
            self.cfg.set("threads", 8)
            self.cfg.set("loglevel", "warning")
            self.cfg.set("control_socket_disable", True)
            self.cfg.set("post_worker_init", lambda _worker: beside())

        def load(self) -> object:
            return application

    Site().run()
