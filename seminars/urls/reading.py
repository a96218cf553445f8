from django.urls import path

from seminars.plan.views import public as views

urlpatterns = [
    path("", views.seminar_list, name="seminar_list"),
    path("<int:pk>/", views.seminar_detail, name="seminar_detail"),
]
