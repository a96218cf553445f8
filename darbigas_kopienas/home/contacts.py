"""Whom to ask: the programme's parties, and in each municipality its centres and whoever answers about seminars."""

from dataclasses import dataclass, field

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from darbigas_kopienas.pages.page_cache import drawn_once
from darbigas_kopienas.people.models import Municipality
from darbigas_kopienas.programme.current import current_programme
from darbigas_kopienas.programme.models import Programme
from resource_centre.models import Centre
from seminars.models import Seminar

from .views import contact_address

MOST_ADDRESSES = 2  # of a municipality
MOST_SEMINARS = 200  # read for their addresses, the newest


@dataclass
class Place:
    """A municipality of the programme, and what of it is public already."""

    municipality: Municipality
    centres: list[Centre] = field(default_factory=list)
    addresses: list[str] = field(default_factory=list)


@require_safe
@drawn_once
def contacts(request: HttpRequest) -> HttpResponse:
    """Four statements, whatever there is."""
    programme = current_programme(request)
    context: dict[str, object] = {"contact_email": contact_address()}
    if programme is not None:
        context |= {
            "programme": programme,
            "parties": programme.parties.select_related("organisation"),
            "places": places_of(programme),
        }
    return render(request, "home/contacts.html", context)


def places_of(programme: Programme) -> list[Place]:
    """Each address that stands on the page of a seminar, the newest first."""
    partnerships = programme.partnerships.select_related("municipality")
    places = {row.municipality_id: Place(row.municipality) for row in partnerships}
    for centre in Centre.objects.published().filter(programme=programme).for_lists():
        if centre.municipality_id is not None and (place := places.get(centre.municipality_id)) is not None:
            place.centres.append(centre)
    seminars = Seminar.objects.filter(activity__programme=programme, activity__is_public=True).exclude(contact_email="")
    newest = seminars.order_by("-activity__starts_on", "-pk")
    for municipality, address in newest.values_list("activity__municipality", "contact_email")[:MOST_SEMINARS]:
        place = places.get(municipality)
        if place is not None and address not in place.addresses and len(place.addresses) < MOST_ADDRESSES:
            place.addresses.append(address)
    return list(places.values())
