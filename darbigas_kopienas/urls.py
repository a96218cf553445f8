"""Entry points by string: this file imports no room. Latvian address words under /lv/, English under /en/."""

from django.conf.urls.i18n import i18n_patterns
from django.contrib import admin
from django.urls import include, path
from django.utils.translation import gettext_lazy as _

handler400 = "darbigas_kopienas.home.views.bad_request"
handler403 = "darbigas_kopienas.home.views.permission_denied"
handler404 = "darbigas_kopienas.home.views.page_not_found"
handler500 = "darbigas_kopienas.home.views.server_error"

urlpatterns = [
    path("", include("darbigas_kopienas.home.plain_urls")),  # the bare domain, and what machines send
    path("", include("darbigas_kopienas.administration.upkeep.plain_urls")),  # what machines ask
    *i18n_patterns(
        path("", include("darbigas_kopienas.home.urls")),
        path("", include("darbigas_kopienas.people.urls")),
        path(_("account/"), include("darbigas_kopienas.people.account_urls")),
        path(_("account/"), include("darbigas_kopienas.home.account_urls")),
        path(_("account/"), include("allauth.urls")),
        path(_("files/"), include("darbigas_kopienas.evidence.urls")),
        path(_("jobs/"), include("darbigas_kopienas.jobs.urls")),
        path(_("drafts/"), include("darbigas_kopienas.submissions.urls")),
        path(_("administration/"), include("darbigas_kopienas.administration.urls")),
        path(_("programme/"), include("darbigas_kopienas.programme.urls")),
        path(_("activities/"), include("darbigas_kopienas.activities.urls")),
        path(_("seminars/"), include("seminars.urls")),
        path(_("resource-centre/"), include("resource_centre.urls")),
        path(_("events/"), include("community_events.urls")),
        path(_("guidelines/"), include("guidelines.urls")),
        path(_("budget/"), include("budget.urls")),
        path("admin/", admin.site.urls),
        # Last, since each of their addresses is tried: those without a word of their own before them.
        path("", include("darbigas_kopienas.reports.urls")),  # two short addresses: reports/ and check/
        path("", include("darbigas_kopienas.participation.urls")),  # short addresses for codes and mails
    ),
]
