"""Municipalities of Latgale before and after the reform of 1 July 2021, with their codes."""

from datetime import date

from darbigas_kopienas.people.models import Municipality
from darbigas_kopienas.values import texts

REFORM = date(2021, 7, 1)
LAST_DAY_BEFORE = date(2021, 6, 30)

# code: (Latvian, English, where, ISO 3166-2, ATVK, valid from, valid to)
ROWS: dict[str, tuple[str, str, str, str, str, date | None, date | None]] = {
    "daugavpils": ("Daugavpils", "Daugavpils", "Daugavpilī", "LV-DGV", "0002000", None, None),
    "rezeknes-novads": (
        "Rēzeknes novads", "Rēzekne Municipality", "Rēzeknes novadā", "LV-077", "0043000", None, None,
    ),
    "preili": ("Preiļi (Preiļu novads)", "Preiļi", "Preiļos", "LV-073", "0042000", None, LAST_DAY_BEFORE),
    "aglona": ("Aglona (Aglonas novads)", "Aglona", "Aglonā", "LV-001", "", None, LAST_DAY_BEFORE),
    "preilu-novads": (
        "Preiļu novads", "Preiļi Municipality", "Preiļu novadā", "LV-073", "0042000", REFORM, None,
    ),
    "kraslavas-novads": (
        "Krāslavas novads", "Krāslava Municipality", "Krāslavas novadā", "LV-047", "0032000", None, None,
    ),
}  # fmt: skip
# Aglonas novads was split between two; Preiļi went on in the larger Preiļu novads.
SUCCESSORS = {"aglona": ["preilu-novads", "kraslavas-novads"], "preili": ["preilu-novads"]}


def load() -> dict[str, Municipality]:
    """Every municipality by its code; one that is there stays as it is."""
    by_code: dict[str, Municipality] = {}
    new = set()
    for code, (lv, en, where, iso, atvk, valid_from, valid_to) in ROWS.items():
        by_code[code], is_new = Municipality.objects.get_or_create(
            code=code,
            defaults={
                "name_lv": lv,
                "name_en": en,
                "name_en_source": texts.source_hash(lv),
                "locative_lv": where,
                "iso": iso,
                "atvk": atvk,
                "valid_from": valid_from,
                "valid_to": valid_to,
            },
        )
        if is_new:
            new.add(code)
    for code in SUCCESSORS.keys() & new:
        by_code[code].successors.set(by_code[successor] for successor in SUCCESSORS[code])
    return by_code
