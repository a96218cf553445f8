"""The address at which a person's calendar program reads their activities."""

from django.db import transaction

from darbigas_kopienas.audit.services import record
from darbigas_kopienas.participation.calendar_feed.models import CalendarFeed
from darbigas_kopienas.people.models import User

from .models import new_feed_token


@transaction.atomic
def renew_feed(*, by: User) -> CalendarFeed:
    """A new address; whoever had the old one reads nothing any more."""
    feed, _is_new = CalendarFeed.objects.update_or_create(user=by, defaults={"token": new_feed_token()})
    record(by=by, verb="calendar.renewed", obj=feed)
    return feed


@transaction.atomic
def end_feed(*, by: User) -> None:
    """No address any more. Ending what is not there changes nothing."""
    for feed in CalendarFeed.objects.filter(user=by):
        record(by=by, verb="calendar.ended", obj=feed)
        feed.delete()
