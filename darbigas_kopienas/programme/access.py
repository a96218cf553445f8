"""Who may do what: roles and permissions on one screen. What one sees is `visible_to`; what one may do is here."""

from datetime import date
from enum import StrEnum
from typing import TYPE_CHECKING

from django.apps import apps
from django.core.exceptions import PermissionDenied
from django.db import models
from django.utils.translation import gettext_lazy as _

from darbigas_kopienas.people.models import User
from darbigas_kopienas.values import clock
from darbigas_kopienas.values.prepared_queries import Asked

from .actors import SYSTEM, Reader

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from .models import Membership
    from .scoping import Scope


class Role(models.TextChoices):
    TEACHER = "teacher", _("teacher")
    COORDINATOR = "municipal_coordinator", _("municipal coordinator")
    STAFF = "municipal_staff", _("municipal staff")
    ACCOUNTANT = "accountant", _("accountant")
    CHECK_IN = "check_in", _("attendance recorder")
    CENTRE = "centre", _("centre worker")
    PROGRAMME = "programme_coordinator", _("programme coordinator")
    FUNDER = "funder", _("funder")
    AUDITOR = "auditor", _("auditor")


class Permission(StrEnum):
    SEE_STAFF = "see_staff"  # the staff side of activities, seminars, centres
    SEE_DRAFT = "see_draft"  # publications that are not published yet
    WRITE_ACTIVITY = "write_activity"
    WRITE_SEMINAR = "write_seminar"
    RECORD_ATTENDANCE = "record_attendance"
    SEE_REGISTRATIONS = "see_registrations"  # by name
    MANAGE_REGISTRATIONS = "manage_registrations"  # approve, refuse, cancel, invite, write to
    ISSUE_CERTIFICATE = "issue_certificate"  # and revoke, replace
    SEE_CERTIFICATE_STATE = "see_certificate_state"  # number and state, never the name
    ADD_DOCUMENT = "add_document"
    SEE_DOCUMENT = "see_document"
    CLEAR_PHOTO = "clear_photo"
    ADD_EXPENSE = "add_expense"
    DELETE_DRAFT = "delete_draft"  # a colleague's draft of an expense; one's own goes by ADD_EXPENSE
    SEE_BUDGET = "see_budget"
    SEE_BUDGET_TOTALS = "see_budget_totals"
    APPROVE_EXPENSE = "approve_expense"
    RESOLVE_SUM = "resolve_sum"
    ASK_CLOSING = "ask_closing"
    CLOSE_PERIOD = "close_period"
    WRITE_PROGRAMME = "write_programme"  # the facts of the grant: parties, components, periods, budget
    EXPORT = "export"
    MAKE_REPORT = "make_report"
    SUBMIT_REPORT = "submit_report"
    SEE_REPORT = "see_report"  # drafts too
    SEE_FINAL_REPORT = "see_final_report"
    WRITE_CENTRE = "write_centre"
    WRITE_GUIDELINE = "write_guideline"
    PUBLISH = "publish"
    SEE_AUDIT = "see_audit"
    SEE_MAIL = "see_mail"  # which e-mails were sent to whom, and what became of them
    WRITE_MAIL = "write_mail"  # the programme's own words of e-mails to people outside
    WRITE_REGISTER = "write_register"  # people and organisations: enter, correct, merge
    MANAGE_PRIVACY = "manage_privacy"  # notices, how long data are stored, erasing a person
    INVITE = "invite"
    MANAGE_ROLES = "manage_roles"


P = Permission

PERMISSIONS: dict[str, frozenset[Permission]] = {
    Role.TEACHER: frozenset(),
    Role.COORDINATOR: frozenset(
        {P.SEE_STAFF, P.SEE_DRAFT, P.WRITE_ACTIVITY, P.WRITE_SEMINAR, P.RECORD_ATTENDANCE, P.SEE_REGISTRATIONS,
         P.MANAGE_REGISTRATIONS, P.ISSUE_CERTIFICATE, P.SEE_CERTIFICATE_STATE, P.ADD_DOCUMENT, P.SEE_DOCUMENT,
         P.CLEAR_PHOTO, P.ADD_EXPENSE, P.DELETE_DRAFT, P.SEE_BUDGET, P.SEE_BUDGET_TOTALS, P.ASK_CLOSING, P.EXPORT,
         P.MAKE_REPORT, P.SEE_REPORT, P.SEE_FINAL_REPORT, P.WRITE_CENTRE, P.WRITE_GUIDELINE, P.SEE_AUDIT, P.SEE_MAIL,
         P.WRITE_REGISTER, P.INVITE}
    ),
    Role.STAFF: frozenset(
        {P.SEE_STAFF, P.SEE_DRAFT, P.SEE_REGISTRATIONS, P.ADD_DOCUMENT, P.SEE_DOCUMENT, P.ADD_EXPENSE, P.SEE_BUDGET,
         P.SEE_BUDGET_TOTALS, P.APPROVE_EXPENSE, P.ASK_CLOSING, P.EXPORT, P.MAKE_REPORT, P.SEE_REPORT,
         P.SEE_FINAL_REPORT, P.SEE_AUDIT}
    ),
    Role.PROGRAMME: frozenset(Permission),
    Role.FUNDER: frozenset({P.SEE_BUDGET_TOTALS, P.SEE_FINAL_REPORT}),
    Role.AUDITOR: frozenset(
        {P.SEE_STAFF, P.SEE_DOCUMENT, P.SEE_BUDGET, P.SEE_BUDGET_TOTALS, P.SEE_FINAL_REPORT, P.SEE_AUDIT,
         P.SEE_CERTIFICATE_STATE}
    ),
}  # fmt: skip
PERMISSIONS[Role.ACCOUNTANT] = PERMISSIONS[Role.STAFF]
PERMISSIONS[Role.CHECK_IN] = frozenset({P.RECORD_ATTENDANCE})
PERMISSIONS[Role.CENTRE] = frozenset({P.SEE_STAFF, P.WRITE_CENTRE})  # of the one centre

# Who may invite gives these. Any other would let a coordinator approve their own money by a second address.
NARROW_ROLES = frozenset({Role.TEACHER, Role.CHECK_IN, Role.CENTRE})

ScopePair = tuple[int, int | None]


def memberships_of(user: Reader, on: date | None = None) -> "list[Membership]":
    """The user's memberships valid on a day (today); read once per user object, so once per request."""
    if not isinstance(user, User) or not user.is_active:
        return []
    read: list[Membership] | None = getattr(user, "_memberships", None)
    if read is None:
        read = _memberships.objects(user.pk)
        user._memberships = read  # type: ignore[attr-defined]  # stays with the object
    day = on or clock.today()
    return [membership for membership in read if membership.is_valid_on(day)]


def forget_memberships(user: User) -> None:
    """The user was given a role just now: what was read of this object before holds no more."""
    vars(user).pop("_memberships", None)


@Asked
def _memberships(user: int) -> "QuerySet[Membership]":
    memberships = apps.get_model("programme.Membership").objects  # its file names the roles above
    return memberships.filter(user=user).select_related("programme", "municipality").order_by("pk")


def scopes_of(user: Reader, *permissions: Permission) -> set[ScopePair]:
    """(programme, municipality or None) pairs in which the user holds any of the permissions.

    What is held in one centre alone is left out: it reaches nothing else of the municipality (`sites_of`).
    """
    wanted = set(permissions)
    return {
        (membership.programme_id, membership.municipality_id)
        for membership in memberships_of(user)
        if membership.site_id is None and PERMISSIONS[membership.role] & wanted
    }


def sites_of(user: Reader, *permissions: Permission) -> set[int]:
    """The centres in which alone the user holds any of the permissions."""
    wanted = set(permissions)
    return {
        membership.site_id
        for membership in memberships_of(user)
        if membership.site_id is not None and PERMISSIONS[membership.role] & wanted
    }


def may(user: Reader, permission: Permission, scope: "Scope") -> bool:
    """A municipal membership covers its own municipality only; the whole programme's rows need a programme one."""
    scopes = scopes_of(user, permission)
    return (
        (scope.programme_id, None) in scopes
        or (scope.municipality_id is not None and (scope.programme_id, scope.municipality_id) in scopes)
        or (scope.site_id is not None and scope.site_id in sites_of(user, permission))
    )


def may_anywhere(user: Reader, permission: Permission, programme_id: int | None = None) -> bool:
    """For menus and lists: is there any scope (of the programme) in which the user may?"""
    return any(programme_id in (None, within) for within, _municipality in scopes_of(user, permission))


def permissions_anywhere(user: Reader) -> frozenset[Permission]:
    """For menus: all that the user may do in any scope wider than one centre."""
    wide = [membership for membership in memberships_of(user) if membership.site_id is None]
    return frozenset().union(*(PERMISSIONS[membership.role] for membership in wide))


REASONS = {
    P.APPROVE_EXPENSE: _("Expenses are approved by municipal staff or by the programme coordinator."),
    P.DELETE_DRAFT: _("A draft is deleted by the one who added it, or by the coordinator."),
    P.CLOSE_PERIOD: _("Only the programme coordinator closes a period."),
    P.WRITE_PROGRAMME: _("Only the programme coordinator changes what was agreed in the grant."),
    P.PUBLISH: _("Only the programme coordinator publishes."),
    P.SUBMIT_REPORT: _("Only the programme coordinator submits a report."),
    P.WRITE_MAIL: _("Only the programme coordinator writes the programme’s own words of e-mails."),
    P.MANAGE_PRIVACY: _("Only the programme coordinator decides about people’s data."),
}


def require(by: Reader, permission: Permission, scope: "Scope") -> None:
    """Raise PermissionDenied, with the reason a colleague can read, unless `may`.

    The portal itself is let through; the holder of a link never is.
    """
    if by is not SYSTEM and not may(by, permission, scope):
        raise PermissionDenied(_reason(permission))


def require_anywhere(by: Reader, permission: Permission, programme_id: int | None = None) -> None:
    """For a page that lists: raise PermissionDenied unless there is any scope in which the user may."""
    if by is not SYSTEM and not may_anywhere(by, permission, programme_id):
        raise PermissionDenied(_reason(permission))


def _reason(permission: Permission) -> object:
    return REASONS.get(permission, _("Your role in this programme does not allow this."))
