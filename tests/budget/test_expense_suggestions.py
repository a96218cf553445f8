"""What is suggested and foretold while an expense is typed."""

import re
from typing import Any

from django.urls import reverse

from budget.models import Allocation, BudgetLine, FundingSource
from darbigas_kopienas.people.models import User
from darbigas_kopienas.programme.scoping import Scope
from darbigas_kopienas.values import clock
from tests.budget.conftest import ADD, Adder, As, Lines, foretold


def test_suppliers_of_the_expenses_one_sees_are_suggested(
    as_: As, anna: User, karlis: User, marta: User, add: Adder
) -> None:
    for name in ("SIA „Otrais”", "SIA „Pirmais”", "SIA „Otrais”"):
        add(supplier_name=name)
    for who, names in (
        (anna, ["SIA „Otrais”", "SIA „Pirmais”"]),
        (marta, ["SIA „Otrais”", "SIA „Pirmais”"]),
        (karlis, []),
    ):
        page = as_(who).get(ADD)
        assert list(page.context["suppliers"]) == names
        assert 'list="suppliers"' in page.content.decode()


def test_preview_tells_the_same_while_typing(
    as_: As, anna: User, lines: Lines, grant: FundingSource, council_money: FundingSource
) -> None:
    asked = foretold(lines, grant)
    address = reverse("budget:expense_preview")
    assert "1\u00a0030,00\u00a0EUR" in as_(anna).get(address, asked).content.decode()
    hard = as_(anna).get(address, foretold(lines, council_money)).content.decode()
    assert "130,00\u00a0EUR" in hard
    nothing: dict[str, Any]
    for nothing in ({**asked, "total": "99"}, {**asked, "total": "1.000,50"}, {}):
        assert as_(anna).get(address, nothing).content.decode().strip() == ""


def test_form_chooses_no_line_and_source_for_anybody(
    as_: As, anna: User, typed: Any, lines: Lines, grant: FundingSource, council_money: FundingSource
) -> None:
    """What the last document stood on, one's own or a colleague's, is no reason for the next one."""
    as_(anna).post(ADD, typed(line=lines["1.1"].pk))
    form = as_(anna).get(ADD).context["form"]
    assert (form.initial["document_on"], form.initial["line"], form.initial["source"]) == (clock.today(), None, None)


def test_only_line_and_source_there_are_stand_chosen(
    as_: As, anna: User, typed: Any, lines: Lines, grant: FundingSource
) -> None:
    Allocation.objects.exclude(line__code="3.1").delete()
    BudgetLine.objects.exclude(code="3.1").delete()
    initial = as_(anna).get(ADD).context["form"].initial
    assert (initial["line"], initial["source"]) == (lines["3.1"].pk, grant.pk)


def test_supplier_suggests_line_and_source_and_says_so(
    as_: As, anna: User, ilze: User, typed: Any, lines: Lines, council_money: FundingSource, grant: FundingSource
) -> None:
    as_(ilze).post(ADD, typed(line=lines["1.1"].pk))
    client, address = as_(anna), reverse("budget:expense_suggest")
    form = client.get(address, {"supplier_name": "Dārzs, SIA"}).context["form"]
    assert (form.initial["line"], form.initial["source"]) == (lines["1.1"].pk, grant.pk)
    assert client.get(address, {"supplier_name": "SIA Dārzs"}).content.decode().count("Ieteikts:") == 2
    chosen = client.get(address, {"supplier_name": "SIA Dārzs", "line": str(lines["3.1"].pk), "source": "x"})
    assert chosen.context["form"].initial["line"] == str(lines["3.1"].pk)
    for unknown in ("SIA Cits", "", "   "):
        page = client.get(address, {"supplier_name": unknown})
        assert "Ieteikts" not in page.content.decode()
        assert page.context["form"].initial == {}


def test_suggestion_for_the_former_supplier_is_no_choice(
    as_: As, anna: User, add: Adder, lines: Lines, council_money: FundingSource, grant: FundingSource
) -> None:
    add(supplier_name="SIA Dārzs", line=lines["1.1"])
    add(supplier_name="SIA Dārzi", line=lines["3.1"])
    client, address = as_(anna), reverse("budget:expense_suggest")
    first = client.get(address, {"supplier_name": "SIA Dārzs"}).content.decode()
    hidden = dict(re.findall(r'type="hidden" name="(\w+)" value="(\d+)"', first))
    assert hidden == {"suggested_line": str(lines["1.1"].pk), "suggested_source": str(grant.pk)}
    stands = {"line": str(lines["1.1"].pk), "source": str(grant.pk), **hidden}
    corrected = client.get(address, {"supplier_name": "SIA Dārzi", **stands})
    assert corrected.context["form"].initial == {"line": lines["3.1"].pk, "source": grant.pk}
    assert corrected.content.decode().count("Ieteikts:") == 2
    assert client.get(address, {"supplier_name": "SIA Cits", **stands}).context["form"].initial == {}
    chosen = client.get(address, {"supplier_name": "SIA Dārzi", **stands, "source": str(council_money.pk)})
    assert chosen.context["form"].initial == {"line": lines["3.1"].pk, "source": str(council_money.pk)}
    assert "suggested_source" not in chosen.content.decode()


def test_suggestion_in_a_draft_and_in_a_refused_form_is_a_suggestion_still(
    as_: As, anna: User, typed: Any, lines: Lines, council_money: FundingSource, grant: FundingSource
) -> None:
    """And what was chosen is chosen still."""
    client, address = as_(anna), reverse("submissions:draft_save")
    left = {
        "supplier_name": "SIA Dārzs", "line": str(lines["1.1"].pk), "suggested_line": str(lines["1.1"].pk),
        "source": str(council_money.pk), "suggested_source": str(grant.pk),
    }  # fmt: skip
    assert client.post(address, {**left, "form_key": "expense"}).status_code == 200
    for page in (client.get(ADD), client.post(ADD, typed(**left, total="x"))):
        form = page.context["form"]
        assert (form.fields["line"].suggested, form.fields["source"].suggested) == (left["line"], "")
        assert page.content.decode().count("Ieteikts:") == 1
        assert re.findall(r'name="(suggested_\w+)"', page.content.decode()) == ["suggested_line"]


def test_suggested_row_that_is_offered_no_more_is_left_out(
    as_: As, anna: User, lines: Lines, grant: FundingSource
) -> None:
    client = as_(anna)
    left = {"supplier_name": "SIA Dārzs", "line": "999999", "suggested_line": "999999", "form_key": "expense"}
    client.post(reverse("submissions:draft_save"), left)
    assert client.get(ADD).context["form"].fields["line"].suggested == ""


def test_fragments_of_an_expense_open_to_whoever_may_change_it(
    as_: As, karlis: User, ilze: User, emma: User, add: Adder
) -> None:
    expense = add(by=ilze)
    for name in ("expense_suggest", "expense_preview"):
        address = reverse(f"budget:{name}")
        for person, status in ((ilze, 200), (karlis, 404), (emma, 404)):
            assert as_(person).get(address, {"expense": expense.pk}).status_code == status
        for wrong in ("", "x", "²", "9" * 30, "999999"):
            assert as_(ilze).get(address, {"expense": wrong}).status_code == 404


def test_supplier_s_document_of_another_municipality_suggests_nothing(
    as_: As, anna: User, add: Adder, karlis: User, in_rezekne: Scope
) -> None:
    add(by=karlis, scope=in_rezekne, supplier_name="SIA Tālais")
    page = as_(anna).get(reverse("budget:expense_suggest"), {"supplier_name": "SIA Tālais"})
    assert page.context["form"].initial == {}
