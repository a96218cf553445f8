"""The agreed budget by its pages: forms with what was typed, sums below the list, who is let in."""

from typing import Any

import pytest
from django.urls import reverse

from budget.models import BudgetLine, BudgetRule, FundingSource
from darbigas_kopienas.people.models import Municipality, Organisation, User
from darbigas_kopienas.programme.models import Component, Party, Programme
from tests.budget.conftest import As, Lines
from tests.counted import statements

pytestmark = pytest.mark.django_db


def there(programme: Programme, page: str, *pk: int) -> str:
    return reverse(f"budget:{page}", args=[programme.pk, *pk])


def test_a_source_is_typed_in(as_: As, marta: User, programme: Programme, daugavpils: Municipality) -> None:
    client, add = as_(marta), there(programme, "funding_source_add")
    page = client.get(add).content.decode()
    assert "Britu Padome Latvijā" in page
    assert "data-draft=" in page
    giver = Party.objects.get().organisation_id
    typed = {"organisation": giver, "kind": "municipal", "name_lv": "Nauda", "amount": "1 000,00",
             "allows_publicity": "on", "documents_from": "01.01.2020"}  # fmt: skip
    answer: Any = client.post(add, typed)
    assert answer.status_code == 422
    assert set(answer.context["form"].errors) == {"only_in_municipality"}
    assert client.post(add, {**typed, "only_in_municipality": daugavpils.pk}).status_code == 302
    source = FundingSource.objects.get()
    assert "Nauda" in client.get(there(programme, "funding_source_list")).content.decode()
    assert "1 000,00" in client.get(there(programme, "funding_source_edit", source.pk)).content.decode()


def test_givers_are_the_parties_else_everybody(
    as_: As, marta: User, programme: Programme, grant: FundingSource
) -> None:
    council = Organisation.objects.create(kind="municipal", name_lv="Kāda dome")
    client, add = as_(marta), there(programme, "funding_source_add")
    assert "Kāda dome" not in client.get(add).content.decode()
    grant.organisation = council
    grant.save()
    assert "Kāda dome" in client.get(there(programme, "funding_source_edit", grant.pk)).content.decode()
    Party.objects.all().delete()
    assert "Kāda dome" in client.get(add).content.decode()


def test_a_line_is_typed_in_with_its_amounts(
    as_: As, marta: User, programme: Programme, components: dict[str, Component], grant: FundingSource,
    council_money: FundingSource, rezekne: Municipality, daugavpils: Municipality,
) -> None:  # fmt: skip
    client, add = as_(marta), there(programme, "budget_line_add")
    page = client.get(add).content.decode()
    names = [f"amount_{grant.pk}", f"amount_{grant.pk}_{rezekne.pk}", f"amount_{council_money.pk}_{daugavpils.pk}"]
    assert all(f'name="{name}"' in page for name in names)
    assert f"amount_{council_money.pk}_{rezekne.pk}" not in page
    typed: dict[str, object] = {
        "code": "2.1",
        "name_lv": "Mēbeles",
        names[0]: "115 029,01",
        names[1]: "",
        names[2]: "abc",
    }
    answer: Any = client.post(add, typed)
    assert (answer.status_code, set(answer.context["form"].errors)) == (422, {names[2]})
    answer = client.post(add, {**typed, names[2]: "5,00", "component": components["2"].pk})
    assert (answer.status_code, set(answer.context["form"].errors)) == (422, {names[0]})
    assert "115 029,01" in answer.content.decode()
    typed |= {names[0]: "100", names[2]: "5,00", "component": components["2"].pk, "is_publicity": "on"}
    answer = client.post(add, typed, follow=True)
    assert "100,00" in answer.content.decode()
    line = BudgetLine.objects.get()
    edit = there(programme, "budget_line_edit", line.pk)
    assert client.post(edit, {"code": "2.1", "name_lv": "Galdi", "is_publicity": "on"}).status_code == 302
    assert line.allocations.count() == 2  # fields that were not sent took nothing away
    assert client.post(edit, {"code": "2.1", "name_lv": "Galdi", "is_publicity": "on", names[0]: ""}).status_code == 302
    assert line.allocations.count() == 1
    assert "5,00" in client.get(edit).content.decode()


def test_the_list_asks_as_much_for_one_line_as_for_three(
    as_: As, marta: User, programme: Programme, lines: Lines, grant: FundingSource
) -> None:
    client, there_are = as_(marta), there(programme, "budget_line_list")
    of_three = statements(client, there_are)
    for code in ("1.1", "P"):
        lines[code].delete()
    assert statements(client, there_are) == of_three


def test_a_rule_is_typed_in(as_: As, marta: User, programme: Programme) -> None:
    client, add = as_(marta), there(programme, "budget_rule_add")
    assert "01.03.2019" in client.get(add).content.decode()
    for wrong in ("101", "-1", "daudz", "1,234", ""):
        answer: Any = client.post(add, {"valid_from": "01.03.2019", "line_tolerance_percent": wrong})
        assert (answer.status_code, set(answer.context["form"].errors)) == (422, {"line_tolerance_percent"})
    typed = {"valid_from": "01.03.2019", "line_tolerance_percent": "12,5 %"}
    assert client.post(add, typed).status_code == 302
    assert client.post(add, typed).status_code == 422
    edit = there(programme, "budget_rule_edit", BudgetRule.objects.get().pk)
    assert 'value="12,5"' in client.get(edit).content.decode()
    assert "12,50" in client.get(there(programme, "budget_rule_list")).content.decode()


@pytest.mark.parametrize("kind", ["funding_source", "budget_line"])
@pytest.mark.parametrize(
    ("who", "status"), [("karlis", 403), ("ilze", 403), ("emma", 403), ("olga", 403), ("marta", 200)]
)
def test_who_sees_what_each_gives(
    as_: As, request: Any, kind: str, who: str, status: int, programme: Programme, lines: Lines
) -> None:
    client = as_(request.getfixturevalue(who))
    assert client.get(there(programme, f"{kind}_list")).status_code == status
    assert client.get(there(programme, f"{kind}_add")).status_code == status
    assert client.get(there(programme, "budget_line_import")).status_code == status
    assert client.get(there(programme, "budget_line_import_template")).status_code == status
