"""Two rows that are one organisation."""

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from darbigas_kopienas.administration.people.duplicates.errors import ContactEnded, OneAfterAnother, OtherMunicipality
from darbigas_kopienas.administration.people.duplicates.models import Duplicate
from darbigas_kopienas.administration.people.duplicates.rules import columns_of_organisation_to_fill
from darbigas_kopienas.people.models import Organisation, SchoolContact
from darbigas_kopienas.programme.access import Permission, require_anywhere
from darbigas_kopienas.programme.actors import Actor, account_of
from darbigas_kopienas.programme.models import Programme
from darbigas_kopienas.values import clock, texts

from .moves import move, require_no_doubles
from .pairs import checked_note, lock_grants, lock_registers, locked_pair, require_open
from .reach import Reach, reach_of_organisations, record_everywhere, require_all


@transaction.atomic
def merge_organisations(
    *, by: Actor, programme: Programme, target: Organisation, other: Organisation, note: str
) -> Duplicate:
    """Whatever named `other` names `target` from now on; what was printed or frozen keeps the name of its time.

    Raises PermissionDenied (NotAllOfIt), OneRow, AlreadyMerged, NoteMissing, OtherMunicipality,
    OneAfterAnother, BothNamed, ContactEnded.
    """
    require_anywhere(by, Permission.WRITE_REGISTER, programme.pk)
    lock_grants()
    lock_registers()
    target, other = locked_pair(target, other)
    reach = reach_of_organisations(programme, target, other)
    require_all(by, reach)
    require_open(target, other)
    note = checked_note(note)
    _require_same_place(target, other)
    _require_not_in_line(target, other)
    require_no_doubles(target, other)
    _require_contacts_go_on(target, other)
    filled = _fill(target, other)
    moved = move(target, other)
    other.merged_into = target
    other.save(update_fields=["merged_into"])
    name_anew(reach)
    record_everywhere(by=by, verb="organisation.merged", obj=target, other=other, reach=reach)
    return Duplicate.objects.create(
        state=Duplicate.State.MERGED,
        target_organisation=target,
        other_organisation=other,
        note=note,
        moved=moved,
        filled=filled,
        decided_by=account_of(by),
    )


def name_anew(reach: Reach) -> None:
    """Pages remember what the grant's facts name."""
    Programme.objects.filter(pk__in=reach.grants).update(facts_edition=F("facts_edition") + 1)


def _require_same_place(target: Organisation, other: Organisation) -> None:
    places = {target.municipality, other.municipality} - {None}
    if len(places) > 1:
        sentence = _("They belong to different municipalities: %(first)s and %(second)s.")
        words = {"first": target.municipality, "second": other.municipality}
        raise OtherMunicipality(sentence % words, code="municipality")


def _require_not_in_line(target: Organisation, other: Organisation) -> None:
    """Directly, or with a third between them."""
    for first, then in ((target, other), (other, target)):
        followed_by = Organisation.with_merged.filter(predecessors=first)
        if followed_by.filter(pk=then.pk).exists() or followed_by.filter(successors=then).exists():
            sentence = _("“%(then)s” follows “%(first)s”: they are one after another, not the same.")
            raise OneAfterAnother(sentence % {"first": first, "then": then}, code="one_after_another")


def _require_contacts_go_on(target: Organisation, other: Organisation) -> None:
    """Of somebody named for both, the row of the kept one counts: it must not have ended before the other."""
    ended = SchoolContact.objects.filter(organisation=target, ends_on__lt=clock.today())
    speaking = SchoolContact.objects.filter(organisation=other).exclude(ends_on__lt=clock.today())
    contact = speaking.filter(user__in=ended.values("user")).select_related("user").first()
    if contact is not None:
        sentence = _("%(name)s is the contact of “%(other)s”, and no longer of “%(target)s”: name them there first.")
        words = {"name": contact.user, "other": other, "target": target}
        raise ContactEnded(sentence % words, code="contact")


def _fill(target: Organisation, other: Organisation) -> list[str]:
    filled = columns_of_organisation_to_fill(target, other)
    for name in filled:
        setattr(target, name, getattr(other, name))
    if "name_en" in filled:
        texts.stamp_translation(target, "name")
    target.save()
    return filled
