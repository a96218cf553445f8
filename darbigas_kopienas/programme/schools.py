"""Who speaks for a school: the municipality's coordinator names its contact among those who have an account."""

from datetime import date, timedelta

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from darbigas_kopienas.audit import services as audit
from darbigas_kopienas.people.addresses import at_address
from darbigas_kopienas.people.models import Organisation, SchoolContact, User
from darbigas_kopienas.programme.actors import Reader
from darbigas_kopienas.values import clock

from .access import Permission, require, scopes_of
from .actors import Actor, account_of
from .models import Partnership, Programme
from .scoping import Scope


class NoAccount(ValidationError):
    """Nobody signs in with this address yet."""


class DaysReversed(ValidationError):
    """It would end before it begins."""


class AlreadyContact(ValidationError):
    """This person speaks for this school now."""


def contacts_of(user: Reader, programme: Programme) -> "QuerySet[SchoolContact]":
    """Of the schools of those municipalities in which the user may invite; those who speak today first."""
    return SchoolContact.objects.filter(organisation__in=schools_of(user, programme)).select_related(
        "organisation", "user"
    ).order_by("organisation__sort_key", "pk")  # fmt: skip


def schools_of(user: Reader, programme: Programme) -> "QuerySet[Organisation]":
    """Institutions of the programme's municipalities in which the user may invite, as they are called today."""
    municipalities = {
        municipality
        for programme_id, municipality in scopes_of(user, Permission.INVITE)
        if programme_id == programme.pk
    }
    partners = Partnership.objects.filter(programme=programme)
    if None not in municipalities:
        partners = partners.filter(
            municipality__in=[municipality for municipality in municipalities if municipality is not None]
        )
    today = Q(valid_to__isnull=True) | Q(valid_to__gte=clock.today())
    return Organisation.objects.filter(today, municipality__in=partners.values("municipality"))


def scope_of(programme: Programme, school: Organisation) -> Scope:
    """Where the deed belongs: the school's municipality in the programme."""
    return Scope(programme.pk, school.municipality_id)


@transaction.atomic
def grant_school_contact(
    *,
    by: Actor,
    programme: Programme,
    school: Organisation,
    email: str,
    starts_on: date | None = None,
    ends_on: date | None = None,
) -> SchoolContact:
    """Somebody with an account speaks for the school, from–to; naming a former contact again begins anew.

    Raises PermissionDenied, NoAccount, DaysReversed, AlreadyContact.
    """
    require(by, Permission.INVITE, scope_of(programme, school))
    starts = starts_on or clock.today()
    if ends_on is not None and ends_on < starts:
        raise DaysReversed({"ends_on": _("The last day must not be before the first.")}, code="order")
    user = at_address(User.objects.filter(is_active=True), email).first()
    if user is None:
        sentence = _("Nobody signs in with this address. Ask the person to make an account first.")
        raise NoAccount({"email": sentence}, code="no_account")
    existing = SchoolContact.objects.select_for_update().filter(organisation=school, user=user).first()
    if existing is not None and (existing.ends_on is None or existing.ends_on >= clock.today()):
        raise AlreadyContact({"email": _("This person already speaks for the school.")}, code="already")
    contact = existing or SchoolContact(organisation=school, user=user)
    contact.starts_on, contact.ends_on, contact.granted_by = starts, ends_on, account_of(by)
    contact.save()
    audit.record(by=by, verb="school_contact.granted", obj=contact, scope=scope_of(programme, school))
    return contact


@transaction.atomic
def end_school_contact(*, by: Actor, programme: Programme, contact: SchoolContact) -> SchoolContact:
    """From now on they see nothing of the school; ending twice changes nothing. Raises PermissionDenied.

    One that was to begin today or later never was, so it is taken away.
    """
    school = contact.organisation
    require(by, Permission.INVITE, scope_of(programme, school))
    locked = SchoolContact.objects.select_for_update().filter(pk=contact.pk).first()
    yesterday = clock.today() - timedelta(days=1)
    if locked is None or (locked.ends_on is not None and locked.ends_on <= yesterday):
        return contact
    audit.record(by=by, verb="school_contact.ended", obj=locked, scope=scope_of(programme, school))
    if locked.starts_on > yesterday:
        locked.delete()
    else:
        locked.ends_on = yesterday
        locked.save(update_fields=["ends_on"])
    return locked
