"""What e-mails are about, of those things that the reader sees today; a thing that is gone is not named."""

from collections.abc import Iterable

from darbigas_kopienas.programme.actors import Reader
from darbigas_kopienas.programme.history import Thing, key_of, things_seen_by

AT_ONCE = 2000


def things_by_key(reader: Reader, keys: Iterable[str]) -> dict[str, Thing]:
    """By `label:pk`, as e-mails keep it: one statement for all kinds of things together."""
    things: dict[str, Thing] = {}
    known = sorted({key for about in set(keys) if (key := key_of(about)) is not None})
    for start in range(0, len(known), AT_ONCE):
        seen = things_seen_by(reader, set(known[start : start + AT_ONCE]))
        things |= {f"{label}:{pk}": thing for (label, pk), thing in seen.items()}
    return things
