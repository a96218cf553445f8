"""Where a document is shown: rooms fill this in `AppConfig.ready()`, so a withdrawn photo is found everywhere."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from .models import Document


@dataclass(frozen=True)
class Use:
    """One place: what it is called, its address, and whether strangers could see the document there."""

    text: str
    url: str = ""
    was_public: bool = False


Finder = Callable[["Document"], Iterable[Use]]
_finders: dict[str, Finder] = {}


def register_uses(name: str, finder: Finder) -> None:
    """`name` is the room; registering again replaces."""
    _finders[name] = finder


def uses_of(document: "Document") -> list[Use]:
    return [use for name in sorted(_finders) for use in _finders[name](document)]
