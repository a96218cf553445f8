"""One's own data: corrected here, taken along as a file. Nobody else's stands in it."""

from typing import Any, cast

from django import forms
from django.contrib.auth.decorators import login_required
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from darbigas_kopienas.exchange import CONTENT_TYPES
from darbigas_kopienas.pages.forms import answer_form
from darbigas_kopienas.pages.list_query import require_known
from darbigas_kopienas.people import own_data, services
from darbigas_kopienas.people.models import Organisation, Person, User
from darbigas_kopienas.values import clock, form_fields, formats, texts

from .data_contact import whom_to_write

FILES = {"xlsx": (own_data.as_workbook, CONTENT_TYPES["xlsx"]), "json": (own_data.as_json, "application/json")}


class OwnDataForm(forms.Form):
    name = form_fields.NameField(label=pgettext_lazy("person", "Name"), max_length=120)
    organisation: "forms.ModelChoiceField[Organisation]" = forms.ModelChoiceField(
        label=gettext_lazy("School or organisation"),
        queryset=Organisation.objects.none(),
        required=False,
        empty_label=gettext_lazy("not in the list"),
    )
    language = forms.ChoiceField(label=gettext_lazy("Language of e-mails"), choices=texts.LANGUAGES)

    def __init__(self, *args: Any, chosen: int | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        today = Q(valid_to__isnull=True) | Q(valid_to__gte=clock.today()) | Q(pk=chosen)
        schools = Organisation.objects.filter(today, municipality__isnull=False)
        self.fields["organisation"].queryset = schools  # type: ignore[attr-defined]  # the stubs know Field only


@login_required
@never_cache
@require_http_methods(["GET", "POST"])
def my_data(request: HttpRequest) -> HttpResponse:
    """Name, school and language; whose hours the school sees; everything as a file."""
    user = cast("User", request.user)
    person = Person.objects.select_related("organisation", "entered_for").filter(user=user).first()
    school = person.organisation_id if person else None
    form = OwnDataForm(
        request.POST or None,
        chosen=school,
        initial={"name": person.name if person else user.name, "organisation": school, "language": user.language},
    )

    return answer_form(
        request,
        form,
        lambda: services.correct_own_data(by=user, **form.cleaned_data),
        template="home/my_data.html",
        context={"person": person, "contact": whom_to_write(user)},
        done=_("Your data are saved."),
        to=reverse("home:my_data"),
    )


@login_required
@never_cache
@require_GET
def my_data_file(request: HttpRequest) -> HttpResponse:
    """As a workbook for oneself or as JSON for programs; never kept anywhere on the way."""
    require_known(request.GET, {"format": FILES})
    kind = request.GET.get("format") or "xlsx"
    make, content_type = FILES[kind]
    response = HttpResponse(make(cast("User", request.user)), content_type=content_type)
    name = slugify(formats.folded(_("My data")))
    response["Content-Disposition"] = f'attachment; filename="{name}.{kind}"'
    return response
