from django.urls import path
from django.utils.translation import gettext_lazy as _

from . import views

urlpatterns = [
    path(_("<int:programme_pk>/mail/words/"), views.words_list, name="words_list"),
    path(_("<int:programme_pk>/mail/words/<slug:template>/<str:language>/"), views.words_edit, name="words_edit"),
    path(
        _("<int:programme_pk>/mail/words/<slug:template>/<str:language>/remove/"),
        views.words_remove,
        name="words_remove",
    ),
]
