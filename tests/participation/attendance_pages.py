"""The pages of attendance by their addresses, and what they say."""

from collections.abc import Callable
from typing import Any

from django.test import Client
from django.urls import reverse

from darbigas_kopienas.activities.models import Session
from darbigas_kopienas.participation.models import Attendance
from darbigas_kopienas.people.models import User

As = Callable[[User | None], Client]


def list_url(session: Session) -> str:
    return reverse("participation:attendance_session", args=[session.activity_id, session.pk])


def ticks_url(session: Session) -> str:
    return reverse("participation:attendance_ticks", args=[session.activity_id, session.pk])


def present(session: Session) -> list[str]:
    seen = Attendance.objects.counting().filter(session=session).order_by("registration__sort_key")
    return list(seen.values_list("registration__name", flat=True))


def said(answer: Any) -> list[str]:
    return [str(message) for message in answer.context["messages"]]
