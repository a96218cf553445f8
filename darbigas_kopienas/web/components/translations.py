"""`{% translate %}` and `{% blocktranslate %}` as Django has them; a text that stands in the template itself, whole,
is looked up once in a language.

A list says the names of its columns beside every cell, so a page of fifty rows translated five words 250 times.
"""

from django.template import Context
from django.template.base import FilterExpression, Node, Parser, Token, TokenType
from django.templatetags.i18n import BlockTranslateNode, TranslateNode, do_block_translate, do_translate
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from .library import register


class ConstantText(Node):
    """Of a text, and where it has one a context, that are the same each time the template is drawn."""

    def __init__(self, node: TranslateNode | BlockTranslateNode) -> None:
        self._node, self._said = node, dict[str | None, str]()
        self._name, node.asvar = node.asvar, None

    def render(self, context: Context) -> str:
        language = get_language()
        text = self._said.get(language)
        if text is None:
            text = self._said[language] = SafeString(self._node.render(context))
        if self._name is None:
            return text
        context[self._name] = text
        return ""


@register.tag
def translate(parser: Parser, token: Token) -> Node:
    node = do_translate(parser, token)
    return ConstantText(node) if _is_constant(node.filter_expression) and _has_one_context(node) else node


@register.tag
def blocktranslate(parser: Parser, token: Token) -> Node:
    node = do_block_translate(parser, token)
    is_whole = not (node.extra_context or node.plural) and all(
        part.token_type == TokenType.TEXT for part in node.singular
    )
    return ConstantText(node) if is_whole and _has_one_context(node) else node


def _has_one_context(node: TranslateNode | BlockTranslateNode) -> bool:
    return node.message_context is None or _is_constant(node.message_context)


def _is_constant(expression: FilterExpression) -> bool:
    text = getattr(expression.var, "literal", expression.var)  # a variable's is None
    return isinstance(text, str) and not expression.filters
