"""Content in its own language on a page in another one."""

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString

register = template.Library()


@register.simple_tag
def spoken(text: object, language: str) -> SafeString:
    """Wrap content so that it is read aloud, hyphenated and directed as what it is. Text is escaped."""
    return format_html('<span lang="{}" dir="auto">{}</span>', language, text)
