"""Who has which role, since when, given by whom; a role is changed and ended here."""

from django import forms
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from darbigas_kopienas.mailing.unreachable import unreachable_among
from darbigas_kopienas.pages.forms import answer_form
from darbigas_kopienas.pages.list_query import page_of
from darbigas_kopienas.people.requests import SignedInRequest
from darbigas_kopienas.programme.access import Permission, may_anywhere
from darbigas_kopienas.programme.choices import partners_by_code
from darbigas_kopienas.programme.current import current_programme, programme_where
from darbigas_kopienas.programme.history import history_about
from darbigas_kopienas.programme.memberships import Membership, MembershipQuerySet
from darbigas_kopienas.programme.models import Programme
from darbigas_kopienas.values import clock

from . import services
from .edit_form import RoleEditForm
from .models import RoleInvitation
from .role_filter import RoleFilter, with_second_factor
from .rules import keeps_the_machine, may_give

PER_PAGE = 50
MOST_INVITATIONS = 50


@login_required
@require_GET
def role_list(request: SignedInRequest) -> HttpResponse:
    """Of the screen's programme; a system administrator sees the roles of every one, to end them."""
    programme = None if keeps_the_machine(request.user) else _programme(request)
    roles = _roles(request)
    partners = partners_by_code(programme.pk) if programme else []
    chosen = RoleFilter(
        request.GET,
        queryset=roles.filter(programme=programme) if programme else roles,
        request=request,
        partners=partners,
    )
    page = page_of(request, chosen.rows(), PER_PAGE)
    invitations = _invitations(request, programme)
    why = unreachable_among([*(role.user.email for role in page), *(row.email for row in invitations)])
    context = {
        "programme": programme,
        "filter": chosen,
        "page_obj": page,
        "rows": [{**_row(request, role), "why_unreachable": why.get(role.user.email)} for role in page],
        "invitations": [
            {
                "row": row,
                "may_manage": may_give(request.user, row.role, row.scope),
                "why_unreachable": why.get(row.email),
            }
            for row in invitations
        ],
        "may_invite": programme is not None or _may_invite_here(request),
        "now": clock.now(),
    }
    return render(request, "administration/roles/role_list.html", context)


def _programme(request: SignedInRequest) -> Programme:
    sentence = _("Who has which role is seen by coordinators: of a municipality its own, of the programme all.")
    return programme_where(request, Permission.INVITE, sentence)


def _may_invite_here(request: SignedInRequest) -> bool:
    """A system administrator too may coordinate a programme, whose roles they then give like anybody."""
    here = current_programme(request)
    return here is not None and may_anywhere(request.user, Permission.INVITE, here.pk)


def _roles(request: SignedInRequest) -> MembershipQuerySet:
    """With whether their people have a second factor."""
    roles = with_second_factor(Membership.objects.visible_to(request.user))
    return roles.select_related("user", "programme", "municipality", "site", "given_by", "ended_by")


def _row(request: SignedInRequest, role: Membership) -> dict[str, object]:
    is_over, gives = role.is_over_on(clock.today()), may_give(request.user, role.role, role.scope)
    return {
        "role": role,
        "is_over": is_over,
        "may_look": gives,
        "may_change": gives and not is_over,
        "may_end": not is_over and (gives or keeps_the_machine(request.user)),
        "is_to_begin": not is_over and role.starts_on > clock.today(),
    }


def _invitations(request: SignedInRequest, programme: Programme | None) -> list[RoleInvitation]:
    """Those that nobody has answered."""
    rows = RoleInvitation.objects.visible_to(request.user).unanswered()
    rows = rows.filter(programme=programme) if programme else rows
    return list(rows.select_related("municipality", "site", "invited_by")[:MOST_INVITATIONS])


def _role_to_manage(request: SignedInRequest, pk: int) -> Membership:
    role: Membership = get_object_or_404(_roles(request), pk=pk)
    if not may_give(request.user, role.role, role.scope):
        raise PermissionDenied(_("You change and end the roles that you may give."))
    return role


def _way_on(request: SignedInRequest, role: Membership) -> str:
    """Whoever changes or ends their own may see the list no more."""
    return reverse("home:my_tasks" if role.user_id == request.user.pk else "administration:role_list")


@login_required
@require_http_methods(["GET", "POST"])
def role_edit(request: SignedInRequest, pk: int) -> HttpResponse:
    """Also where one reads what happened to a role that has ended."""
    role = _role_to_manage(request, pk)
    form = RoleEditForm(request.POST or None, membership=role, reader=request.user)
    context = {**_row(request, role), "history": history_about(request.user, role), "programme": role.programme}
    context["heading"] = _("Change the role") if context["may_change"] else _("Role")
    return answer_form(
        request,
        form,
        lambda: services.change_role(by=request.user, membership=role, **form.cleaned_data),
        template="administration/roles/role_edit.html",
        context=context,
        done=_("The role is changed. It holds from now on."),
        to=_way_on(request, role),
    )


@login_required
@require_http_methods(["GET", "POST"])
def role_end(request: SignedInRequest, pk: int) -> HttpResponse:
    """Asks first."""
    if keeps_the_machine(request.user):
        role: Membership = get_object_or_404(_roles(request), pk=pk)
    else:
        role = _role_to_manage(request, pk)
    return answer_form(
        request,
        forms.Form(request.POST if request.method == "POST" else None),
        lambda: services.end_role(by=request.user, membership=role),
        template="administration/roles/role_end.html",
        context={**_row(request, role), "programme": role.programme},
        done=_("The role is ended. The person can do nothing by it from now on."),
        to=_way_on(request, role),
    )
