"""The report's tables of money, from its figures."""

from collections.abc import Iterable, Sequence
from itertools import groupby
from typing import TYPE_CHECKING, Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from budget.shares import ZERO, Against
from darbigas_kopienas.values import formats
from darbigas_kopienas.values.figures import Column, Row, Table, TextPair

if TYPE_CHECKING:
    from .figures import BudgetFigures, DocumentLine, LineFigures, SourceFigures

NOT_GIVEN = TextPair.translated(
    _("The agreement does not say each municipality’s share of the grant, so its approved budget is a dash here.")
)


def _column(name: str | Promise, kind: Any = "text") -> Column:
    return Column(TextPair.translated(name), kind)


def with_source(message: str | Promise, source: TextPair) -> TextPair:
    """A message with the source's name, each in its own language."""
    pair = TextPair.translated(message)
    return TextPair(pair.lv % {"source": source.in_language("lv")}, pair.en % {"source": source.in_language("en")})


def of_lines(at: int, source: "SourceFigures") -> Table:
    """Approved, earlier, this period, in all, left, per cent; the total is the source's own, not the lines' sum."""
    rows = [_line_row(line) for line in source.lines]
    if source.undivided:
        name = TextPair.translated(_("Not divided into lines"))
        rows.append(Row((name, source.undivided, None, None, None, source.undivided, None)))
    return Table(
        code=f"B.lines.{at}",
        title=source.name,
        columns=(
            _column(_("Budget line")),
            _column(_("Approved"), "money"),
            _column(_("Earlier"), "money"),
            _column(_("This period"), "money"),
            _column(_("In all"), "money"),
            _column(_("Left"), "money"),
            _column(_("Spent, %"), "percent"),
        ),
        rows=tuple(rows),
        total=Row(_sums(TextPair.translated(_("Total")), source)),
    )


def _sums(name: TextPair, of: "LineFigures | SourceFigures") -> tuple[Any, ...]:
    return (name, of.approved, of.earlier, of.this_period, of.total, of.left, of.percent)


def _line_row(line: "LineFigures") -> Row:
    return Row(_sums(line.name.after(line.code), line))


def of_sources(sources: Iterable["SourceFigures"]) -> Table:
    """Side by side and never added up: whether one is inside the other is not known."""
    return Table(
        code="B.sources",
        title=TextPair.translated(_("Sources of the money")),
        columns=(
            _column(_("Source")),
            _column(_("Given by")),
            _column(_("Kind")),
            _column(_("Documents dated from"), "date"),
            _column(_("Documents dated to"), "date"),
            _column(_("Approved"), "money"),
            _column(_("Spent"), "money"),
            _column(_("Left"), "money"),
        ),
        rows=tuple(
            Row(
                (
                    source.name, source.organisation, source.kind, source.documents_from, source.documents_to,
                    source.approved, source.total, source.left,
                )
            )
            for source in sources
        ),
    )  # fmt: skip


def condition(source: "SourceFigures") -> TextPair:
    return TextPair(
        f"{source.name.in_language('lv')}: {source.conditions.in_language('lv')}",
        f"{source.name.in_language('en')}: {source.conditions.in_language('en')}",
    )


def of_documents(at: int, source: TextPair, documents: Sequence["DocumentLine"], all_of_it: "BudgetFigures") -> Table:
    """What one source paid for: one row for each share, so that every copy can be marked with its budget line.

    Under each line stands its subtotal, under all of them the source's; sources are never added up.
    """
    rows: list[Row] = []
    for _line, group in groupby(documents, key=lambda document: document.line_code):
        of_line = list(group)
        rows += [_document_row(document, all_of_it) for document in of_line]
        rows.append(Row(_document_sum(_line_total(of_line[0]), of_line), is_subtotal=True))
    return Table(
        code=f"B.documents.{at}",
        title=with_source(_("Supporting documents: %(source)s"), source),
        columns=(
            _column(_("Document number")),
            _column(_("Date"), "date"),
            _column(_("Supplier")),
            _column(_("Description")),
            _column(_("Budget line")),
            _column(_("Amount"), "money"),
            _column(_("Expense no."), "count"),
        ),
        rows=tuple(rows),
        total=Row(_document_sum(TextPair.translated(_("Total")), documents)),
    )


def _document_row(document: "DocumentLine", all_of_it: "BudgetFigures") -> Row:
    return Row(
        (
            document.document_number, document.document_on, document.supplier, _described(document, all_of_it),
            document.line_code, document.amount, document.expense_number,
        ),
        document.record,
        (all_of_it.documents_code,) if all_of_it.counts(document) else (),
    )  # fmt: skip


def _described(document: "DocumentLine", all_of_it: "BudgetFigures") -> TextPair:
    """With what took it back, or what it takes back: such a pair is no document that counts."""
    text = document.description
    if document.reverses is not None:
        note = TextPair.translated(_("Reverses no. %(number)s"), number=str(document.reverses_number))
    elif number := all_of_it.reversed_by.get(document.expense):
        note = TextPair.translated(_("Reversed by no. %(number)s"), number=str(number))
    else:
        return text
    return TextPair(*(". ".join(filter(None, (side, more))) for side, more in ((note.lv, text.lv), (note.en, text.en))))


def _line_total(document: "DocumentLine") -> TextPair:
    total, name = TextPair.translated(_("Total")), document.line_name
    return TextPair(
        f"{total.lv}: {document.line_code} {name.in_language('lv')}",
        f"{total.en}: {document.line_code} {name.in_language('en')}",
    )


def _document_sum(name: TextPair, documents: Iterable["DocumentLine"]) -> tuple[Any, ...]:
    return (name, None, None, None, None, sum((document.amount for document in documents), ZERO), None)


def over_line(line: "LineFigures", source: "SourceFigures") -> TextPair:
    """A line exceeded by more than the agreement allows, in words."""
    against = Against(line.approved or ZERO, line.total, line.tolerance)
    message = _("%(source)s, line %(line)s: exceeded by %(over)s, more than the allowed %(tolerance)s.")
    said = []
    for language in ("lv", "en"):
        with override(language):
            said.append(
                str(message)
                % {
                    "source": source.name.in_language(language),
                    "line": line.code,
                    "over": formats.money(against.over_by),
                    "tolerance": against.tolerance_text,
                }
            )
    return TextPair(*said)
