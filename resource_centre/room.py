"""What the room of resource centres says to floors and roof (rooms.py)."""

from collections.abc import Iterator

from django.db.models.functions import Greatest, Least
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from darbigas_kopienas.evidence.models import Document
from darbigas_kopienas.programme.access import Permission, Role
from darbigas_kopienas.programme.days_in_use import DaysInUse
from darbigas_kopienas.rooms import DocumentUse, DraftedForm, MainButton, Menu, MenuLine, Room, State

from . import own_data
from .models import Centre, Purchase


def _uses_of(document: Document) -> Iterator[DocumentUse]:
    """The centres that show a photo."""
    for centre in Centre.objects.filter(photos=document):
        url = reverse("resource_centre:centre_detail", args=[centre.pk])
        yield DocumentUse(str(centre), url, was_public=centre.is_published)


def _days_in_use(programme_id: int) -> Iterator[DaysInUse]:
    """What was ordered or delivered; a wish is no fact yet."""
    purchases = Purchase.objects.filter(centre__programme=programme_id)
    days = purchases.annotate(first=Least("ordered_on", "received_on"), last=Greatest("ordered_on", "received_on"))
    yield from DaysInUse.of(_("purchases"), days, "first", "last")


ROOM = Room(
    name="resource_centre",
    drafts=[
        DraftedForm("resource_centre:centre_add", _("a resource centre")),
        DraftedForm("resource_centre:centre_edit", _("correction of a resource centre")),
        DraftedForm("resource_centre:item_add", _("an item")),
        DraftedForm("resource_centre:purchase_add", _("a purchase")),
    ],
    verbs={
        "centre.added": _("resource centre added"),
        "centre.edited": _("resource centre corrected"),
        "item.added": _("item added"),
        "purchase.wished": _("purchase wished for"),
        "purchase.ordered": _("purchase ordered"),
        "purchase.received": _("purchase received"),
    },
    states={
        "wished": State(_("wished"), "", "ring"),
        "ordered": State(_("ordered"), "info", "half"),
        "received": State(_("received"), "good", "check"),
        "due": State(_("due soon"), "warning", "half"),
        "overdue": State(_("overdue"), "bad", "triangle"),
    },
    menu=[MenuLine(Menu.ROOMS, _("Resource centres"), "resource_centre:centre_list", order=30, icon="package")],
    main_buttons=[
        MainButton(
            Role.CENTRE,
            Permission.WRITE_CENTRE,
            "resource_centre:centre_own",
            _("To my centre"),
            order=10,
            icon="package",
        ),
    ],
    record_pages={
        "resource_centre.centre": "resource_centre:centre_detail",
        "resource_centre.purchase": "resource_centre:purchase_detail",
    },
    own_data=own_data.gather,
    document_uses=_uses_of,
    days_in_use=_days_in_use,
)
