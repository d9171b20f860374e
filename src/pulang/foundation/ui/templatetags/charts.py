"""A chart with its words and its table."""

from django import template

from pulang.foundation.charts.shown import Chart

register = template.Library()


@register.inclusion_tag("ui/components/chart.html")
def chart(shown: Chart) -> dict[str, object]:
    """The drawing with its caption, and its figures as a table that opens on demand and on paper."""
    return {"chart": shown}
