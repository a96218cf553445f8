from typing import Any

from django import forms
from django.utils.datastructures import MultiValueDict

from .models import Draft


class DraftedForm(forms.Form):
    """A form whose unsent text comes back: give the view's `draft`; a bound form ignores it."""

    form_key: str = ""

    def __init__(self, *args: Any, draft: Draft | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.draft = draft
        if draft is not None and not self.is_bound:
            self.initial = {**self.initial, **self._as_typed(draft)}

    def _as_typed(self, draft: Draft) -> dict[str, object]:
        """As the browser would send it, read by each widget itself (dates stay as typed, boxes may be off)."""
        data: MultiValueDict[str, str] = MultiValueDict(draft.data)
        no_files: MultiValueDict[str, object] = MultiValueDict()
        return {
            name: field.widget.value_from_datadict(data, no_files, self.add_prefix(name))
            for name, field in self.fields.items()
            if not field.widget.needs_multipart_form
            and (isinstance(field.widget, forms.CheckboxInput) or self._was_typed(name, data))
        }

    def _was_typed(self, name: str, data: "MultiValueDict[str, str]") -> bool:
        prefixed = self.add_prefix(name)
        return not self.fields[name].widget.value_omitted_from_data(data, MultiValueDict(), prefixed) or any(
            key.startswith(f"{prefixed}_") for key in data
        )
