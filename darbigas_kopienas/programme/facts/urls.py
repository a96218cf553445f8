from collections.abc import Callable, Iterable

from django.http import HttpResponse
from django.urls import URLPattern, path
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from darbigas_kopienas.rooms import Text

from . import views
from .kinds import FactKind

Page = tuple[str, Text, Callable[..., HttpResponse]]


def fact_urls(kinds: Iterable[FactKind]) -> list[URLPattern]:
    """The pages of each kind, for the `urls.py` of its room."""
    return [
        path(format_lazy("<int:programme_pk>/{}{}", kind.path, rest), view, {"kind": kind}, name=f"{kind.name}_{verb}")
        for kind in kinds
        for verb, rest, view in _pages(kind)
    ]


def _pages(kind: FactKind) -> Iterable[Page]:
    """Verb, the end of the address, view."""
    yield "list", "", views.fact_list
    yield "add", _("add/"), views.fact_add
    yield "edit", "<int:pk>/", views.fact_edit
    yield "remove", format_lazy("<int:pk>/{}", _("remove/")), views.fact_remove
    if kind.is_in_order:
        yield "move", format_lazy("<int:pk>/{}", _("move/")), views.fact_move
