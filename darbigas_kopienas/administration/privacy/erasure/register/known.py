"""What the database knows to be erased, as lines; each hour those that the file lacks are added to it."""

from collections.abc import Collection, Iterator

from darbigas_kopienas.administration.privacy.erasure.models import ErasureRequest
from darbigas_kopienas.administration.privacy.erasure.subject import subject_of
from darbigas_kopienas.administration.privacy.retention.models import DestructionAct
from darbigas_kopienas.evidence.models import Document
from darbigas_kopienas.people.erasure import Subject, stand_in
from darbigas_kopienas.people.models import Person, User
from darbigas_kopienas.values import clock

from .file import append, read, register_path
from .lines import DestroyedDocuments, ErasedPerson, Line, Row


def line_of_request(request: ErasureRequest, subject: Subject) -> ErasedPerson:
    """Of one that was carried out."""
    people = Person.with_merged.filter(pk__in=subject.people).order_by("pk").values_list("pk", "created_at")
    accounts = User.objects.filter(pk=subject.user) if subject.user is not None else User.objects.none()
    return ErasedPerson(
        at=request.answered_at or clock.now(),
        asked_at=request.asked_at,
        request=request.pk,
        people=tuple(Row(*row) for row in people),
        account=next((Row(*row) for row in accounts.values_list("pk", "joined_at")), None),
    )


def line_of_act(act: DestructionAct) -> DestroyedDocuments:
    """Of one that was approved."""
    documents = Document.objects.filter(pk__in=[row["document"] for row in act.rows]).order_by("pk")
    rows = tuple(Row(*row) for row in documents.values_list("pk", "created_at"))
    return DestroyedDocuments(act.approved_at or clock.now(), str(act), rows)


def add_missing() -> None:
    """What was erased while the file could not be written."""
    written, _unreadable = read([register_path()])
    if missing := list(_missing(written)):
        append(missing)


def people_of(lines: Collection[Line]) -> set[Row]:
    return {row for line in lines if isinstance(line, ErasedPerson) for row in line.people}


def accounts_of(lines: Collection[Line]) -> set[Row]:
    return {line.account for line in lines if isinstance(line, ErasedPerson) and line.account is not None}


def _missing(written: Collection[Line]) -> Iterator[Line]:
    yield from _missing_people(people_of(written))
    yield from _missing_accounts(accounts_of(written))
    destroyed = {row for line in written if isinstance(line, DestroyedDocuments) for row in line.documents}
    for act in DestructionAct.objects.filter(state=DestructionAct.State.APPROVED).order_by("pk"):
        line = line_of_act(act)
        if not destroyed.issuperset(line.documents):
            yield line


def _missing_people(known: set[Row]) -> Iterator[ErasedPerson]:
    done = ErasureRequest.objects.filter(state=ErasureRequest.State.DONE).select_related("person").order_by("pk")
    for request in done:
        if Row(request.person.pk, request.person.created_at) not in known:
            line = line_of_request(request, subject_of(request.person))
            known |= set(line.people)
            yield line


def _missing_accounts(known: set[Row]) -> Iterator[ErasedPerson]:
    """An emptied account leads to nobody, so it stands alone, where its person's line was not written in time."""
    closed = User.objects.filter(is_active=False).order_by("pk")
    for pk, email, joined_at in closed.values_list("pk", "email", "joined_at"):
        if email == stand_in(pk) and Row(pk, joined_at) not in known:
            now = clock.now()
            yield ErasedPerson(at=now, asked_at=now, request=None, people=(), account=Row(pk, joined_at))
