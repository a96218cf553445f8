"""Calendar files: one's own feed by its secret address, and the file of one place."""

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from darbigas_kopienas.pages.broken_links import BrokenCalendarLink
from darbigas_kopienas.participation.calendar_feed import services
from darbigas_kopienas.participation.calendar_feed.models import CalendarFeed
from darbigas_kopienas.participation.registration import calendar
from darbigas_kopienas.people.requests import SignedInRequest
from darbigas_kopienas.values.calendars import answer_calendar


@require_GET
def calendar_feed(request: HttpRequest, token: str) -> HttpResponseBase:
    """A calendar program asks without signing in; the address is the key."""
    feed = CalendarFeed.objects.of_token(token).select_related("user").first()
    if feed is None or not feed.user.is_active:
        raise BrokenCalendarLink
    return answer_calendar(request, calendar.file_of_user(feed.user), name="kalendars")


@login_required
@never_cache
@require_GET
def calendar_own(request: SignedInRequest) -> HttpResponse:
    """Where one's own feed is, and how it is ended."""
    feed = CalendarFeed.objects.own(request.user).first()
    url = settings.PUBLIC_URL + reverse("participation:calendar_feed", args=[feed.token]) if feed else ""
    context = {"feed": feed, "feed_url": url, "webcal_url": f"webcal://{url.partition('://')[2]}"}
    return render(request, "participation/calendar_feed/calendar_own.html", context)


@login_required
@require_POST
def calendar_renew(request: SignedInRequest) -> HttpResponse:
    services.renew_feed(by=request.user)
    messages.success(request, _("Your calendar has a new address."))
    return redirect("participation:calendar_own")


@login_required
@require_POST
def calendar_end(request: SignedInRequest) -> HttpResponse:
    services.end_feed(by=request.user)
    messages.success(request, _("The address of your calendar no longer works."))
    return redirect("participation:calendar_own")
