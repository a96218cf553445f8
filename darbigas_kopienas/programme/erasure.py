"""What this floor erases of somebody: nothing of their roles, since it is told who could do what on a day; a teacher's
ends. Whoever works for the programme, or is named by a party, is not erased before that has ended."""

from collections.abc import Iterator, Mapping

from django.utils.translation import gettext as _

from darbigas_kopienas.people.erasure import Erasure, Subject, columns_of
from darbigas_kopienas.values import clock

from .access import Role
from .contacts import PartyContact
from .memberships import Membership


def erase(subject: Subject) -> Mapping[str, int]:
    """A membership's row names the account alone, which is emptied."""
    running = Membership.objects.not_over_on(clock.today()).filter(user=subject.user, user__isnull=False)
    return {"roles": running.update(ended_at=clock.now())}


def obstacles(subject: Subject) -> Iterator[str]:
    if subject.user is None:
        running = Membership.objects.none()
    else:
        running = Membership.objects.not_over_on(clock.today()).filter(user=subject.user)
    for membership in running.exclude(role=Role.TEACHER).select_related("programme").order_by("pk"):
        words = {"role": membership.get_role_display(), "programme": membership.programme}
        yield _("Role “%(role)s” in “%(programme)s”: end it first.") % words
    contacts = PartyContact.objects.filter(email__in=subject.addresses).select_related("party__organisation")
    for contact in contacts.order_by("pk"):
        yield _("Contact of “%(party)s”: name somebody else first.") % {"party": contact.party.organisation}


ERASURE = Erasure(
    erase,
    obstacles=obstacles,
    columns=columns_of("programme.Membership", "user", "given_by", "ended_by")
    | columns_of("programme.PartyContact", "email"),
)
