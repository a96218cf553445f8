"""The sign-in sheet of a session and the name badges of an activity: rows -> template -> PDF. Nothing is stored."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TypeVar

from django.template.loader import render_to_string
from django.utils.text import Truncator
from django.utils.translation import gettext as _

from darbigas_kopienas.activities.models import Activity, Session
from darbigas_kopienas.participation.registration import links
from darbigas_kopienas.participation.registration.models import Registration
from darbigas_kopienas.people import places
from darbigas_kopienas.values import clock, formats, pdf, qr

from . import sheet_code

ROWS_ON_PAGE = 16
BLANK_ROWS, LEAST_BLANK_ROWS = 10, 4
PAGES_AT_ONCE = 19  # some 300 people; more are printed in parts
SHEET_QR_MM, BADGE_QR_MM = 28, 20
BADGES_ON_PAGE = 10
MOST_OF_PLACE = 120  # characters, so that the head keeps its height
Thing = TypeVar("Thing")
STYLESHEETS = ("css/pdf-report.css", "css/pdf-day.css")


@dataclass(frozen=True)
class Row:
    number: int
    name: str = ""
    school: str = ""


@dataclass(frozen=True)
class Page:
    number: int
    code: str
    rows: Sequence[Row]

    @property
    def qr(self) -> str:
        return f"media/sheet-{self.number}.svg"


@dataclass(frozen=True)
class Badge:
    name: str
    school: str
    qr: str


def sheet_pages(session: Session, people: Iterable[Registration]) -> list[Page]:
    """Everybody who has a seat, then blank rows for those who come without one.

    No page is of blank rows alone where some stand on the page before.
    """
    rows = [Row(number, person.name, person.school) for number, person in enumerate(people, start=1)]
    left = -len(rows) % ROWS_ON_PAGE
    blank = left if LEAST_BLANK_ROWS <= left < BLANK_ROWS else BLANK_ROWS
    rows += [Row(len(rows) + number) for number in range(1, blank + 1)]
    pages = _in_lots(rows, ROWS_ON_PAGE)
    return [Page(number, sheet_code.code_of(session.pk, number), page) for number, page in enumerate(pages, start=1)]


def parts_of(pages: Sequence[Page]) -> int:
    return -(-len(pages) // PAGES_AT_ONCE)


def sheet_pdf(session: Session, pages: Sequence[Page], part: int = 1) -> bytes:
    """Raises pdf.PdfError."""
    chosen = pages[(part - 1) * PAGES_AT_ONCE : part * PAGES_AT_ONCE]
    title = _("Sign-in sheet: %s") % session.activity.title
    context = {
        "session": session,
        "activity": session.activity,
        "where": _where(session),
        "pages": chosen,
        "count": len(pages),
    }
    media = {page.qr: qr.for_print(sheet_code.address_of(page.code), side_mm=SHEET_QR_MM) for page in chosen}
    return _made("pdf/sign_in_sheet.html", context, title, media)


def _where(session: Session) -> str:
    """The room, shortened, and the municipality where the room does not name it."""
    place = Truncator(session.place or session.activity.place).chars(MOST_OF_PLACE)
    return places.where(place, session.activity.municipality)


def badges_pdf(activity: Activity, people: Sequence[Registration]) -> bytes:
    """Ten on a page of A4; each with the code that its owner may also show on a phone. Raises pdf.PdfError."""
    badges = [Badge(person.name, person.school, f"media/place-{person.pk}.svg") for person in people]
    media = {
        f"media/place-{person.pk}.svg": qr.for_print(links.place_url(person), side_mm=BADGE_QR_MM) for person in people
    }
    title = _("Name badges: %s") % activity.title
    pages = _in_lots(badges, BADGES_ON_PAGE)
    return _made("pdf/badges.html", {"activity": activity, "pages": pages}, title, media)


def _in_lots(things: list[Thing], size: int) -> list[list[Thing]]:
    return [things[start : start + size] for start in range(0, len(things), size)]


def _made(template: str, context: dict[str, object], title: str, media: dict[str, bytes]) -> bytes:
    language = formats.active_language()
    html = render_to_string(template, {**context, "title": title, "language": language})
    return pdf.render(
        html, title=title, language=language, created_at=clock.now(), media=media, stylesheets=STYLESHEETS
    )


def day_of(session: Session) -> str:
    """`18.06.2020 10.00`: tells the sessions of one activity apart."""
    return formats.moment(session.starts_at)


def file_name(kind: str, activity: Activity) -> str:
    """Plain letters, so that every printer's computer saves it."""
    plain = formats.folded(str(activity.title))
    words = "-".join("".join(letter if letter.isalnum() else " " for letter in plain).split())
    return f"{kind}-{words[:60] or activity.pk}.pdf"
