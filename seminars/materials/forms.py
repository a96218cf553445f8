from django import forms
from django.utils.translation import gettext_lazy as _

from darbigas_kopienas.evidence.forms import UploadsMixin
from darbigas_kopienas.evidence.models import Document, Kind
from darbigas_kopienas.values import form_fields

from .models import Material


class MaterialForm(UploadsMixin):
    """A file or a link."""

    uploads_kind = Kind.OTHER
    uploads_label = _("File")

    title_lv = form_fields.TitleField(label=_("Title"), max_length=200)
    url = forms.URLField(
        label=_("Link"), required=False, max_length=500, assume_scheme="https", help_text=_("Instead of a file.")
    )
    audience = forms.ChoiceField(
        label=_("For whom"), choices=Material.Audience.choices, initial=Material.Audience.PARTICIPANTS
    )
    when = forms.ChoiceField(label=_("Shown"), choices=Material.When.choices, initial=Material.When.AT_ONCE)
    title_en = form_fields.TitleField(label=_("Title in English"), required=False, max_length=200)

    @property
    def document(self) -> Document | None:
        """Of a valid form: the file chosen last."""
        return next(reversed(self.cleaned_data["documents"]), None)

    @property
    def about(self) -> dict[str, object]:
        return {name: self.cleaned_data[name] for name in ("title_lv", "title_en", "url", "audience", "when")}

    @staticmethod
    def initial_of(material: Material) -> dict[str, object]:
        return {name: getattr(material, name) for name in ("title_lv", "title_en", "url", "audience", "when")}
