"""A form that begins with what its author typed before."""

from collections.abc import Iterable

from django import forms
from django.utils.datastructures import MultiValueDict

from .models import Draft


def take_up(draft: Draft, parts: Iterable[forms.BaseForm]) -> None:
    """A form that was not sent yet (and the forms of its rows) begin with the draft's text."""
    for form in parts:
        form.initial = {**form.initial, **_as_typed(form, draft)}


def _as_typed(form: forms.BaseForm, draft: Draft) -> dict[str, object]:
    """As the browser would send it, read by each widget itself (dates stay as typed, boxes may be off)."""
    data: MultiValueDict[str, str] = MultiValueDict(draft.data)
    no_files: MultiValueDict[str, object] = MultiValueDict()
    return {
        name: field.widget.value_from_datadict(data, no_files, form.add_prefix(name))
        for name, field in form.fields.items()
        if not field.widget.needs_multipart_form
        and (isinstance(field.widget, forms.CheckboxInput) or _was_typed(form, name, data))
    }


def _was_typed(form: forms.BaseForm, name: str, data: "MultiValueDict[str, str]") -> bool:
    prefixed = form.add_prefix(name)
    return not form.fields[name].widget.value_omitted_from_data(data, MultiValueDict(), prefixed) or any(
        key.startswith(f"{prefixed}_") for key in data
    )
