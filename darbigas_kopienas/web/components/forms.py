"""What every form has: the summary of errors, the row of buttons, the filter above a list."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any

from django.forms import BaseForm, BaseFormSet
from django.forms.boundfield import BoundField
from django.utils.functional import Promise
from django.utils.html import escape, format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from .library import register
from .text import has_link


def _errors_of(form: BaseForm) -> list[tuple[str, str]]:
    """A refusal without a field is said here alone; what is wrong in a field, with its name."""
    errors = [("", str(message)) for message in form.non_field_errors()]
    for field in form:
        if field.is_hidden:
            errors += [("", str(message)) for message in field.errors]
            continue
        # a sentence with a link of its own leads there
        errors += [
            ("" if has_link(str(message)) else _target(field), _named(field, str(message))) for message in field.errors
        ]
    return errors


def _named(field: BoundField, message: str) -> str:
    """Far from its field "Fill this in" says nothing. A question that is a label keeps its own mark alone."""
    label = str(field.label).strip().rstrip(":.").rstrip()
    return f"{label} {message}" if label.endswith(("?", "!", "…")) else f"{label}: {message}"


def _target(field: BoundField) -> str:
    """The id that the summary's link leads to: a group of choices has none of its own, so its first choice's."""
    return field.id_for_label or (f"{field.auto_id}_0" if field.auto_id else "")


@register.inclusion_tag("components/error_summary.html")
def error_summary(*forms: BaseForm | BaseFormSet[Any] | None) -> dict[str, object]:
    """A box that takes the focus and links to the wrong fields; nothing where nothing is wrong."""
    errors: list[tuple[str, str]] = []
    for bound in forms:
        if bound is None or not bound.is_bound:
            continue
        if isinstance(bound, BaseFormSet):
            errors += [("", str(message)) for message in bound.non_form_errors()]
            for form in bound.forms:
                errors += _errors_of(form)
        else:
            errors += _errors_of(bound)
    return {"errors": errors}


@register.inclusion_tag("components/buttons.html")
def buttons(
    label: str | Promise,
    cancel: str = "",
    icon: str = "",
    name: str = "",
    value: str = "",
    danger: bool = False,
    back: str | Promise = "",
) -> dict[str, Any]:
    """The form's one primary button and the way out; sticks to the bottom of a phone.

    The way out says “back”, or `back`: cancelling is what is done to a seminar or a registration.
    """
    return {
        "label": label, "cancel": cancel, "icon": icon, "name": name, "value": value, "danger": danger, "back": back,
    }  # fmt: skip


@register.inclusion_tag("components/filter_form.html", takes_context=True)
def filter_form(
    context: Any, form: BaseForm, label: str | Promise = "", chips: Sequence[object] = ()
) -> dict[str, object]:
    """A GET form; the sort stays, the page starts again. `chips`: filters that no field shows, each with a way out.

    On a phone all but its first field are folded away, until one of them is in use.
    """
    request = context.get("request")
    query = request.GET if request else {}
    fields = form.visible_fields()
    return {
        "form": form,
        "first": fields[:1],
        "others": fields[1:],
        "is_narrowed": any(query.get(field.html_name) for field in fields[1:]),
        "label": label,
        "chips": chips,
        "sort": query.get("sort", ""),
        "is_active": any(query.get(form.add_prefix(name)) for name in form.fields),
        "path": request.path if request else "",
    }


@register.simple_tag
def attributes(attrs: Mapping[str, object]) -> SafeString:
    """A widget's own, as Django's `attrs.html` draws them: True is said by the name alone, False not at all."""
    drawn = (
        SafeString(f" {name}") if value is True else format_html(' {}="{}"', name, value)
        for name, value in attrs.items()
        if value is not False
    )
    return SafeString("".join(drawn))


@register.simple_tag
def options(groups: Iterable[tuple[str | None, Iterable[dict[str, Any]], int]]) -> SafeString:
    """What stands in a `<select>`, of its widget's groups."""
    drawn = []
    for group, choices, _index in groups:
        lines = [_option(choice) for choice in choices]
        within = SafeString("".join(lines))
        drawn.append(format_html('<optgroup label="{}">{}</optgroup>', group, within) if group else within)
    return SafeString("".join(drawn))


def _option(choice: Mapping[str, Any]) -> SafeString:
    return format_html(
        '<option value="{}"{}>{}</option>', choice["value"], attributes(choice["attrs"]), choice["label"]
    )


@register.simple_tag
def choose_box(name: str, key: object, who: str, ticked: Collection[str] = ()) -> SafeString:
    """The box before a row's name, in a form with `data-choose`; `ticked` are the keys that were chosen before."""
    label, number = escape(_("Choose %(who)s") % {"who": who}), escape(str(key))
    checked = " checked" if str(key) in ticked else ""
    return SafeString(
        f'<label for="choose-{number}"><input type="checkbox" name="{name}" value="{number}" id="choose-{number}"'
        f' aria-label="{label}"{checked}></label>'
    )


@register.inclusion_tag("components/download_links.html")
def download_links(url: str, query: str = "") -> dict[str, str]:
    """The list as a workbook and as CSV, with the filter that the address says."""
    return {"url": url, "query": query}


@register.filter
def without_placeholders(form: BaseForm) -> BaseForm:
    """A form of a package, as ours are: its labels say it; a placeholder would say it twice, and go while one types."""
    for field in form.fields.values():
        field.widget.attrs.pop("placeholder", None)
    return form


def kind_of(field: BoundField) -> str:
    """What the field's template has to know of a widget: check, choices, hidden or plain."""
    widget = field.field.widget
    if widget.is_hidden:
        return "hidden"
    kind = getattr(widget, "input_type", "")
    if kind == "checkbox" and not hasattr(widget, "option_template_name"):
        return "check"
    return "choices" if kind in {"checkbox", "radio"} else "plain"


register.filter("kind_of", kind_of)
