"""Texts of courses on a page."""

from collections.abc import Mapping

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString

from pulang.foundation.texts import markdown

register = template.Library()


@register.simple_tag
def said_text(said: Mapping[str, str]) -> SafeString:
    """A CommonMark text with its language, as HTML."""
    return format_html('<div class="prose" lang="{}" dir="auto">{}</div>', said["lang"], markdown.html(said["text"]))
