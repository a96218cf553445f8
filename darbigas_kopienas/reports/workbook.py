"""The same frozen figures as a workbook: one sheet per table, sums as formulas that already hold their value."""

import io
from collections.abc import Iterator
from decimal import Decimal

from django.utils.translation import gettext as _
from django.utils.translation import override

from darbigas_kopienas import exchange
from darbigas_kopienas.exchange import Column, Sheet
from darbigas_kopienas.values import formats
from darbigas_kopienas.values.codes import spaced
from darbigas_kopienas.values.figures import Figure

from . import present
from .snapshot import ReportFigures


def render_xlsx(figures: ReportFigures, *, language: str) -> bytes:
    """No queries; the same figures give the same bytes."""
    out = io.BytesIO()
    with override(language):
        exchange.write_workbook(out, sheets(figures), title=present.title(figures), created_at=figures.as_of)
    return out.getvalue()


def sheets(figures: ReportFigures) -> Iterator[Sheet]:
    """In the order of the printed report, in the active language."""
    yield _title(figures)
    yield _figures(figures)
    yield _sums(figures)
    yield _targets(figures)
    notes = [_heading(figures)]
    for chapter in figures.chapters():
        for table in chapter.tables:
            yield Sheet.of(table, notes=notes)


def _heading(figures: ReportFigures) -> str:
    return f"{figures.programme.name} · {present.short_period(figures)} · {present.where(figures)}"


def _title(figures: ReportFigures) -> Sheet:
    rows: list[tuple[str, str]] = [
        (_("Programme"), str(figures.programme.name)),
        (_("Period"), present.short_period(figures)),
        (_("Municipality"), present.where(figures)),
        (_("Figures as of"), formats.moment(figures.as_of)),
        (_("Report code"), spaced(figures.code)),
    ]
    for party in figures.parties:
        number = party.registration_number or _("required before signing")
        rows.append((str(party.role_name), f"{party.name} ({_('Registration number')}: {number})"))
    rows += [(str(agreement.municipality), str(agreement.state)) for agreement in figures.agreements]
    return Sheet(title=_("Report"), columns=[Column(_("What")), Column(_("Value"))], rows=rows)


def _figures(figures: ReportFigures) -> Sheet:
    """Counts and euros in columns of their own, so that each can be worked with."""
    return Sheet(
        title=_("Figures"),
        columns=[Column(_("Code")), Column(_("Figure")), Column(_("Number"), "hours"), Column(_("Amount"), "money")],
        rows=[_figure(figure) for figure in figures.traceable().values()],
        notes=[_heading(figures)],
    )


def _figure(figure: Figure) -> tuple[object, ...]:
    is_money = figure.kind == "money"
    return (figure.code, str(figure.name), None if is_money else figure.value, figure.value if is_money else None)


def _sums(figures: ReportFigures) -> Sheet:
    return Sheet(
        title=_("Main amounts"),
        columns=[Column(_("What")), Column(_("Amount"), "money"), Column(_("Amount in words"))],
        rows=[(name, amount, formats.amount_in_words(amount)) for name, amount in present.main_amounts(figures)],
        notes=[_heading(figures), *present.disputes(figures)],
    )


def _targets(figures: ReportFigures) -> Sheet:
    return Sheet(
        title=_("Indicators against targets"),
        columns=[
            Column(_("Code")), Column(_("Indicator")), Column(_("This period"), "count"),
            Column(_("Since the start"), "count"), Column(_("Target"), "count"), Column(_("Done"), "percent"),
        ],
        rows=[
            (target.code, str(target.name), target.this_period, target.so_far, target.target,
             _share(target.so_far, target.target))
            for target in figures.targets
        ],
        notes=[_heading(figures)],
    )  # fmt: skip


def _share(so_far: Decimal | int | None, target: int) -> Decimal | None:
    if so_far is None or not target:
        return None
    return formats.half_up(Decimal(so_far) * 100 / target, 1)
