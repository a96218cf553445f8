"""`{% translate "…" %}` as Django has it; a text that stands in the template itself is looked up once in a language.

A list says the names of its columns beside every cell, so a page of fifty rows translated five words 250 times.
"""

from django.template import Context
from django.template.base import FilterExpression, Parser, Token
from django.templatetags.i18n import TranslateNode, do_translate
from django.utils.translation import get_language

from .library import register


class ConstantText(TranslateNode):
    """Of a text, and where it has one a context, that are the same each time the template is drawn."""

    def __init__(self, node: TranslateNode) -> None:
        self.__dict__.update(vars(node))
        self._said: dict[str | None, str] = {}

    def render(self, context: Context) -> str:
        language = get_language()
        text = self._said.get(language)
        if text is None:
            text = self._said[language] = TranslateNode.render(self, context)
        return text


@register.tag
def translate(parser: Parser, token: Token) -> TranslateNode:
    node = do_translate(parser, token)
    texts = [node.filter_expression, *([node.message_context] if node.message_context else [])]
    return node if node.asvar or not all(map(_is_constant, texts)) else ConstantText(node)


def _is_constant(expression: FilterExpression) -> bool:
    text = getattr(expression.var, "literal", expression.var)  # a variable's is None
    return isinstance(text, str) and not expression.filters
