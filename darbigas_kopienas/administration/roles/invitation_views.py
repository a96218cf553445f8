"""Inviting somebody to a role, sending the invitation again, withdrawing it."""

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from darbigas_kopienas.pages.forms import answer_button, answer_form
from darbigas_kopienas.people.requests import SignedInRequest
from darbigas_kopienas.programme.access import Permission
from darbigas_kopienas.programme.current import programme_where
from darbigas_kopienas.programme.facts.kinds import Row
from darbigas_kopienas.values import formats

from . import invitations as services
from .invitation_forms import InvitationForm
from .models import RoleInvitation


@login_required
@require_http_methods(["GET", "POST"])
def role_invite(request: SignedInRequest) -> HttpResponse:
    refused = _("Roles are given by the programme coordinator, and some in their own municipality by its coordinator.")
    programme = programme_where(request, Permission.INVITE, refused)
    form = InvitationForm(request.POST or None, user=request.user, programme=programme)
    list_url = reverse("administration:role_list")
    return answer_form(
        request,
        form,
        lambda: services.invite(by=request.user, programme=programme, **form.cleaned_data),
        template="administration/roles/role_invite.html",
        context={"programme": programme, "list_url": list_url},
        done=_sent,
        to=list_url,
    )


@login_required
@require_POST
def send_again(request: SignedInRequest, pk: int) -> HttpResponse:
    invitation = _invitation(request, pk)
    return answer_button(
        request,
        lambda: services.send_again(by=request.user, invitation=invitation),
        to=reverse("administration:role_list"),
        done=_sent,
    )


@login_required
@require_POST
def withdraw(request: SignedInRequest, pk: int) -> HttpResponse:
    invitation = _invitation(request, pk)
    return answer_button(
        request,
        lambda: services.withdraw(by=request.user, invitation=invitation),
        to=reverse("administration:role_list"),
        done=_("The invitation is withdrawn; its link opens nothing any more."),
    )


def _invitation(request: SignedInRequest, pk: int) -> RoleInvitation:
    return get_object_or_404(RoleInvitation.objects.visible_to(request.user), pk=pk)


def _sent(invitation: Row) -> str:
    sentence = _("The invitation is on its way to %(email)s. It is valid until %(until)s.")
    return sentence % {"email": invitation.email, "until": formats.moment(invitation.expires_at)}
