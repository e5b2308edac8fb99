"""The log says what happened, never to whom: addresses and query strings do not reach it."""

import logging
import re

_ADDRESS = re.compile(r"[^\s@<>\"'=:;,()]+@[^\s@<>\"'=:;,()]+")
_QUERY = re.compile(r"\?[^\s\"']*")
_NETWORK = re.compile(r"\b\d{1,3}(?:\.\d{1,3}){3}\b")


class WithoutPersons(logging.Filter):
    """Replace e-mail addresses, network addresses and query strings, in the message and its trace."""

    def filter(self, record: logging.LogRecord) -> bool:
        record.msg, record.args = clean(record.getMessage()), ()
        if record.exc_info and not record.exc_text:
            record.exc_text = clean(logging.Formatter().formatException(record.exc_info))
        record.__dict__.pop("request", None)
        return True


def clean(text: str) -> str:
    """``text`` without anything that says who."""
    return _NETWORK.sub("[network]", _QUERY.sub("?[…]", _ADDRESS.sub("[address]", text)))
