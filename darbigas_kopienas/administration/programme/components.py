"""The grant's own activity headings, with its own labels."""

from django.utils.translation import gettext_lazy as _

from darbigas_kopienas.programme.facts.forms import FactForm
from darbigas_kopienas.programme.facts.kinds import FactKind, Line, Verbs, Words
from darbigas_kopienas.programme.facts.services import require_unique
from darbigas_kopienas.programme.models import Component
from darbigas_kopienas.values import form_fields


class ComponentForm(FactForm):
    label = form_fields.LineField(
        label=_("Label"), max_length=10, help_text=_("As in the grant; numbers may be skipped.")
    )
    name_lv = form_fields.TitleField(label=_("Name in Latvian"), max_length=300)
    name_en = form_fields.TitleField(label=_("Name in English"), required=False, max_length=300)


def _check(component: Component) -> None:
    sentence = _("Another component has this label.")
    require_unique(component, "label", at="label", sentence=sentence)


COMPONENTS = FactKind(
    room="administration",
    name="component",
    path=_("components/"),
    model=Component,
    form=ComponentForm,
    words=Words(
        plural=_("Components"),
        lead=_("The activities of the grant, with the labels that it gives them."),
        add=_("Add a component"),
        edit=_("Edit the component"),
        remove=_("Remove the component"),
    ),
    verbs=Verbs("component.added", "component.edited", "component.removed"),
    line=lambda component: Line(str(component), [component.name_en] if component.name_en else []),
    order=40,
    is_needed=True,
    check=_check,
)
