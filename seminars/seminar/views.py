"""Which seminar somebody may open or write, or the refusal."""

from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _

from darbigas_kopienas.programme.access import Permission, require
from darbigas_kopienas.programme.current import programme_where
from darbigas_kopienas.programme.models import Programme
from seminars.models import Seminar


def seminar_or_404(request: HttpRequest, pk: int) -> Seminar:
    return get_object_or_404(Seminar.objects.visible_to(request.user).with_activity(), pk=pk)


def seminar_to_write(request: HttpRequest, pk: int) -> Seminar:
    seminar = seminar_or_404(request, pk)
    require(request.user, Permission.WRITE_SEMINAR, seminar.scope)
    return seminar


def programme_to_write(request: HttpRequest) -> Programme:
    refused = _("Seminars are written by the municipality's coordinator.")
    return programme_where(request, Permission.WRITE_SEMINAR, refused)
