"""The page behind the link of an invitation: taking the role up, or declining it.

The link alone shows what is offered and opens nothing: whoever takes the role up has shown that they read the address.
"""

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from darbigas_kopienas.pages.broken_links import BrokenRoleInvitation
from darbigas_kopienas.pages.forms import attempt, way_on
from darbigas_kopienas.people.addresses import shortened
from darbigas_kopienas.people.invited_sign_in import AccountClosed, TooManyCodes, sign_in_invited
from darbigas_kopienas.people.models import User
from darbigas_kopienas.people.services import has_name
from darbigas_kopienas.programme.current import choose_programme
from darbigas_kopienas.programme.memberships import Membership
from darbigas_kopienas.values import clock, formats

from . import invitations as services
from .about import facts_of
from .invitation_forms import AnswerForm
from .models import RoleInvitation

FORBIDDEN, NOT_FOUND, REFUSED, TOO_MANY = 403, 404, 422, 429
CODE, ACCEPT, DECLINE = "code", "accept", "decline"


@never_cache
@require_http_methods(["GET", "POST"])
def role_invitation(request: HttpRequest, token: str) -> HttpResponse:
    invitation = services.invitation_behind(token)
    if invitation is None:
        raise BrokenRoleInvitation
    answer = _answer(request, invitation)
    answer["X-Robots-Tag"] = "noindex, nofollow"
    return answer


def _answer(request: HttpRequest, invitation: RoleInvitation) -> HttpResponse:
    if (closed := services.why_closed(invitation)) is not None:
        way = way_on(request, _name(invitation)) if request.method == "POST" else None
        return way or _page(request, invitation, "over", status=NOT_FOUND, closed=closed.value)
    user = request.user
    if not isinstance(user, User):
        return _to_sign_in(request, invitation)
    if not services.reads_address(user, invitation):
        is_called_so = user.email == invitation.email
        return _page(request, invitation, "foreign", status=FORBIDDEN, is_called_so=is_called_so)
    return _to_take_up(request, user, invitation)


def _to_sign_in(request: HttpRequest, invitation: RoleInvitation) -> HttpResponse:
    """Before: what is offered, and a button by which a code goes to the address."""
    if request.method != "POST":
        return _page(request, invitation, "sign_in")
    if request.POST.get("step") != CODE:
        raise Http404
    try:
        return sign_in_invited(request, invitation.email, language=invitation.language, to=request.path)
    except TooManyCodes:
        return render(request, "429.html", status=TOO_MANY)
    except AccountClosed:
        return _page(request, invitation, "closed_account", status=FORBIDDEN)


def _to_take_up(request: HttpRequest, user: User, invitation: RoleInvitation) -> HttpResponse:
    step, is_sent = request.POST.get("step"), request.method == "POST"
    if is_sent and step not in {ACCEPT, DECLINE}:
        raise Http404
    form = AnswerForm(request.POST if is_sent else None, asks_name=step != DECLINE and not has_name(user))
    if is_sent:
        outcome = _decline(request, user, invitation) if step == DECLINE else _accept(request, user, invitation, form)
        if isinstance(outcome, HttpResponse):
            return outcome
    return _page(request, invitation, "answer", status=REFUSED if is_sent else 200, form=form)


def _accept(
    request: HttpRequest, user: User, invitation: RoleInvitation, form: AnswerForm
) -> HttpResponse | object | None:
    def accept() -> Membership:
        membership = services.accept(by=user, invitation=invitation, name=form.cleaned_data.get("name", ""))
        choose_programme(request, invitation.programme)
        return membership

    return attempt(request, form, accept, name=_name(invitation), done=_taken_up, to=reverse("home:my_tasks"))


def _decline(request: HttpRequest, user: User, invitation: RoleInvitation) -> HttpResponse | object | None:
    return attempt(
        request,
        forms.Form(request.POST),
        lambda: services.decline(by=user, invitation=invitation),
        name=_name(invitation),
        done=_("You have declined the role. Whoever invited you sees it in the portal."),
        to=reverse("home:my_tasks"),
    )


def _name(invitation: RoleInvitation) -> str:
    return f"role_invitation:{invitation.pk}"


def _taken_up(membership: Membership) -> str:
    words = {"role": membership.get_role_display(), "day": formats.day(membership.starts_on)}
    if membership.starts_on > clock.today():
        return _("The role is yours from %(day)s: %(role)s.") % words
    return _("The role is yours: %(role)s.") % words


def _page(
    request: HttpRequest, invitation: RoleInvitation, page: str, *, status: int = 200, **more: object
) -> HttpResponse:
    context = {**facts_of(invitation), "sent_to": shortened(invitation.email), **more}
    return render(request, f"administration/roles/invitation_{page}.html", context, status=status)
