"""Content in its own language on a page in another one."""

from django import template

from pulang.foundation.ui.cells import spoken

register = template.Library()
register.simple_tag(spoken)
