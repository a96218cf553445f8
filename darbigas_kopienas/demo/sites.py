"""Places of both programmes: what is known of the true one, and for the demonstration a centre in each municipality."""

from dataclasses import dataclass

from darbigas_kopienas.people.models import Municipality
from darbigas_kopienas.programme.models import Programme, Site
from darbigas_kopienas.values import texts
from darbigas_kopienas.values.coordinates import parse_point


@dataclass(frozen=True)
class Place:
    municipality: str
    kind: str
    name_lv: str
    name_en: str
    address: str
    point: str = ""
    is_public: bool = True


# The centre's address is public (the municipality's page on its opening); of the office only the town is known.
TRUE = (
    Place(
        "daugavpils", "centre", "Kopienu resursu centrs „Mezgls”", "Community resource centre “Mezgls”",
        "Smilšu iela 92, Daugavpils", "55.8836, 26.5370",
    ),
    Place("", "office", "Izglītības iniciatīvu centrs", "Centre for Education Initiatives", "Jēkabpils"),
)  # fmt: skip
_REZEKNE = Place(
    "rezeknes-novads", "centre", "Rēzeknes novada kopienu resursu centrs", "Rēzekne community resource centre",
    "Rēzekne", "56.5099, 27.3331",
)  # fmt: skip
TRUE_ACTED_OUT = (
    _REZEKNE,
    Place(
        "preili", "centre", "Preiļu kopienu resursu centrs", "Preiļi community resource centre", "Preiļi",
        "56.2942, 26.7246",
    ),
    Place(
        "aglona", "centre", "Aglonas kopienu resursu centrs", "Aglona community resource centre", "Aglona",
        "56.1276, 27.0139",
    ),
)  # fmt: skip
RUNNING = (
    *TRUE,
    _REZEKNE,
    Place(
        "preilu-novads", "centre", "Preiļu novada kopienu resursu centrs", "Preiļi community resource centre",
        "Preiļi", "56.2942, 26.7246",
    ),
    Place(
        "preilu-novads", "events", "Laukums pie Aglonas bazilikas", "Square at the basilica of Aglona", "Aglona",
        "56.1276, 27.0139",
    ),
    Place(
        "kraslavas-novads", "centre", "Krāslavas novada kopienu resursu centrs", "Krāslava community resource centre",
        "Krāslava", "55.8951, 27.1681",
    ),
    Place("daugavpils", "other", "Stādu noliktava", "Store of seedlings", "Daugavpils", is_public=False),
)  # fmt: skip


def load(programme: Programme, municipalities: dict[str, Municipality], places: tuple[Place, ...]) -> None:
    """What somebody has changed meanwhile stays."""
    for place in places:
        point = parse_point(place.point) if place.point else None
        Site.objects.get_or_create(
            programme=programme,
            name_lv=place.name_lv,
            defaults={
                "municipality": municipalities.get(place.municipality),
                "kind": place.kind,
                "name_en": place.name_en,
                "name_en_source": texts.source_hash(place.name_lv),
                "address": place.address,
                "latitude": point and point.latitude,
                "longitude": point and point.longitude,
                "is_public": place.is_public,
                "order": Site.objects.in_scope(programme.scope).count(),
            },
        )
