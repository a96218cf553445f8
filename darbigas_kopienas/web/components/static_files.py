"""`{% static %}` as Django has it; the address of a file that the template itself names is put together once.

It never changes while the portal runs, and every page's frame names eight.
"""

from functools import cached_property

from django.template import Context
from django.template.base import Parser, Token
from django.templatetags.static import StaticNode
from django.utils.html import conditional_escape

from .library import register


class ConstantFile(StaticNode):
    @cached_property
    def _address(self) -> str:
        return conditional_escape(self.handle_simple(self.path.var))

    def render(self, context: Context) -> str:
        return self._address


@register.tag
def static(parser: Parser, token: Token) -> StaticNode:
    node = StaticNode.handle_token(parser, token)
    is_constant = isinstance(node.path.var, str) and not node.path.filters
    return ConstantFile(path=node.path) if is_constant and not node.varname else node
