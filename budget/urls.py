from django.urls import include, path
from django.utils.translation import gettext_lazy as _

from . import views

app_name = "budget"
urlpatterns = [
    path("", views.overview, name="overview"),
    path(_("plan/"), include("budget.plan.urls")),
    path(_("expenses/"), views.expense_list, name="expense_list"),
    path(_("expenses/add/"), views.expense_add, name="expense_add"),
    path(_("expenses/preview/"), views.expense_preview, name="expense_preview"),
    path(_("expenses/suggest/"), views.expense_suggest, name="expense_suggest"),
    path(_("expenses/export/"), views.expense_export, name="expense_export"),
    path(_("expenses/waiting/"), views.expense_queue, name="expense_queue"),
    path(_("expenses/<int:pk>/"), views.expense_detail, name="expense_detail"),
    path(_("expenses/<int:pk>/edit/"), views.expense_edit, name="expense_edit"),
    path(_("expenses/<int:pk>/submit/"), views.expense_submit, name="expense_submit"),
    path(_("expenses/<int:pk>/withdraw/"), views.expense_withdraw, name="expense_withdraw"),
    path(_("expenses/<int:pk>/delete/"), views.expense_delete, name="expense_delete"),
    path(_("expenses/<int:pk>/book/"), views.expense_book, name="expense_book"),
    path(_("expenses/<int:pk>/return/"), views.expense_return, name="expense_return"),
    path(_("expenses/<int:pk>/reverse/"), views.expense_reverse, name="expense_reverse"),
    path(_("expenses/<int:pk>/pay/"), views.expense_pay, name="expense_pay"),
    path(_("sources/<int:pk>/resolve/"), views.source_resolve, name="source_resolve"),
]
