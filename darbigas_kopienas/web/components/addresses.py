"""`{% url %}` as Django has it; the address of a page by numbers alone is put together once.

A list links every row, and Django tries the patterns of a name anew for each. Whatever is not a number (the token of a
place) is never remembered.
"""

from functools import lru_cache

from django.template import Context
from django.template.base import Parser, Token
from django.template.defaulttags import URLNode
from django.template.defaulttags import url as django_url
from django.urls import NoReverseMatch, get_script_prefix, get_urlconf, reverse
from django.utils.html import conditional_escape
from django.utils.translation import get_language

from .library import register


class Address(URLNode):
    """Of a page without named arguments, in this site's own URLs."""

    def render(self, context: Context) -> str:
        args = tuple(argument.resolve(context) for argument in self.args)
        if not all(type(argument) is int for argument in args):
            return super().render(context)
        page = self.view_name.resolve(context)
        try:
            address = _address(page, args, get_language(), get_urlconf(), get_script_prefix())
        except NoReverseMatch:
            return super().render(context)
        if not self.asvar:
            return address
        context[self.asvar] = address
        return ""


@lru_cache(maxsize=20_000)
def _address(page: str, args: tuple[int, ...], _language: str | None, _urls: str | None, _prefix: str) -> str:
    return conditional_escape(reverse(page, args=args))


@register.tag
def url(parser: Parser, token: Token) -> URLNode:
    node = django_url(parser, token)
    return node if node.kwargs else Address(node.view_name, node.args, node.kwargs, node.asvar)
