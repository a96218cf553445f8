"""The small pieces of a page: icons, cards, badges, key numbers, notices."""

from datetime import date
from functools import cache, lru_cache
from uuid import uuid4

from django.db.models import Model
from django.template import Context
from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from darbigas_kopienas.rooms import State, Text, state_of
from darbigas_kopienas.values import clock, formats

from .library import register
from .text import machine_time

Words = dict[str, object]


@cache
def _icons() -> str:
    """Asked for thirty times a page; the address of a static file never changes while the portal runs."""
    return static("img/icons.svg")


@register.simple_tag
def icon(name: str, label: Text = "") -> SafeString:
    """A Lucide icon. Decorative unless `label` says what it means."""
    if label:
        href = f"{_icons()}#{name}"
        return format_html('<svg class="icon" role="img" aria-label="{}"><use href="{}"></use></svg>', label, href)
    return _decorative(name)


@cache
def _decorative(name: str) -> SafeString:
    return format_html('<svg class="icon" aria-hidden="true"><use href="{}"></use></svg>', f"{_icons()}#{name}")


# -- blocks that wrap content ----------------------------------------------------------------------
def _render(context: Context, name: str, **words: object) -> SafeString:
    """Draw a component's template with its own words only, as `include … only` would."""
    engine = context.template.engine  # type: ignore[union-attr]  # set while a template renders
    return SafeString(engine.get_template(f"components/{name}.html").render(context.new(words)))


@register.simple_block_tag(takes_context=True)
def card(
    context: Context, content: str, title: Text = "", level: int = 2, icon: str = "", anchor: str = "", cls: str = "",
    url: str = "",
) -> SafeString:  # fmt: skip
    """A surface with an optional heading; with `url` the heading links and the whole card follows it."""
    tag = SafeString(f"h{int(level)}")
    return _render(context, "card", content=content, title=title, tag=tag, icon=icon, anchor=anchor, cls=cls, url=url)


@register.simple_block_tag(takes_context=True)
def page_head(
    context: Context, content: str, title: Text, lead: Text = "", eyebrow: Text = "", tabs: Words | None = None
) -> SafeString:
    """The page's h1 with a sentence below it, the tabs it is one of, and the page's actions beside it."""
    actions = SafeString(content.strip())
    return _render(context, "page_head", actions=actions, title=title, lead=lead, eyebrow=eyebrow, tabs=tabs)


@register.simple_block_tag(takes_context=True)
def more_actions(context: Context, content: str) -> SafeString:
    """A page's further actions, beside the main one; on a phone one button that opens them."""
    return _render(context, "more_actions", content=content)


_ALERT_ICONS = {"info": "info", "success": "check", "warning": "alert-triangle", "error": "alert-triangle"}


@register.simple_block_tag(takes_context=True)
def alert(context: Context, content: str, tone: str = "info", title: Text = "") -> SafeString:
    """A notice on the page: info, success, warning or error."""
    tone = tone if tone in _ALERT_ICONS else "info"
    return _render(context, "alert", content=content, tone=tone, icon=_ALERT_ICONS[tone], title=title)


@register.simple_block_tag
def captured(content: str) -> str:
    """`{% captured as name %}…{% endcaptured %}`: drawn once for what stands in two places of a page."""
    return content


# -- numbers and states ----------------------------------------------------------------------------
@register.inclusion_tag("components/figure.html")
def figure(
    value: object, label: Text, hint: Text = "", code: str = "", url: str = "", tone: str = "", mark: Text = ""
) -> Words:
    """A key number inside `<dl class="figures">`; `code` and `url` lead to the records it stands on.

    `mark` says in words what its tone says in colour.
    """
    return {"value": value, "label": label, "hint": hint, "code": code, "url": url, "tone": tone, "mark": mark}


_SHAPES = {
    "dot": '<circle cx="6" cy="6" r="5"/>',
    "ring": '<circle cx="6" cy="6" r="4.5" fill="none"/>',
    "half": '<circle cx="6" cy="6" r="4.5" fill="none"/><path d="M6 1.5a4.5 4.5 0 0 1 0 9z" stroke="none"/>',
    "check": '<path d="M1.5 6.5l3 3 6-7" fill="none"/>',
    "cross": '<path d="M2 2l8 8M10 2l-8 8" fill="none"/>',
    "triangle": '<path d="M6 2l4.5 8h-9z" stroke-linejoin="round"/>',
    "square": '<rect x="2" y="2" width="8" height="8"/>',
    "arrow": '<path d="M1 6h9M6.5 2.5L10 6l-3.5 3.5" fill="none"/>',
    "back": '<path d="M11 6H2M5.5 2.5L2 6l3.5 3.5" fill="none"/>',
}


_TONE_SHAPES = {"info": "dot", "good": "check", "warning": "half", "bad": "triangle"}


@register.simple_tag
def badge(state: str = "", word: Text = "", tone: str = "", shape: str = "") -> SafeString:
    """A state as a word and a shape. `word`, `tone` and `shape` overrule what the state is known for."""
    known = state_of(str(state)) or State(word or state, tone, _TONE_SHAPES.get(tone, "dot"))
    return _badge(tone or known.tone, shape or known.shape, str(word or known.word))


@lru_cache(maxsize=500, typed=True)  # a text that is to be escaped is equal to the safe one
def _badge(tone: str, shape: str, word: str) -> SafeString:
    """Drawn once; a list has one in every row."""
    drawing = SafeString(_SHAPES[shape])
    return format_html(
        '<span class="badge {}"><svg viewBox="0 0 12 12" aria-hidden="true">{}</svg>{}</span>', tone, drawing, word
    )


@register.simple_tag
def event_date(days: date | list[date] | None) -> SafeString:
    """The leaf of a calendar beside a list's row, with all its days; the year only where it is not this one.

    Without a template of its own: a list draws it for every row.
    """
    every = (days,) if isinstance(days, date) else tuple(days or ())
    return _leaf(every, clock.today().year, get_language()) if every else SafeString("")


@lru_cache(maxsize=2000)
def _leaf(days: tuple[date, ...], this_year: int, _language: str | None) -> SafeString:
    numbers, month = formats.leaf_of_days(days)
    first = days[0]
    year = format_html("<small>{}</small>", first.year) if first.year != this_year else ""
    size = SafeString(' class="span"') if len(days) > 1 else ""
    return format_html(
        '<time class="event-date" datetime="{}"><b{}>{}</b>{}{}</time>', machine_time(first), size, numbers, month, year
    )


# -- places and paths ------------------------------------------------------------------------------
@register.inclusion_tag("components/crumbs.html")
def crumbs(*pairs: Text) -> Words:
    """The way here: label, address, label, address…; the last address is "" for the page itself."""
    if len(pairs) % 2:
        raise ValueError("crumbs take pairs of a label and an address")
    return {"steps": list(zip(pairs[::2], pairs[1::2], strict=True))}


@register.inclusion_tag("components/tabs.html")
def tabs(tabs: list[Words], label: Text, current: str = "page") -> Words:
    """Pages beside this one: `label`, `url`, `is_here` and, where it says something, `number` of each.

    `current` is what the open one is to `aria-current`. On a phone more than three are one line with the open one.
    """
    return {"tabs": tabs, "label": label, "current": current}


@register.inclusion_tag("components/steps.html")
def steps(labels: list[Text], current: int) -> Words:
    """A path of several screens; `current` counts from 0, and as many as there are labels means all done."""
    return {"labels": labels, "current": current}


@register.inclusion_tag("components/empty_state.html")
def empty_state(title: Text, text: Text = "", url: str = "", action: Text = "", icon: str = "sprout") -> Words:
    """What an empty list says: that it is empty, and what comes next."""
    return {"title": title, "text": text, "url": url, "action": action, "icon": icon}


@register.inclusion_tag("components/photo.html")
def photo(document: Model, size: int = 320, caption: bool = True) -> Words:
    """A stored photo by its address, with its alternative text."""
    return {"document": document, "size": size, "caption": caption}


@register.inclusion_tag("components/history.html")
def history(entries: object) -> Words:
    """The deeds done to a thing, newest first (`Vēsture`), as `programme.history` tells them to this reader."""
    return {"entries": entries, "id": f"history-{uuid4().hex[:6]}"}


@register.inclusion_tag("components/job_progress.html")
def job_progress(job: object) -> Words:
    """State, stage and percent of work that the worker does."""
    return {"job": job}
