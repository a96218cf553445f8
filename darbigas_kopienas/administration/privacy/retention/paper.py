"""The act on paper, in Latvian, with what an official document has (MK noteikumi Nr. 558): frozen rows to PDF."""

from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from django.utils.translation import override

from darbigas_kopienas.values import clock, pdf

from .models import DestructionAct

STYLESHEETS = ("css/pdf-report.css", "css/pdf-act.css")


def act_pdf(act: DestructionAct) -> bytes:
    """The same act gives the same bytes. Raises pdf.PdfError."""
    approved_at = act.approved_at or act.drafted_at
    with override("lv"):
        title = _("Act on the destruction of documents")
        context = {
            "act": act,
            "title": title,
            "rows": act.dated_rows,
            "on": clock.day_of(approved_at),
            "language": "lv",
        }
        html = render_to_string("pdf/destruction_act.html", context)
        return pdf.render(html, title=f"{title} {act}", language="lv", created_at=approved_at, stylesheets=STYLESHEETS)


def file_name(act: DestructionAct) -> str:
    return f"{_('Act on the destruction of documents')} {act.year}-{act.number}.pdf"
