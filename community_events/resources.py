"""The list of events as a table, through whatever the person may see and no further."""


from import_export import resources

from .models import CommunityEvent


class EventResource(resources.ModelResource):
    class Meta:
        model = CommunityEvent
