"""The holder of a place, without an account, changes the address to which its e-mails go."""

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from darbigas_kopienas.pages.forms import answer_form, attempt
from darbigas_kopienas.participation.registration import links, services
from darbigas_kopienas.participation.registration.forms import AddressForm
from darbigas_kopienas.participation.registration.just_registered import JustRegistered, remember
from darbigas_kopienas.participation.registration.models import Registration
from darbigas_kopienas.participation.registration.place import Place
from darbigas_kopienas.programme.actors import MAILED_LINK, PLACE_LINK, Actor, actor_of

from .form import require_unhurried
from .place import about, holders_only

REFUSED = 422


@holders_only
@require_http_methods(["GET", "POST"])
def place_address(request: HttpRequest, token: str) -> HttpResponse:
    """Unconfirmed, it is corrected at once and the old links end; a confirmed one counts until the new one does."""
    registration = links.place_or_404(links.PLACE, token)
    page = about(registration)
    if not Place(registration).may_change_address:
        return redirect(links.place_path(registration))
    form = AddressForm(request.POST if request.method == "POST" else None, initial={"email": registration.email})
    by = actor_of(request.user, PLACE_LINK)
    if request.method == "POST" and form.is_valid():
        email = form.cleaned_data["email"]
        is_confirmed = registration.verified_at is not None
        changed: list[Registration | None] = []
        outcome = attempt(
            request,
            form,
            lambda: changed.append(_changed(request, registration, email, by=by)),
            done=_("We have written to %(email)s. Open the link in that e-mail.") % {"email": email},
            to=links.place_path(registration) if is_confirmed else _received(registration),
        )
        if isinstance(outcome, HttpResponse):
            for place in changed if not is_confirmed else ():
                remember(outcome, _correctable(registration, place, email))
            return outcome
    page["form"] = form
    status = REFUSED if request.method == "POST" else 200
    return render(request, "participation/registration/place_address.html", page, status=status)


def _changed(request: HttpRequest, registration: Registration, email: str, *, by: Actor) -> Registration | None:
    require_unhurried(request, email)
    act = services.correct_address if registration.verified_at is None else services.ask_new_address
    return act(by=by, registration=registration, email=email)


def _received(registration: Registration) -> str:
    return reverse("participation:register_received", args=[registration.activity_id])


def _correctable(registration: Registration, place: Registration | None, email: str) -> JustRegistered:
    """What this browser may correct once more."""
    return JustRegistered(
        activity=registration.activity_id,
        email=email,
        place=place.pk if place else 0,
        name=registration.name,
        school=registration.school,
    )


@holders_only
@require_http_methods(["GET", "POST"])
def address_confirm(request: HttpRequest, token: str) -> HttpResponse:
    """The link in the e-mail to the new address. Programs that open every link press no button."""
    registration, email = links.new_address_or_404(token)
    return answer_form(
        request,
        forms.Form(request.POST),
        lambda: services.confirm_new_address(by=MAILED_LINK, registration=registration, email=email),
        template="participation/registration/address_confirm.html",
        context={**about(registration), "email": email},
        done=_("Your address is confirmed."),
        to=links.place_path(registration),
    )
