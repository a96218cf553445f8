"""The page on which the next programme is begun from one that is there."""

from typing import cast

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from darbigas_kopienas.pages.forms import answer_form
from darbigas_kopienas.people.requests import SignedInRequest
from darbigas_kopienas.programme.access import Permission, require
from darbigas_kopienas.programme.current import choose_programme
from darbigas_kopienas.programme.models import Programme
from darbigas_kopienas.values import formats

from .clone import Cloned, clone_programme, kinds_to_copy
from .forms import CloneForm


@login_required
@require_http_methods(["GET", "POST"])
def programme_clone(request: SignedInRequest, programme_pk: int) -> HttpResponse:
    programme = get_object_or_404(Programme.objects.visible_to(request.user), pk=programme_pk)
    require(request.user, Permission.WRITE_PROGRAMME, programme.scope)
    here = reverse("administration:programme_overview", args=[programme.pk])
    names: dict[str, object] = {"name_lv": programme.name_lv, "name_en": programme.name_en}
    form = CloneForm(request.POST if request.method == "POST" else None, kinds=kinds_to_copy(), initial=names)

    def clone() -> Cloned:
        typed = {name: form.cleaned_data[name] for name in ("name_lv", "name_en", "starts_on", "ends_on")}
        cloned = clone_programme(by=request.user, programme=programme, **typed, kinds=form.chosen)
        choose_programme(request, cloned.programme)  # the screens speak of it from now on
        return cloned

    return answer_form(
        request,
        form,
        clone,
        template="administration/programme/programme_clone.html",
        context={"programme": programme, "cancel_url": here},
        done=_said,
        to=lambda cloned: reverse("administration:programme_overview", args=[cloned.programme.pk]),
    )


def _said(cloned: object) -> str:
    """With what has to be agreed anew: a place of a municipality that is no partner, a sum of a source left out."""
    new = cast("Cloned", cloned)
    said = _("Programme added: %(name)s") % {"name": new.programme}
    if not new.left:
        return said
    things = ", ".join(f"{name}\u00a0– {formats.number(number)}" for name, number in new.left.items())
    return f"{said}. " + _("Not taken over, since it cannot be so in the new one: %(things)s.") % {"things": things}
