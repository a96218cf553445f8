"""Files in a form: sent ahead as they are chosen, or with the form where there is no JavaScript."""

import re
from dataclasses import dataclass, field
from typing import Any, cast

from django import forms
from django.utils.translation import gettext_lazy as _

from darbigas_kopienas.people.models import User
from darbigas_kopienas.programme.actors import Reader
from darbigas_kopienas.programme.models import Partnership
from darbigas_kopienas.programme.scoping import Scope
from darbigas_kopienas.values import form_fields

from . import services
from .errors import UploadRefused
from .models import Document, Kind
from .uploads import PICTURES_OFFERED


@dataclass
class Uploads:
    """What the block "evidence/_uploads.html" shows: the chosen files and why others were not taken."""

    kind: str
    scope: Scope
    documents: list[Document] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)
    label: object = ""
    note: object = ""
    field_name: str = "documents"

    @property
    def scope_text(self) -> str:
        return f"{self.scope.programme_id}:{self.scope.municipality_id or ''}"

    @property
    def is_photos(self) -> bool:
        return self.kind == Kind.PHOTO

    @property
    def accept(self) -> str:
        others = ".pdf,.docx,.xlsx,.pptx,.odt,.ods,.odp,.edoc,.asice,.sce"
        return PICTURES_OFFERED if self.is_photos else f"{PICTURES_OFFERED},{others}"


class ManyFilesInput(forms.ClearableFileInput):
    allow_multiple_selected = True

    def value_from_datadict(self, data: object, files: object, name: str) -> list[object]:
        return list(files.getlist(name)) if hasattr(files, "getlist") else []


class UploadsMixin(forms.Form):
    """Adds `documents`: after `is_valid()`, `cleaned_data["documents"]` are staged documents of this user.

    The view attaches them with `services.attach`. Show the block with
    `{% include "evidence/_uploads.html" with uploads=form.uploads only %}`. What was chosen survives a failed form.
    """

    uploads_kind: str = Kind.PHOTO
    uploads_label: Any = _("Photos")
    uploads_note: Any = _("optional")

    documents = forms.ModelMultipleChoiceField(
        Document.objects.none(), required=False, widget=forms.MultipleHiddenInput, label=_("Files")
    )
    new_documents = forms.Field(required=False, widget=ManyFilesInput, label=_("Files"))

    def __init__(self, *args: Any, user: User, scope: Scope, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user, self.scope = user, scope
        self.just_staged: list[Document] = []
        chosen = cast("forms.ModelMultipleChoiceField[Document]", self.fields["documents"])
        chosen.queryset = Document.objects.attachable_by(user)

    def clean_new_documents(self) -> list[Document]:
        uploads = self.cleaned_data.get("new_documents") or []
        refused: list[forms.ValidationError] = []
        for upload in uploads:
            try:
                staged = services.stage(by=self.user, upload=upload, scope=self.scope, kind=self.uploads_kind)
                self.just_staged.append(staged)
            except UploadRefused as error:
                refused.append(error)
        if refused:
            raise forms.ValidationError(refused)
        return self.just_staged

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        chosen = list(cleaned.get("documents") or [])
        cleaned["documents"] = [*chosen, *self.just_staged]
        return cleaned

    @property
    def uploads(self) -> Uploads:
        errors = [str(error) for name in ("documents", "new_documents") for error in self.errors.get(name, [])]
        return Uploads(
            kind=self.uploads_kind,
            scope=self.scope,
            documents=[*_staged(self.user, self._given()), *self.just_staged],
            errors=errors if self.is_bound else [],
            label=self.uploads_label,
            note=self.uploads_note,
        )

    def _given(self) -> list[str]:
        name = self.add_prefix("documents")
        if self.is_bound:
            return list(self.data.getlist(name)) if hasattr(self.data, "getlist") else []
        given = self.get_initial_for_field(self.fields["documents"], "documents") or []
        return [str(getattr(document, "pk", document)) for document in given]


def _staged(user: Reader, ids: list[str]) -> list[Document]:
    wanted = [int(pk) for pk in ids if re.fullmatch(r"[0-9]{1,15}", pk)]
    return list(Document.objects.staged_by(user).filter(pk__in=wanted).order_by("pk")) if wanted else []


class StageForm(forms.Form):
    """What a browser sends with a file that goes ahead of its form."""

    upload_kind = forms.ChoiceField(choices=[kind for kind in Kind.choices if kind[0] not in {Kind.REPORT, Kind.LOGO}])
    upload_scope = forms.RegexField(r"^[0-9]{1,9}:[0-9]{0,9}$")
    remove = form_fields.CountField(required=False)

    def clean_upload_scope(self) -> str:
        """A municipality that is a partner in the programme: who runs it whole could name any number."""
        given = str(self.cleaned_data["upload_scope"])
        programme, municipality = given.split(":")
        partners = Partnership.objects.filter(programme=int(programme), municipality=int(municipality or 0))
        if municipality and not partners.exists():
            raise forms.ValidationError(_("This page is out of date. Reload it."))
        return given

    @property
    def scope(self) -> Scope:
        programme, municipality = self.cleaned_data["upload_scope"].split(":")
        return Scope(int(programme), int(municipality) if municipality else None)

    def uploads(self, user: Reader, ids: list[str]) -> Uploads:
        kind = self.cleaned_data["upload_kind"]
        label = _("Photos") if kind == Kind.PHOTO else _("Files")
        return Uploads(kind=kind, scope=self.scope, documents=_staged(user, ids), label=label)


class ConsentForm(forms.ModelForm[Document]):
    """Publishing a photo: what it shows must be said, for those who cannot see it."""

    class Meta:
        model = Document
        fields = ("alt_lv", "alt_en", "caption_lv", "caption_en")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["alt_lv"].required = True
