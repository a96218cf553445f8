"""The register of agreements, amendments, decisions and letters on which the grant stands, with their files."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import Any, cast

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from darbigas_kopienas.audit.changes import Changed
from darbigas_kopienas.evidence.forms import UploadsMixin
from darbigas_kopienas.evidence.models import Document
from darbigas_kopienas.evidence.models import Kind as DocumentKind
from darbigas_kopienas.people.models import Municipality, User
from darbigas_kopienas.programme.actors import Actor, Reader
from darbigas_kopienas.programme.choices import partners_of
from darbigas_kopienas.programme.facts.forms import FactForm
from darbigas_kopienas.programme.facts.kinds import FactKind, Fields, Line, Row, Verbs, Words
from darbigas_kopienas.programme.facts.services import require_unique
from darbigas_kopienas.programme.models import Party
from darbigas_kopienas.values import form_fields, formats

from .models import Decision
from .services import write_files


class Files(UploadsMixin):
    """For the form of a fact: its files are staged for the whole programme, and attached where the fact belongs."""

    uploads_kind = DocumentKind.AGREEMENT
    uploads_label = _("Files")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        form = cast("FactForm", self)
        super().__init__(*args, user=cast("User", form.reader), scope=form.programme.scope, **kwargs)


class DecisionForm(FactForm, Files):
    kind = forms.ChoiceField(label=_("Kind"), choices=Decision.Kind.choices)
    number = form_fields.LineField(label=pgettext_lazy("of a document", "Number"), required=False, max_length=60)
    decided_on = form_fields.DateField(
        label=_("Date"), required=False, help_text=_("Leave it empty while it is not known. For example, 23.11.2026.")
    )
    summary_lv = form_fields.TitleField(label=_("What it says, in Latvian"), max_length=300)
    summary_en = form_fields.TitleField(label=_("What it says, in English"), required=False, max_length=300)
    amount = form_fields.MoneyField(label=_("Amount, EUR"), required=False)
    municipality: "forms.ModelChoiceField[Municipality]" = forms.ModelChoiceField(
        label=_("Municipality"),
        queryset=Municipality.objects.none(),
        required=False,
        empty_label=_("the whole programme"),
        help_text=_("Other municipalities do not see it."),
    )
    party: "forms.ModelChoiceField[Party]" = forms.ModelChoiceField(
        label=_("Party"), queryset=Party.objects.none(), required=False, empty_label=formats.EMPTY
    )
    take_off: "forms.ModelMultipleChoiceField[Document]" = forms.ModelMultipleChoiceField(
        label=_("Already added"),
        queryset=Document.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("A file that does not belong here: mark it, and it will be removed when you save."),
    )

    def offer(self) -> None:
        form_fields.offer_rows(self, "municipality", partners_of(self.programme.pk, self.chosen("municipality")))
        parties = Party.objects.filter(programme=self.programme).select_related("organisation")
        form_fields.offer_rows(self, "party", parties)
        stored = self.row.documents.stored() if self.row is not None else Document.objects.none()
        if not stored:
            del self.fields["take_off"]
            return
        field = cast("forms.ModelMultipleChoiceField[Document]", self.fields["take_off"])
        field.queryset = stored
        field.choices = [(document.pk, str(document)) for document in stored]


def _check(decision: Row) -> None:
    if decision.number:
        sentence = _("An entry of this number and day is there already.")
        require_unique(decision, "municipality", "number", "decided_on", at="number", sentence=sentence)
    if decision.party is not None and decision.party.programme_id != decision.programme_id:
        raise ValidationError({"party": _("This party belongs to another grant.")}, code="programme")


def _check_removal(decision: Row) -> None:
    """Without the entry nobody would find its files, and nobody would erase them."""
    if decision.documents.stored().exists():
        raise ValidationError(
            _("It has files. Edit it, mark them under “Already added” and save; then remove it."), code="files"
        )


def _write_files(by: Actor, decision: Row, fields: Fields) -> Changed:
    return write_files(
        by=by, decision=decision, documents=fields.get("documents", ()), without=fields.get("take_off", ())
    )


def read_files(reader: Reader, decisions: Sequence[Row]) -> None:
    """Puts on each the files that the reader may open."""
    files = defaultdict(list)
    documents = Document.objects.visible_to(reader).stored().filter(decisions__in=decisions).distinct()
    by_id = {document.pk: document for document in documents}
    pairs = Decision.documents.through._default_manager.filter(decision__in=decisions).order_by("pk")
    for decision, document in pairs.values_list("decision", "document"):
        if document in by_id:
            files[decision].append(by_id[document])
    for row in decisions:
        row.files = files[row.pk]


def _notes(decision: Row) -> Iterator[str]:
    yield str(decision.municipality or _("the whole programme"))
    if decision.party is not None:
        yield str(decision.party)
    if decision.amount is not None:
        yield formats.money(decision.amount)
    yield decision.summary


def _line(decision: Row) -> Line:
    known = [decision.number, formats.day(decision.decided_on) if decision.decided_on else ""]
    about = ", ".join(part for part in known if part)
    kind = decision.get_kind_display()
    title = f"{kind}: {about}" if about else kind
    return Line(f"{title[:1].upper()}{title[1:]}", list(_notes(decision)))


DECISIONS = FactKind(
    room="administration",
    name="decision",
    path=_("decisions/"),
    model=Decision,
    form=DecisionForm,
    words=Words(
        plural=_("Agreements and decisions"),
        lead=_("On what the grant stands: agreements, amendments, decisions and letters, with their files."),
        add=_("Add an agreement or decision"),
        edit=_("Edit the agreement or decision"),
        remove=_("Remove the agreement or decision"),
    ),
    verbs=Verbs("decision.added", "decision.edited", "decision.removed"),
    line=_line,
    order=70,
    copy=None,
    related=("municipality", "party__organisation"),
    read_along=read_files,
    check=_check,
    check_removal=_check_removal,
    rest=_write_files,
    row_template="administration/programme/_files.html",
    form_template="administration/programme/decision_form.html",
    draft=True,
)
