from django.urls import path
from django.utils.translation import gettext_lazy as _

from . import views

app_name = "resource_centre"
urlpatterns = [
    path("", views.centre_list, name="centre_list"),
    path(_("add/"), views.centre_add, name="centre_add"),
    path(_("my-centre/"), views.centre_own, name="centre_own"),
    path(_("purchases/"), views.purchase_list, name="purchase_list"),
    path(_("purchases/<int:pk>/"), views.purchase_detail, name="purchase_detail"),
    path(_("purchases/<int:pk>/move/"), views.purchase_move, name="purchase_move"),
    path("<int:pk>/", views.centre_detail, name="centre_detail"),
    path(_("<int:pk>/edit/"), views.centre_edit, name="centre_edit"),
    path(_("<int:pk>/items/"), views.item_list, name="item_list"),
    path(_("<int:pk>/items/add/"), views.item_add, name="item_add"),
    path(_("<int:pk>/purchases/add/"), views.purchase_add, name="purchase_add"),
]
