"""A budget like the grant's: 115 029,00 of the British Council over lines, 1 000,00 of Daugavpils for 2020."""

from collections.abc import Callable, Iterator
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import translation

from budget import services
from budget.models import Allocation, BudgetLine, BudgetRule, Expense, FundingSource
from budget.services import ShareOf
from darbigas_kopienas.activities.models import Activity
from darbigas_kopienas.evidence import services as evidence
from darbigas_kopienas.evidence.models import Document, Kind
from darbigas_kopienas.people.models import Municipality, Organisation, User
from darbigas_kopienas.programme.models import Component, Programme
from darbigas_kopienas.programme.scoping import Scope

DAY = date(2020, 6, 4)
ADD = "/lv/budzets/izdevumi/pievienot/"
Adder = Callable[..., Expense]
As = Callable[[User | None], Client]
Lines = dict[str, BudgetLine]


@pytest.fixture(autouse=True)
def latvian() -> Iterator[None]:
    """A page asked for in English leaves its language behind in the thread."""
    with translation.override("lv"):
        yield


@pytest.fixture
def grant(programme: Programme) -> FundingSource:
    return FundingSource.objects.create(
        programme=programme,
        organisation=Organisation.objects.get(kind=Organisation.Kind.FUNDER),
        kind=FundingSource.Kind.GRANT,
        name_lv="Britu Padomes finansējums",
        name_en="Grant of the British Council",
        amount=Decimal("115029.00"),
        amount_stated_words="simt vienpadsmit tūkstoši divdesmit deviņi eiro 00 eiro centi",
    )


@pytest.fixture
def council_money(programme: Programme, daugavpils: Municipality) -> FundingSource:
    council = Organisation.objects.create(
        kind=Organisation.Kind.MUNICIPAL, name_lv="Daugavpils dome", municipality=daugavpils
    )
    return FundingSource.objects.create(
        programme=programme,
        municipality=daugavpils,
        organisation=council,
        kind=FundingSource.Kind.MUNICIPAL,
        name_lv="Daugavpils domes līdzfinansējums",
        name_en="Co-financing of Daugavpils",
        amount=Decimal("1000.00"),
        amount_stated_words="viens tūkstotis eiro 00 eirocenti",
        conditions_lv="Aktivitātēm Daugavpilī un Daugavpils publicitātei.",
        conditions_en="For activities in Daugavpils and for its publicity.",
        documents_from=date(2020, 1, 1),
        documents_to=date(2020, 12, 31),
        only_in_municipality=daugavpils,
        allows_publicity=True,
        order=1,
    )


@pytest.fixture
def lines(programme: Programme, components: dict[str, Component], grant: FundingSource) -> Lines:
    """1.1 and 3.1 with 100,00 EUR each of the grant, publicity with nothing approved; 20 % tolerance."""
    BudgetRule.objects.create(programme=programme, valid_from=date(2019, 3, 1), line_tolerance_percent=20)
    made = {
        code: BudgetLine.objects.create(
            programme=programme,
            component=components.get(code[0]),
            code=code,
            name_lv=name,
            name_en=name,
            is_publicity=code == "P",
            order=order,
        )
        for order, (code, name) in enumerate({"1.1": "Semināri", "3.1": "Pasākumi", "P": "Publicitāte"}.items())
    }
    for code in ("1.1", "3.1"):
        Allocation.objects.create(line=made[code], source=grant, amount=Decimal(100))
    return made


@pytest.fixture
def planting(programme: Programme, daugavpils: Municipality, components: dict[str, Component], ilze: User) -> Activity:
    return Activity.objects.create(
        programme=programme,
        municipality=daugavpils,
        component=components["3"],
        kind=Activity.Kind.EVENT,
        title_lv="Puķu stādīšana",
        starts_on=DAY,
        created_by=ilze,
    )


def receipt(by: User, scope: Scope) -> Document:
    return evidence.store_bytes(
        by=by,
        content=b"%PDF-1.4 receipt",
        name="ceks.pdf",
        content_type="application/pdf",
        scope=scope,
        kind=Kind.RECEIPT,
    )


@pytest.fixture
def add(in_daugavpils: Scope, ilze: User, grant: FundingSource, lines: Lines) -> Adder:
    """A draft of Ilze's for 10,00 EUR on line 3.1 of the grant, with a receipt; anything may be said otherwise."""
    count = iter(range(1, 1000))

    def made(**more: Any) -> Expense:
        by, scope = more.pop("by", ilze), more.pop("scope", in_daugavpils)
        total = Decimal(more.pop("total", "10.00"))
        part = ShareOf(more.pop("line", lines["3.1"]), more.pop("source", grant), total)
        fields: dict[str, Any] = {
            "supplier_name": "SIA Dārzs",
            "document_number": f"A-{next(count)}",
            "document_on": DAY,
            "shares": [part],
            "total": total,
        }
        if "documents" not in more and not more.pop("without_proof", False):
            fields["documents"] = [receipt(by, scope)]
        return services.add_expense(by=by, scope=scope, **{**fields, **more})

    return made


@pytest.fixture
def submitted(add: Adder) -> Adder:
    def made(**more: Any) -> Expense:
        expense = add(**more)
        return services.submit_expense(by=expense.added_by, expense=expense)

    return made


@pytest.fixture
def booked(submitted: Adder, anna: User) -> Adder:
    """Added by Ilze, booked by Anna."""

    def made(**more: Any) -> Expense:
        by, note = more.pop("booked_by", anna), more.pop("over_limit_note", "")
        return services.book_expense(by=by, expense=submitted(**more), over_limit_note=note)

    return made


def edit(by: User, expense: Expense, **more: Any) -> Expense:
    """As it is written, unless said otherwise."""
    share = expense.shares.get()
    fields: dict[str, Any] = {
        "supplier_name": expense.supplier_name,
        "document_number": expense.document_number,
        "document_on": expense.document_on,
        "total": expense.total,
    }
    fields |= more
    fields.setdefault("shares", [ShareOf(share.line, share.source, fields["total"])])
    return services.edit_expense(by=by, expense=expense, **fields)


def scan(content: str) -> SimpleUploadedFile:
    return SimpleUploadedFile("ceks.pdf", f"%PDF-1.4\n%{content}\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n".encode())


@pytest.fixture
def typed(lines: Lines, grant: FundingSource) -> Callable[..., dict[str, Any]]:
    """What a browser sends: four fields, the suggested line and source, and a receipt."""

    def made(**more: Any) -> dict[str, Any]:
        return {
            "submission_key": str(uuid4()),
            "supplier_name": "SIA Dārzs",
            "document_number": "R-1",
            "document_on": "04.06.2020",
            "total": "12,50",
            "line": lines["3.1"].pk,
            "source": grant.pk,
            "new_documents": scan(str(uuid4())),
            "deed": "submit",
            **more,
        }

    return made


def foretold(lines: Lines, source: FundingSource) -> dict[str, Any]:
    """What the preview is asked while a document for 1 130,00 EUR on line 3.1 is typed."""
    return {"total": "1130,00", "line": lines["3.1"].pk, "source": source.pk, "document_on": "04.06.2020"}
