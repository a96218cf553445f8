from django.utils.translation import gettext_lazy as _

from darbigas_kopienas import rooms


class CommunityEventsConfig(rooms.RoomConfig):
    name = "community_events"
    label = "community_events"
    verbose_name = _("community events")
