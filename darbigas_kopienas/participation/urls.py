"""Addresses of taking part, by subject."""

from .attendance.urls import urlpatterns as attendance
from .calendar_feed.urls import urlpatterns as calendar_feed
from .colleagues.urls import urlpatterns as colleagues
from .participants.urls import urlpatterns as participants
from .questions.urls import urlpatterns as questions
from .registration.invitations.urls import urlpatterns as invitations
from .registration.urls import urlpatterns as registration
from .settings.urls import urlpatterns as settings

app_name = "participation"
urlpatterns = [
    *registration,
    *colleagues,
    *invitations,
    *settings,
    *questions,
    *participants,
    *attendance,
    *calendar_feed,
]
