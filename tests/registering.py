"""A registration in one line, by the organiser unless told otherwise."""

from typing import Any

from darbigas_kopienas.activities.models import Activity
from darbigas_kopienas.participation import services
from darbigas_kopienas.participation.models import Registration


def register(
    *, by: Any, activity: Activity, via: str = Registration.Via.ORGANISER, language: str = "", **given: Any
) -> Registration:
    """`given` are the fields of a Participant: name, email, school, organisation…"""
    who = services.Participant(**given)
    return services.register(by=by, activity=activity, participant=who, via=via, language=language)
