"""Template components: card, figure, badge, table, chart, history. Built in: templates need no {% load %}.

Components know no models; they read plain values or attributes by name. See them all on the style page.
"""

from . import addresses, charts, forms, markdown, menus, parts, static_files, tables, text, translations
from .library import register
from .tables import Column, Row

__all__ = [
    "Column",
    "Row",
    "addresses",
    "charts",
    "forms",
    "markdown",
    "menus",
    "parts",
    "register",
    "static_files",
    "tables",
    "text",
    "translations",
]
