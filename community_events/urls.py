from typing import Any

app_name = "community_events"
urlpatterns: list[Any] = []
