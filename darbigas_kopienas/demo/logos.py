"""Placeholders for the logos of the funder and of those who carry the grant out; the true ones are typed in."""

from darbigas_kopienas.administration.programme.logos import LOGOS
from darbigas_kopienas.evidence.models import Placement
from darbigas_kopienas.people.models import Organisation, User
from darbigas_kopienas.programme.facts.services import add_fact
from darbigas_kopienas.programme.models import Programme

from . import pictures

# organisation: the word on its placeholder, colour, width on paper, places, what it shows in Latvian and in English
_EVERYWHERE = tuple(Placement.values)
_LOGOS = (
    ("british-council", "FONDS", (35, 8, 90), 36, _EVERYWHERE,
     "Finansētāja logotipa paraugs", "Sample of the funder’s logo"),
    ("iic", "CENTRS", (11, 92, 104), 34, _EVERYWHERE,
     "Īstenotāja logotipa paraugs", "Sample of the implementer’s logo"),
    ("daugavpils-council", "DOME", (122, 46, 20), 30, (Placement.FOOT, Placement.REPORT),
     "Pašvaldības logotipa paraugs", "Sample of the municipality’s logo"),
)  # fmt: skip


def load(by: User, programme: Programme, bodies: dict[str, Organisation]) -> None:
    """Three for each programme; once loaded, they stay."""
    if programme.logos.exists():
        return
    for body, word, colour, width, places, lv, en in _LOGOS:
        fields = {
            "organisation": bodies[body],
            "picture": pictures.logo(word, colour),
            "placements": places,
            "width_mm": width,
            "alt_lv": lv,
            "alt_en": en,
        }
        add_fact(by=by, kind=LOGOS, programme=programme, fields=fields)
