"""The living style page: every component with invented words, so that the look can be seen and tested in one place."""

from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal

from django import forms
from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from darbigas_kopienas.evidence.uploads import PICTURES_OFFERED
from darbigas_kopienas.pages.list_query import EVERY_LIST, page_of, require_form
from darbigas_kopienas.rooms import registered
from darbigas_kopienas.values.form_fields import DateField, MoneyField, TitleField
from darbigas_kopienas.web.components import Column, Row

TOKENS = (
    "paper", "surface", "sunk", "ink", "muted", "line", "edge", "brand", "brand-strong", "brand-tint", "accent",
    "accent-tint", "sun", "good", "good-tint", "warn", "warn-tint", "bad", "bad-tint", "deep",
)  # fmt: skip


ICONS = (
    "alert-triangle", "bell", "book", "building", "calendar", "camera", "check", "chevron-left",
    "chevron-right", "clock", "coins", "download", "external-link", "file-text", "filter", "globe", "heart",
    "history", "home", "info", "key", "log-in", "log-out", "mail", "map-pin", "menu", "minus", "moon", "package",
    "pencil", "plus", "qr", "search", "send", "settings", "sprout", "sun", "trash", "undo", "upload", "user",
    "users", "wallet", "x",
)  # fmt: skip


class SampleForm(forms.Form):
    """One field of each sort."""

    title = TitleField(label=gettext_lazy("Title of the event"), max_length=80)
    kind = forms.ChoiceField(
        label=gettext_lazy("Kind of event"),
        choices=[("1", gettext_lazy("mobilisation of the community")), ("2", gettext_lazy("social entrepreneurship"))],
    )
    held_on = DateField(label=gettext_lazy("Day"))
    total = MoneyField(label=gettext_lazy("Total of the document"))
    photos = forms.FileField(
        label=gettext_lazy("Photos"),
        required=False,
        help_text=gettext_lazy("JPG or PNG; made smaller on the phone before they are sent."),
        widget=forms.FileInput(attrs={"data-photos": "", "accept": PICTURES_OFFERED}),
    )
    groups = forms.MultipleChoiceField(
        label=gettext_lazy("Who took part"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        choices=[("c", gettext_lazy("children")), ("p", gettext_lazy("parents")), ("t", gettext_lazy("teachers"))],
    )
    note = forms.CharField(label=gettext_lazy("Note"), required=False, widget=forms.Textarea)
    is_public = forms.BooleanField(label=gettext_lazy("Show on the public page"), required=False)


class SampleFilter(forms.Form):
    """What stands above a list."""

    text = forms.CharField(label=gettext_lazy("Text"), required=False)
    kind = forms.ChoiceField(
        label=gettext_lazy("State"), required=False, choices=[("", gettext_lazy("all")), ("h", gettext_lazy("held"))]
    )


@dataclass(frozen=True)
class _Entry:
    sentence: str
    at: datetime
    actor_name: str = ""
    thing: str = ""
    url: str = ""
    changes: tuple[str, ...] = ()


@dataclass(frozen=True)
class _Job:
    state: str
    stage_shown: str
    percent: int


def _rows() -> list[Row]:
    return [
        Row([_("Flower planting in the yard"), date(2020, 6, 4), "held", 48, Decimal("212.40")], url="#tables"),
        Row([_("Opening of the resource centre"), date(2020, 1, 23), "held", 120, Decimal("1034.00")], url="#tables"),
        Row([_("Symposium"), date(2021, 2, 8), "moved_online", 86, Decimal("0.00")], note=_("postponed twice")),
    ]


def _columns() -> list[Column]:
    return [
        Column(_("Title"), sort="title"),
        Column(_("Day"), "date", sort="held_on"),
        Column(_("State"), "badge"),
        Column(_("Participants"), "count", sort="participants"),
        Column(_("Cost"), "money"),
    ]


@require_safe
def style(request: HttpRequest) -> HttpResponse:
    """For those who build the portal: its sums are invented, so nobody else is shown it."""
    if not (settings.DEBUG or getattr(request.user, "is_staff", False)):
        raise Http404
    sample = SampleFilter(request.GET or None)
    require_form(request.GET, sample, also=dict.fromkeys(EVERY_LIST))
    months = [f"{number:02d}" for number in range(1, 13)]
    counts = (3, 5, 9, 7, 12, 4, 1, 2, 14, 11, 9, 6)
    context = {
        "tokens": TOKENS,
        "icon_names": ICONS,
        "states": sorted({value for room in registered() for value in room.states}),
        "sample": SampleForm(initial={"held_on": date(2026, 11, 23), "total": Decimal("1000.50")}, prefix="s"),
        "wrong": SampleForm(
            {"w-title": "", "w-kind": "1", "w-held_on": "31.02.2026", "w-total": "1.000,50"}, prefix="w"
        ),
        "filter": sample,
        "columns": _columns(),
        "rows": _rows(),
        "total": Row([_("Together"), None, "", 254, Decimal("1246.40")]),
        "page": page_of(request, range(90), 30),
        "points": list(zip(months, counts, strict=True)),
        "sums": [(name, Decimal(value)) for name, value in (("2019", "18420"), ("2020", "61210"), ("2021", "9035"))],
        "spent": Decimal("71318.40"),
        "whole": Decimal("115029.00"),
        "share": Decimal("650.00"),
        "small": Decimal("1000.00"),
        "draft": Decimal("8200.00"),
        "over": Decimal("1120.00"),
        "entries": [
            _Entry(_("Expense 14 was booked"), datetime(2026, 11, 20, 9, 12, tzinfo=UTC), "Anna"),
            _Entry(_("Expense 14 was submitted"), datetime(2026, 11, 19, 14, 3, tzinfo=UTC), "Ilze"),
        ],
        "job": _Job("running", _("Drawing the pages"), 62),
        "opened": date(2020, 6, 4),
        "today": date(2026, 11, 23),
        "step_names": [_("Template"), _("Upload"), _("Preview"), _("Confirmation")],
    }
    return render(request, "home/style.html", context)
