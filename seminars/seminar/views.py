"""What the pages about one seminar share: which one somebody may open or write, and the frame of a staff page."""

from typing import Any

from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.urls import reverse

from darbigas_kopienas.programme.access import Permission, require

from .models import Seminar


def seminar_or_404(request: HttpRequest, pk: int) -> Seminar:
    return get_object_or_404(Seminar.objects.visible_to(request.user).with_activity(), pk=pk)


def seminar_to_write(request: HttpRequest, pk: int) -> Seminar:
    seminar = seminar_or_404(request, pk)
    require(request.user, Permission.WRITE_SEMINAR, seminar.scope)
    return seminar


def staff_page(seminar: Seminar, heading: str, act: str, **more: Any) -> dict[str, Any]:
    """The context of a form that leads back to the seminar's trainers and materials."""
    here = reverse("seminars:running_list", args=[seminar.pk])
    return {"seminar": seminar, "cancel_url": here, "heading": heading, "act": act, **more}
