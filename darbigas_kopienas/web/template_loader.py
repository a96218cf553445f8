"""Templates as Django loads and keeps them; a text that they show is written without asking what else it might be.

A page shows some three hundred variables, nearly all of them texts. Django asks of each whether it is a moment, a
number or a translation before it escapes it, which costs up to a tenth of a page.
"""

import re
from html import escape

from django.template import Context, Origin, Template
from django.template.base import VariableNode, render_value_in_context
from django.template.loaders import cached
from django.utils.safestring import SafeString

_ESCAPED = re.compile(r"[&<>\"']")


class ShownVariable(VariableNode):
    """`{{ … }}` of a template that was loaded; one that is made of a text stays Django's own."""

    def render(self, context: Context) -> str:
        value: object = self.filter_expression.resolve(context)
        if type(value) is SafeString:
            return value
        if type(value) is str and context.autoescape:
            return escape(value) if _ESCAPED.search(value) else value
        return render_value_in_context(value, context)


class Loader(cached.Loader):
    """Django's, which keeps what it loaded."""

    def get_template(self, template_name: str, skip: list[Origin] | None = None) -> Template:
        is_loaded = self.cache_key(template_name, skip) in self.get_template_cache
        template = super().get_template(template_name, skip)
        if not is_loaded:
            for node in template.nodelist.get_nodes_by_type(VariableNode):
                if type(node) is VariableNode:
                    node.__class__ = ShownVariable
        return template
