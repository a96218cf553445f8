"""A mailbox at the edge of the machine: the words of IMAP that the portal uses, as imaplib answers them."""

import re
from typing import Any, Self

import pytest


class Mailbox:
    def __init__(self, *messages: bytes) -> None:
        self.messages = dict(enumerate(messages, start=1))
        self.seen: set[int] = set()
        self.deleted: set[int] = set()
        self.calls: list[Any] = []

    def __call__(self, host: str, port: int, **more: Any) -> Self:
        self.calls.append((host, port, more))
        return self

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_error: object) -> None:
        self.calls.append("logout")

    def login(self, user: str, password: str) -> None:
        self.calls.append((user, password))

    def select(self, folder: str) -> None:
        self.calls.append(folder)

    def uid(self, word: str, *arguments: str) -> tuple[str, list[Any]]:
        if word == "SEARCH":
            unseen = [number for number in self.messages if number not in self.seen]
            return "OK", [" ".join(map(str, unseen)).encode() if unseen else None]
        number = int(arguments[0])
        if word == "FETCH":
            size = re.search(r"<0\.(\d+)>", arguments[1])
            assert size is not None
            if number not in self.messages:
                return "OK", [None]
            return "OK", [(b"1 (UID 1 BODY[]<0> {9}", self.messages[number][: int(size[1])]), b")"]
        self.seen.add(number)
        if "Deleted" in arguments[2]:
            self.deleted.add(number)
        return "OK", [b""]

    def expunge(self) -> None:
        for number in self.deleted:
            self.messages.pop(number, None)


def given(mailbox: Any, settings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    settings.BOUNCES_IMAP_HOST, settings.BOUNCES_IMAP_PORT = "imap.portal.example", 993
    settings.BOUNCES_IMAP_USER, settings.BOUNCES_IMAP_PASSWORD = "returned@portal.example", "a-secret"
    monkeypatch.setattr("imaplib.IMAP4_SSL", mailbox)
