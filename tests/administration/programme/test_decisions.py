"""The register of agreements and decisions: its entries, their files, and who sees them."""

from datetime import date
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction

from darbigas_kopienas.administration.models import Decision
from darbigas_kopienas.administration.programme.decisions import DECISIONS
from darbigas_kopienas.administration.programme.partnerships import PARTNERSHIPS
from darbigas_kopienas.administration.programme.services import write_files
from darbigas_kopienas.audit.models import Entry
from darbigas_kopienas.evidence import services as evidence
from darbigas_kopienas.evidence.errors import NotYours
from darbigas_kopienas.evidence.models import Document
from darbigas_kopienas.people.models import Municipality, User
from darbigas_kopienas.programme.facts import services
from darbigas_kopienas.programme.models import Party, Programme
from darbigas_kopienas.programme.scoping import Scope
from tests.evidence.files import PDF, upload

pytestmark = pytest.mark.django_db
LETTER: dict[str, Any] = {"kind": "funder_letter", "number": "BC-1", "decided_on": date(2020, 3, 2),
                          "summary_lv": "Pagarināts", "municipality": None}  # fmt: skip


def staged(by: User, programme: Programme, name: str = "vienošanās.pdf") -> Document:
    return evidence.stage(by=by, upload=upload(PDF, name), scope=programme.scope, kind="agreement")


def added(by: User, programme: Programme, *documents: Document, **more: Any) -> Decision:
    fields = {**LETTER, **more, "documents": list(documents)}
    decision: Decision = services.add_fact(by=by, kind=DECISIONS, programme=programme, fields=fields)
    return decision


def test_the_file_belongs_where_the_agreement_does(marta: User, programme: Programme, daugavpils: Municipality) -> None:
    decision = added(marta, programme, staged(marta, programme), kind="agreement", municipality=daugavpils)
    (document,) = decision.documents.all()
    assert (document.state, document.scope, decision.scope) == (
        "stored",
        decision.scope,
        Scope(programme.pk, daugavpils.pk),
    )
    assert [entry.verb for entry in Entry.objects.of(decision)] == ["decision.added"]
    assert [use.url for use in document.uses()] == [DECISIONS.address(programme.pk)]


def test_files_go_along_when_the_municipality_was_a_slip(
    marta: User, programme: Programme, daugavpils: Municipality, rezekne: Municipality, anna: User, karlis: User
) -> None:
    decision = added(marta, programme, staged(marta, programme), municipality=rezekne)
    again = {"municipality": daugavpils, "documents": list(decision.documents.all())}
    for _twice in range(2):
        services.edit_fact(by=marta, kind=DECISIONS, row=decision, fields=again)
    (document,) = decision.documents.all()
    assert document.municipality == daugavpils
    assert [entry.verb for entry in Entry.objects.of(document)][:1] == ["document.moved"]
    assert Entry.objects.of(decision)[0].changes["values"] == {"municipality": [rezekne.pk, daugavpils.pk]}
    assert [Document.objects.visible_to(user).filter(pk=document.pk).exists() for user in (anna, karlis)] == [
        True,
        False,
    ]


def test_a_file_that_stands_elsewhere_too_stays_with_whose_it_is(
    marta: User, programme: Programme, daugavpils: Municipality, rezekne: Municipality, anna: User, karlis: User
) -> None:
    first = added(marta, programme, staged(marta, programme), municipality=daugavpils)
    (document,) = first.documents.all()
    second = added(marta, programme, document, number="BC-2", municipality=rezekne)
    services.edit_fact(by=marta, kind=DECISIONS, row=second, fields={"number": "BC-3", "documents": []})
    readers = [Document.objects.visible_to(user).filter(pk=document.pk).exists() for user in (anna, karlis)]
    assert readers == [True, False]


def test_who_sees_which_entry_and_which_file(
    marta: User, anna: User, karlis: User, olga: User, emma: User, programme: Programme, daugavpils: Municipality
) -> None:
    added(marta, programme, staged(marta, programme), number="D-1", municipality=daugavpils)
    added(marta, programme, staged(marta, programme, "visiem.pdf"), number="P-1")
    seen = {}
    for user in (marta, anna, karlis, olga, emma):
        rows = list(DECISIONS.rows_seen_by(user, programme.pk))
        DECISIONS.read_along(user, rows)
        seen[user.get_short_name()] = {row.number: len(row.files) for row in rows}
    assert seen == {
        "Marta": {"D-1": 1, "P-1": 1},
        "Anna": {"D-1": 1, "P-1": 0},
        "Kārlis": {"P-1": 0},
        "Olga": {"D-1": 1, "P-1": 1},
        "Emma": {},
    }


def test_a_file_that_is_removed_is_erased_unless_it_stands_elsewhere(marta: User, programme: Programme) -> None:
    document = staged(marta, programme)
    first, second = added(marta, programme, document), added(marta, programme, document, number="BC-2")
    for decision, state in ((first, "stored"), (second, "erased")):
        changed = write_files(by=marta, decision=decision, documents=[], without=[document])
        document.refresh_from_db()
        assert (list(changed), document.state, decision.documents.count()) == (["documents"], state, 0)
    assert list(write_files(by=marta, decision=first, documents=[], without=[document])) == []


def test_an_entry_goes_when_its_files_are_gone(marta: User, programme: Programme) -> None:
    decision = added(marta, programme, staged(marta, programme))
    with pytest.raises(ValidationError) as refused:
        services.remove_fact(by=marta, kind=DECISIONS, row=decision)
    assert refused.value.code == "files"
    services.edit_fact(by=marta, kind=DECISIONS, row=decision, fields={"take_off": list(decision.documents.all())})
    services.remove_fact(by=marta, kind=DECISIONS, row=decision)
    assert not Decision.objects.exists()
    assert Document.objects.get().state == "erased"


def test_somebody_else_s_staged_file_is_not_attached(marta: User, ilze: User, in_daugavpils: Scope) -> None:
    theirs = evidence.stage(by=ilze, upload=upload(PDF, "x.pdf"), scope=in_daugavpils, kind="agreement")
    programme = Programme.objects.get(pk=in_daugavpils.programme_id)
    with pytest.raises(NotYours):
        added(marta, programme, theirs)


def test_the_same_number_of_a_day_is_refused(marta: User, programme: Programme) -> None:
    added(marta, programme)
    with pytest.raises(ValidationError) as refused:
        added(marta, programme)
    assert list(refused.value.message_dict) == ["number"]
    added(marta, programme, decided_on=date(2020, 3, 3))
    added(marta, programme, number="")
    added(marta, programme, number="")


def test_each_council_numbers_its_own_decisions(
    marta: User, programme: Programme, daugavpils: Municipality, rezekne: Municipality
) -> None:
    for council in (daugavpils, rezekne):
        added(marta, programme, kind="council_decision", number="5", municipality=council)
    with pytest.raises(ValidationError, match="there already"):
        added(marta, programme, kind="council_decision", number="5", municipality=rezekne)
    assert Decision.objects.count() == 2


def test_an_entry_names_a_party_of_its_own_grant(marta: User, programme: Programme) -> None:
    party = Party.objects.get(programme=programme)
    decision = added(marta, programme, party=party, amount="1000.00")
    DECISIONS.read_along(marta, [decision])
    assert DECISIONS.line(decision).title == "Letter of the funder: BC-1, 02.03.2020"
    other = Programme.objects.create(
        code="next", name_lv="Nākamā", name_en="Next", goal_lv="Mērķis", starts_on="2027-01-01", ends_on="2027-12-31"
    )
    Party.objects.filter(pk=party.pk).update(programme=other)
    with pytest.raises(ValidationError) as refused:
        added(marta, programme, number="BC-2", party=Party.objects.get(pk=party.pk))
    assert list(refused.value.message_dict) == ["party"]


@pytest.mark.parametrize("name", ["ilze", "karlis", "emma"])
def test_nobody_else_writes_the_register(
    name: str, request: pytest.FixtureRequest, marta: User, programme: Programme
) -> None:
    by: User = request.getfixturevalue(name)
    decision = added(marta, programme)
    with pytest.raises(PermissionDenied):
        added(by, programme, number="BC-2")
    with pytest.raises(PermissionDenied):
        write_files(by=by, decision=decision, documents=[])


def test_a_file_is_moved_only_with_the_right_in_both_places(
    marta: User, ilze: User, programme: Programme, in_daugavpils: Scope, in_rezekne: Scope
) -> None:
    document = evidence.stage(by=ilze, upload=upload(PDF, "x.pdf"), scope=in_daugavpils, kind="agreement")
    for scope in (in_rezekne, programme.scope):
        with pytest.raises(PermissionDenied):
            evidence.move(by=ilze, document=document, scope=scope)
    evidence.move(by=marta, document=document, scope=in_daugavpils)
    assert [entry.verb for entry in Entry.objects.of(document)] == ["document.added"]


@pytest.mark.parametrize("changes", [{"kind": "rumour"}, {"summary_lv": "\u200b"}, {"number": "BC-1"}])
def test_the_database_refuses_an_entry_so(changes: dict[str, str], marta: User, programme: Programme) -> None:
    added(marta, programme)
    other = added(marta, programme, number="BC-2")
    with pytest.raises(IntegrityError), transaction.atomic():
        Decision.objects.filter(pk=other.pk).update(**changes)


def test_a_partner_s_line_leads_to_its_agreement_for_whoever_may_open_it(
    marta: User, ilze: User, karlis: User, programme: Programme, daugavpils: Municipality
) -> None:
    document = staged(marta, programme)
    added(marta, programme, document, municipality=daugavpils)
    shown = {}
    for name, reader in (("marta", marta), ("ilze", ilze), ("karlis", karlis)):
        rows = list(PARTNERSHIPS.rows(programme.pk))
        PARTNERSHIPS.read_along(reader, rows)
        shown[name] = {row.municipality.code: [file.pk for file in row.files] for row in rows if row.files}
    assert shown == {"marta": {"daugavpils": [document.pk]}, "ilze": {"daugavpils": [document.pk]}, "karlis": {}}
