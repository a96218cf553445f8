"""What a loaded template shows is what Django would have shown."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from django.template import Context, Template, engines
from django.template.base import VariableNode
from django.template.loader import get_template
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy, override

from darbigas_kopienas.programme.models import ClosingKind
from darbigas_kopienas.web.template_loader import ShownVariable

SHOWN = (
    "Anna Bērziņa",
    "<b> & 'c' \"d\"",
    SafeString("<b>bold</b>"),
    gettext_lazy("Seminars"),
    ClosingKind.MONEY,
    1234567,
    Decimal("1234.50"),
    date(2026, 3, 1),
    datetime(2026, 3, 1, 10, tzinfo=UTC),
    True,
    None,
)


@pytest.mark.parametrize("value", SHOWN, ids=str)
@pytest.mark.parametrize("autoescape", [True, False])
def test_a_value_is_shown_as_django_shows_it(value: object, autoescape: bool) -> None:
    (node,) = Template("{{ value }}").nodelist
    assert isinstance(node, VariableNode)
    for language in ("lv", "en"):
        with override(language):
            context = Context({"value": value}, autoescape=autoescape)
            assert ShownVariable(node.filter_expression).render(context) == node.render(context)


def test_every_variable_of_a_loaded_template_is_shown_the_short_way() -> None:
    template = get_template("components/history.html").template  # type: ignore[attr-defined]  # Django's backend has it
    nodes = template.nodelist.get_nodes_by_type(VariableNode)
    assert {type(node) for node in nodes} == {ShownVariable}
    assert get_template("components/history.html").template is template  # type: ignore[attr-defined]  # as above


def test_templates_are_loaded_by_our_own_loader_alone() -> None:
    """A package that sets up a loader of its own would put it in our place."""
    loaders = engines["django"].engine.template_loaders  # type: ignore[attr-defined]  # Django's backend has it
    assert [type(loader).__module__ for loader in loaders] == ["darbigas_kopienas.web.template_loader"]
