"""Django with one view that gives away seats by one conditional UPDATE: the ruler for registering.

The seats lie in a table of their own, which the bench makes, on the same PostgreSQL. Needs a process of its own.
"""

from django.conf import settings
from django.core.wsgi import get_wsgi_application
from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.urls import path

from darbigas_kopienas import settings as portal


def take(request: HttpRequest, pk: int) -> HttpResponse:
    request.POST.get("name")
    with connection.cursor() as cursor:
        cursor.execute("UPDATE bench_seats SET seats_left = seats_left - 1 WHERE id = %s AND seats_left > 0", [pk])
        return HttpResponse(status=302 if cursor.rowcount else 422, headers={"Content-Length": "0"})


urlpatterns = [path("<int:pk>/", take)]
settings.configure(
    SECRET_KEY="bench",
    ROOT_URLCONF=__name__,
    ALLOWED_HOSTS=["*"],
    LOGGING_CONFIG=None,
    DATABASES=portal.DATABASES,
    USE_TZ=True,
)
application = get_wsgi_application()
