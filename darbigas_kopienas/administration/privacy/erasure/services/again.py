"""After a restore: whoever was erased since the backup is erased again (decision 0034)."""

from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError
from django.db import DatabaseError, transaction
from django.utils.translation import gettext as _
from django.utils.translation import override

from darbigas_kopienas.administration.people.duplicates.services.pairs import lock_registers
from darbigas_kopienas.administration.privacy.erasure.models import ErasureRequest
from darbigas_kopienas.administration.privacy.erasure.preview import obstacles_of
from darbigas_kopienas.administration.privacy.erasure.register.file import append, read, register_path
from darbigas_kopienas.administration.privacy.erasure.register.known import people_of
from darbigas_kopienas.administration.privacy.erasure.register.lines import DestroyedDocuments, ErasedPerson, Line, Row
from darbigas_kopienas.administration.privacy.erasure.services.carry_out import empty_rows, lock, note_erasing
from darbigas_kopienas.administration.privacy.erasure.stays import what_stays
from darbigas_kopienas.administration.privacy.erasure.subject import subject_of
from darbigas_kopienas.administration.privacy.retention.models import DestructionAct
from darbigas_kopienas.audit.services import record
from darbigas_kopienas.evidence import services as evidence
from darbigas_kopienas.evidence.models import Document, State
from darbigas_kopienas.people.erasure import ERASED, Subject, stand_in
from darbigas_kopienas.people.models import Person, User
from darbigas_kopienas.programme.actors import Actor
from darbigas_kopienas.values import clock

REFUSED = (ValidationError, DatabaseError, OSError)


@dataclass(frozen=True, slots=True)
class ErasedAgain:
    """How many human beings and files were erased again. `unknown`: so many are not in the backup, being younger.

    `obstacles`: what a person has to do now, and what could not be read; sentences in English, without names.
    """

    people: int
    documents: int
    unknown: int
    obstacles: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Run:
    by: Actor
    facts: dict[str, Any]  # for the trail
    registered: set[Row]  # rows of people who were erased
    obstacles: list[str] = field(default_factory=list)


def erase_again(*, by: Actor, registers: Collection[Path], backed_up_at: datetime) -> ErasedAgain:
    """Whatever is in these registers and is still in the database; the same again changes nothing.

    No last letter, and nobody is asked: it was decided before. Each human being in a transaction of its own. What
    cannot be read or erased is said in the answer. At the end the portal's own register has all the lines.
    """
    lines, unreadable = read(registers)
    run = _Run(by, {"on": clock.day_of(backed_up_at).isoformat()}, people_of(lines), unreadable)
    if not any(path.exists() for path in registers):
        run.obstacles.append("No register of erasures (erased.jsonl) lies there, so nobody was erased again.")
    counts: Counter[str] = Counter()
    with override("en"):
        for line in lines:
            counts.update(_person(run, line) if isinstance(line, ErasedPerson) else _documents(run, line))
    _write_down(run, lines)
    return ErasedAgain(counts["people"], counts["documents"], counts["unknown"], tuple(run.obstacles))


# -- people ----------------------------------------------------------------------------------------
def _person(run: _Run, line: ErasedPerson) -> dict[str, int]:
    """By the very rows alone: one made since may have the number of one that is no more."""
    rows = [Person.with_merged.filter(pk=row.pk, created_at=row.made_at) for row in line.people]
    people = [pk for same in rows for pk in same.values_list("pk", flat=True)]
    account = User.objects.filter(pk=line.account.pk, joined_at=line.account.made_at).first() if line.account else None
    if not people and account is None:
        return {"unknown": 1}
    erased = [_erase_row(run, line, pk) for pk in people]
    if account is not None:
        account.refresh_from_db()  # it may have gone with a row
        erased.append(account.email != stand_in(account.pk) and _erase_row(run, line, _row_of(run, account)))
    return {"people": int(any(erased))}


def _row_of(run: _Run, account: User) -> int:
    """Of an erased account: it is the same human being, also where the row was made later, or is made here."""
    person = Person.objects.filter(user=account).first()
    if person is None:
        person = Person.objects.create(name=account.name or account.email, user=account)
    run.registered.add(Row(person.pk, person.created_at))
    return person.pk


def _erase_row(run: _Run, line: ErasedPerson, pk: int) -> bool:
    """The human being of this row; False where that is done already, or cannot be done."""
    person = Person.with_merged.get(pk=pk)
    if person.name == ERASED:
        return False
    subject = subject_of(person)
    rows = {Row(*row) for row in Person.with_merged.filter(pk__in=subject.people).values_list("pk", "created_at")}
    if others := sorted(row.pk for row in rows - run.registered):
        run.obstacles.append(
            f"Person {pk} was erased, but in the backup it is merged with others who were not ({others}): "
            f"undo the merging, then erase person {pk} again."
        )
        return False
    try:
        _erase(run, line, person, subject)
    except REFUSED as error:
        run.obstacles.append(f"Person {pk} could not be erased again ({type(error).__name__}): erase them by hand.")
        return False
    run.obstacles.extend(f"Person {pk} is erased again, but: {sentence}" for sentence in obstacles_of(subject))
    return True


@transaction.atomic
def _erase(run: _Run, line: ErasedPerson, person: Person, subject: Subject) -> None:
    lock_registers()
    lock(subject)
    stays = what_stays(subject)
    erased = empty_rows(subject)
    waiting = ErasureRequest.objects.filter(person__in=subject.people, state=ErasureRequest.State.ASKED).order_by("pk")
    for request in list(waiting) or [_new_request(line, person)]:
        request.state, request.answered_at = ErasureRequest.State.DONE, line.at
        request.erased, request.stays = erased, stays
        request.save()
    note_erasing(by=run.by, verb="person.erased_again", subject=subject, changes={**erased, **run.facts})


def _new_request(line: ErasedPerson, person: Person) -> ErasureRequest:
    with override("lv"):
        note = _("The request was made after the backup that was restored.")
    return ErasureRequest(person=person, is_own=False, note=note, asked_at=line.asked_at)


# -- files -----------------------------------------------------------------------------------------
def _documents(run: _Run, line: DestroyedDocuments) -> dict[str, int]:
    counts = {"documents": 0, "unknown": 0}
    for row in line.documents:
        document = Document.objects.filter(pk=row.pk, created_at=row.made_at).first()
        if document is None:
            counts["unknown"] += 1
        elif document.state != State.ERASED:
            counts["documents"] += _destroy(run, line, document)
    act = DestructionAct.objects.filter(state=DestructionAct.State.APPROVED, approved_at=line.at)
    if counts["documents"] and not act.exists():
        run.obstacles.append(
            f"The files of destruction act {line.act} are destroyed again, but the approved act is younger than the "
            "backup: keep its paper, and cancel the draft if there is one."
        )
    return counts


def _destroy(run: _Run, line: DestroyedDocuments, document: Document) -> bool:
    try:
        with transaction.atomic():
            evidence.erase(by=run.by, document=document)
            record(by=run.by, verb="document.destroyed_again", obj=document, changes=run.facts)
    except REFUSED as error:
        run.obstacles.append(
            f"Document {document.pk} of destruction act {line.act} could not be destroyed again "
            f"({type(error).__name__}): write a new act."
        )
        return False
    return True


def _write_down(run: _Run, lines: list[Line]) -> None:
    written, _unreadable = read([register_path()])
    known = set(written)
    missing = [line for line in lines if line not in known]
    if missing and not append(missing):
        run.obstacles.append(f"{register_path()} cannot be written: put the old register there.")
