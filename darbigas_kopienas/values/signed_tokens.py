"""Tokens in links: each stands for one row and one purpose, and only this portal can make it."""

from django.core import signing


def _signer(kind: str) -> signing.Signer:
    return signing.Signer(salt=kind, sep=".")  # a colon would be escaped in some mail programs


def token(kind: str, pk: int) -> str:
    """`kind` says what the link is for, so that a token of one kind opens nothing of another."""
    return _signer(kind).sign(str(pk))


def pk_in(kind: str, token: str) -> int | None:
    """The row that the token stands for; None where it was not made here or for something else."""
    try:
        return int(_signer(kind).unsign(token))
    except (signing.BadSignature, ValueError):
        return None
