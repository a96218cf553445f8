from django.urls import include, path

urlpatterns = [
    path("", include("darbigas_kopienas.administration.people.organisations.urls")),
    path("", include("darbigas_kopienas.administration.people.register.urls")),
    path("", include("darbigas_kopienas.administration.people.duplicates.urls")),
    path("", include("darbigas_kopienas.administration.people.municipalities.urls")),
]
