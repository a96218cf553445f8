"""What one agreed to, for what and in which words; withdrawn as easily as it was given."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from django.contrib.auth.decorators import login_required
from django.db.models import Count, IntegerField, Subquery
from django.db.models.expressions import BaseExpression
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from darbigas_kopienas.pages.forms import answer_button
from darbigas_kopienas.pages.list_query import require_known
from darbigas_kopienas.people.consents import About, Consent, ConsentKind
from darbigas_kopienas.people.given_consents import all_words, kinds
from darbigas_kopienas.people.models import PrivacyNotice, User
from darbigas_kopienas.people.requests import SignedInRequest
from darbigas_kopienas.people.services import read_notice
from darbigas_kopienas.rooms import CountedTask, Task, TaskList

MOST = 300  # rows of one person
LONGEST_NUMBER = 18  # digits


@dataclass(frozen=True, slots=True)
class Line:
    """One consent with what it was given for; without `about` it holds for the person."""

    consent: Consent
    about: About | None
    may_agree: bool


@dataclass
class Shown:
    """A kind with the words that hold today, and one's own consents: those that hold, asked anew, over."""

    kind: ConsentKind
    words: str
    active: list[Line] = field(default_factory=list)
    asked: list[Line] = field(default_factory=list)
    ended: list[Line] = field(default_factory=list)

    @property
    def may_agree(self) -> bool:
        """Here; where it is given for a row, one agrees at the row."""
        return self.kind.abouts is None and not self.active and not self.asked

    @property
    def is_empty(self) -> bool:
        return not (self.active or self.asked)


@login_required
@never_cache
@require_http_methods(["GET", "POST"])
def my_consents(request: SignedInRequest) -> HttpResponse:
    if request.method == "POST":
        return _answer(request)
    require_known(request.GET, {})
    return render(request, "home/my_consents.html", {"shown": shown_of(request.user)})


def shown_of(user: User) -> list[Shown]:
    """A statement for the consents, one for the words, one for each kind of rows that they are about."""
    known, words = kinds(), all_words()
    rows = [row for row in Consent.objects.own(user).select_related("wording")[:MOST] if row.kind in known]
    shown = {key: Shown(kind, words[key]) for key, kind in known.items()}
    for key, line in _lines(known, rows):
        part = shown[key]
        consent = line.consent
        if consent.withdrawn_at is None:
            part.active.append(line)
        elif consent.is_lapsed and consent.answered_at is None:
            part.asked.append(line)
        else:
            part.ended.append(line)
    return list(shown.values())


def _lines(known: Mapping[str, ConsentKind], rows: list[Consent]) -> Iterable[tuple[str, Line]]:
    """The latest ended one of a row offers to agree again, where nothing holds there."""
    named: dict[str, Mapping[int, About]] = {}
    for key, kind in known.items():
        numbers = {row.row_pk for row in rows if row.kind == key and row.row_pk is not None}
        named[key] = kind.abouts(numbers) if kind.abouts is not None and numbers else {}
    met = {(row.kind, row.about) for row in rows if row.withdrawn_at is None or _is_asked(row)}
    for row in rows:
        about = named[row.kind].get(row.row_pk) if row.row_pk is not None else None
        is_settled = (row.kind, row.about) in met and not _is_asked(row)
        met.add((row.kind, row.about))
        yield row.kind, Line(row, about, may_agree=not is_settled and about is not None and about.may_agree)


def _is_asked(row: Consent) -> bool:
    return row.is_lapsed and row.answered_at is None


def _answer(request: SignedInRequest) -> HttpResponse:
    """Yes or no to one kind, for the row of this number; the floor that has the row asks whose it is."""
    kind, number = kinds().get(request.POST.get("kind", "")), request.POST.get("row", "")
    is_number = number.isascii() and number.isdigit() and len(number) <= LONGEST_NUMBER
    if kind is None or kind.decide is None or (number and not is_number) or bool(number) != bool(kind.abouts):
        raise Http404
    decide, agrees = kind.decide, request.POST.get("agrees") == "yes"
    return answer_button(
        request,
        lambda: decide(request.user, int(number or 0), agrees),
        to=reverse("home:my_consents"),
        done=_("You have agreed.") if agrees else _("You no longer agree."),
    )


@login_required
@require_POST
def notice_read(request: SignedInRequest) -> HttpResponse:
    """What is new in the privacy notice was read; the note goes away."""
    number = request.POST.get("version", "")
    is_number = number.isascii() and number.isdigit() and len(number) < LONGEST_NUMBER // 2
    notice = get_object_or_404(PrivacyNotice, version=number if is_number else 0)
    return answer_button(
        request, lambda: read_notice(by=request.user, notice=notice), to=reverse("home:my_tasks"), done=_("Thank you.")
    )


# -- asked anew, in „Mani darbi” --------------------------------------------------------------------
def _asked_anew(user: User, _programme_id: int) -> BaseExpression:
    rows = Consent.objects.asked_anew().own(user).order_by().values("person").annotate(number=Count("pk"))
    return Subquery(rows.values("number"), output_field=IntegerField())


def _task(number: object) -> Task:
    n = int(str(number))
    text = ngettext(
        "%(n)d consent is asked for again, since its words changed",
        "%(n)d consents are asked for again, since their words changed",
        n,
    )
    return Task(text % {"n": n}, reverse("home:my_consents"), gettext_lazy("Read the new words"))


ASKED_ANEW = CountedTask(TaskList.WAITING, 65, _asked_anew, _task)
