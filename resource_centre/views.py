from collections.abc import Callable, Iterable
from typing import Any

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.db.models import Count
from django.forms import BaseForm
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from darbigas_kopienas.evidence.models import Document
from darbigas_kopienas.pages.forms import answer_form
from darbigas_kopienas.pages.list_query import list_page
from darbigas_kopienas.pages.page_cache import drawn_once
from darbigas_kopienas.people.requests import SignedInRequest
from darbigas_kopienas.programme.access import Permission, may, may_anywhere, require, sites_of
from darbigas_kopienas.programme.actors import Reader
from darbigas_kopienas.programme.current import current_programme, programme_where
from darbigas_kopienas.programme.history import history_about
from darbigas_kopienas.programme.models import Programme
from darbigas_kopienas.programme.shared_statements import SharedRows

from . import services
from .forms import CentreForm, ItemForm, NewCentreForm, PurchaseForm, PurchaseMoveForm, free_sites
from .models import Centre, CentreQuerySet, Item, Purchase

PER_PAGE = 50
PHOTOS = 12


@require_GET
@drawn_once
def centre_list(request: HttpRequest) -> HttpResponse:
    programme = current_programme(request)

    def listed(reader: Reader) -> CentreQuerySet:
        return Centre.objects.visible_to(reader).filter(programme=programme).for_lists()

    centres = SharedRows("centres", request.user, programme.pk if programme is not None else None, listed)
    return render(
        request,
        "resource_centre/centre_list.html",
        {
            "page": list_page(request, centres, PER_PAGE),
            "may_add": programme is not None and may_anywhere(request.user, Permission.WRITE_CENTRE, programme.pk),
            "sees_purchases": programme is not None and _sees_purchases(request.user, programme),
        },
    )


@require_GET
@drawn_once
def centre_detail(request: HttpRequest, pk: int) -> HttpResponse:
    centre = _centre_or_404(request, pk)
    scope = centre.scope
    context: dict[str, object] = {
        "centre": centre,
        "photos": Document.objects.publishable().filter(centres=centre).order_by("pk")[:PHOTOS],
        "categories": _categories(centre),
        "is_staff_side": may(request.user, Permission.SEE_STAFF, scope),
        "may_write": may(request.user, Permission.WRITE_CENTRE, scope),
    }
    if context["is_staff_side"]:
        context["purchases"] = centre.purchases.select_related("centre")[:5]
    if may(request.user, Permission.SEE_AUDIT, scope):
        context["history"] = history_about(request.user, centre)
    return render(request, "resource_centre/centre_detail.html", context)


@login_required
@require_GET
def centre_own(request: SignedInRequest) -> HttpResponse:
    """The way of whoever works in one centre to its page; to a list where there are several, or none yet."""
    centres = Centre.objects.visible_to(request.user).of_worker(request.user).for_lists()
    if not sites_of(request.user, Permission.WRITE_CENTRE):
        return redirect("resource_centre:centre_list")
    if len(centres) == 1:
        return redirect("resource_centre:centre_detail", centres[0].pk)
    return render(request, "resource_centre/centre_own.html", {"centres": centres})


@login_required
@require_http_methods(["GET", "POST"])
def centre_add(request: SignedInRequest) -> HttpResponse:
    refused = _("A centre’s page is written by the municipality’s coordinator.")
    programme = programme_where(request, Permission.WRITE_CENTRE, refused)
    form = NewCentreForm(
        request.POST or None,
        user=request.user,
        permission=Permission.WRITE_CENTRE,
        programme=programme,
        sites=free_sites(request.user, programme),
    )

    context = {"heading": _("New resource centre"), "act": _("Save the centre")}
    context["cancel_url"] = reverse("resource_centre:centre_list")
    return answer_form(
        request,
        form,
        lambda: services.add_centre(by=request.user, scope=form.scope, **form.fields_of_row),
        template="resource_centre/centre_form.html",
        context=context,
        done=_("The centre is saved."),
        to=lambda centre: reverse("resource_centre:centre_detail", args=[centre.pk]),
    )


@login_required
@require_http_methods(["GET", "POST"])
def centre_edit(request: SignedInRequest, pk: int) -> HttpResponse:
    centre = _centre_to_write(request, pk)
    may_choose = may(request.user, Permission.WRITE_CENTRE, centre.scope.municipal)
    sites = free_sites(request.user, centre.programme, centre) if may_choose else None
    form = CentreForm(request.POST or None, initial=CentreForm.initial_of(centre), sites=sites)

    return _answer(
        request,
        centre,
        form,
        lambda: services.edit_centre(by=request.user, centre=centre, **form.cleaned_data),
        heading=_("Edit the centre"),
        act=_("Save the centre"),
        done=_("The centre is saved."),
        to=reverse("resource_centre:centre_detail", args=[centre.pk]),
    )


@require_GET
def item_list(request: HttpRequest, pk: int) -> HttpResponse:
    """The catalogue: public without values; the staff of the centre's municipality see what things are worth."""
    centre = _centre_or_404(request, pk)
    items = Item.objects.visible_to(request.user).filter(centre=centre)
    if category := request.GET.get("category", ""):
        items = items.filter(category=category)
    return render(
        request,
        "resource_centre/item_list.html",
        {
            "centre": centre,
            "page": list_page(request, items, PER_PAGE, category=Item.Category.values),
            "tabs": _tabs(
                _("Everything"), "category", category, [(row["category"], row["label"]) for row in _categories(centre)]
            ),
            "sees_values": may(request.user, Permission.SEE_STAFF, centre.scope),
            "may_write": may(request.user, Permission.WRITE_CENTRE, centre.scope),
        },
    )


@login_required
@require_http_methods(["GET", "POST"])
def item_add(request: SignedInRequest, pk: int) -> HttpResponse:
    centre = _centre_to_write(request, pk)
    form = ItemForm(request.POST or None)

    return _answer(
        request,
        centre,
        form,
        lambda: services.add_item(by=request.user, centre=centre, **form.cleaned_data),
        heading=_("Add an item"),
        act=_("Save the item"),
        done=_("The item is saved."),
        to=reverse("resource_centre:item_list", args=[centre.pk]),
    )


@login_required
@require_GET
def purchase_list(request: SignedInRequest) -> HttpResponse:
    """Wishes, orders and deliveries of the centres whose staff side the user may see."""
    programme = current_programme(request)
    if programme is None:
        raise Http404
    if not _sees_purchases(request.user, programme):
        raise PermissionDenied(_("Purchases are seen by the programme’s staff."))
    purchases = Purchase.objects.visible_to(request.user).filter(centre__programme=programme).for_lists()
    if state := request.GET.get("state", ""):
        purchases = purchases.filter(state=state)
    return render(
        request,
        "resource_centre/purchase_list.html",
        {
            "page": list_page(request, purchases, PER_PAGE, state=Purchase.State.values),
            "tabs": _tabs(_("All"), "state", state, Purchase.State.choices),
        },
    )


@login_required
@require_GET
def purchase_detail(request: SignedInRequest, pk: int) -> HttpResponse:
    purchase = _purchase_or_404(request, pk)
    scope = purchase.scope
    return render(
        request,
        "resource_centre/purchase_detail.html",
        {
            "purchase": purchase,
            "sees_activity": purchase.activity is not None
            and (purchase.activity.is_public or may(request.user, Permission.SEE_STAFF, purchase.activity.scope)),
            "may_move": may(request.user, Permission.WRITE_CENTRE, scope) and purchase.state != Purchase.State.RECEIVED,
            "history": history_about(request.user, purchase)
            if may(request.user, Permission.SEE_AUDIT, scope)
            else None,
        },
    )


@login_required
@require_http_methods(["GET", "POST"])
def purchase_add(request: SignedInRequest, pk: int) -> HttpResponse:
    centre = _centre_to_write(request, pk)
    form = PurchaseForm(request.POST or None)

    return _answer(
        request,
        centre,
        form,
        lambda: services.record_purchase(by=request.user, centre=centre, **form.cleaned_data),
        heading=_("Record a purchase"),
        act=_("Save the purchase"),
        done=_("The purchase is saved."),
        to=lambda purchase: reverse("resource_centre:purchase_detail", args=[purchase.pk]),
    )


@login_required
@require_http_methods(["GET", "POST"])
def purchase_move(request: SignedInRequest, pk: int) -> HttpResponse:
    purchase = _purchase_or_404(request, pk)
    require(request.user, Permission.WRITE_CENTRE, purchase.scope)
    initial = {"amount": purchase.amount, "supplier": purchase.supplier}
    form = PurchaseMoveForm(request.POST or None, initial=initial, purchase=purchase)
    here = reverse("resource_centre:purchase_detail", args=[pk])

    return _answer(
        request,
        purchase.centre,
        form,
        lambda: services.move_purchase(by=request.user, purchase=purchase, **form.cleaned_data),
        heading=_("Ordered or received"),
        act=_("Save the purchase"),
        cancel_url=here,
        lead=str(purchase),
        done=_("The purchase is saved."),
        to=here,
    )


def _sees_purchases(user: Reader, programme: Programme) -> bool:
    """Of a municipality, or of the one centre in which the person works."""
    return may_anywhere(user, Permission.SEE_STAFF, programme.pk) or bool(sites_of(user, Permission.SEE_STAFF))


def _centre_or_404(request: HttpRequest, pk: int) -> Centre:
    return get_object_or_404(Centre.objects.visible_to(request.user).for_lists(), pk=pk)


def _centre_to_write(request: HttpRequest, pk: int) -> Centre:
    centre = _centre_or_404(request, pk)
    require(request.user, Permission.WRITE_CENTRE, centre.scope)
    return centre


def _purchase_or_404(request: HttpRequest, pk: int) -> Purchase:
    return get_object_or_404(Purchase.objects.visible_to(request.user).for_lists(), pk=pk)


def _categories(centre: Centre) -> list[dict[str, Any]]:
    """Categories that the centre has something of, with how many kinds of things."""
    rows = centre.items.order_by("category").values("category").annotate(number=Count("pk"))
    return [{**row, "label": Item.Category(row["category"]).label} for row in rows]


def _tabs(everything: str, name: str, chosen: str, choices: Iterable[tuple[str, object]]) -> list[dict[str, object]]:
    """The list as a whole, and by each of its choices."""
    tabs = [{"label": everything, "url": "?", "is_here": not chosen}]
    return tabs + [{"label": label, "url": f"?{name}={value}", "is_here": chosen == value} for value, label in choices]


def _answer(
    request: HttpRequest,
    centre: Centre,
    form: BaseForm,
    action: Callable[[], Any],
    *,
    done: str,
    to: str | Callable[[Any], str],
    **words: object,
) -> HttpResponse:
    """A form about a centre: `words` are its heading, its button and where one gives up."""
    here = reverse("resource_centre:centre_detail", args=[centre.pk])
    context = {"centre": centre, "centre_url": here, "cancel_url": here, **words}
    template = "resource_centre/centre_form.html"
    return answer_form(request, form, action, template=template, context=context, done=done, to=to)
