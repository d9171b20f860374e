"""Components as template tags. Each is readable without style sheet and the same in both directions."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from django import template
from django.conf import settings
from django.forms import BaseForm
from django.forms.boundfield import BoundField
from django.http import QueryDict
from django.template.loader import get_template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import get_language, get_language_info

from pulang.foundation.ui import cells, wording
from pulang.foundation.ui.parts import Answer, Cells, Column, Entry, Link, Ordered, Paged, Passage, Stage, Task, Text

register = template.Library()
POSITION = ("cursor", "jump")


@register.simple_tag
def plane_slug() -> str:
    """The plane, also on error pages that are drawn without any context."""
    return str(getattr(settings, "PULANG_PLANE", "forum"))


@register.inclusion_tag("ui/components/in_language.html")
def in_language(text: Text, code: str) -> dict[str, object]:
    """Text that exists in one language, named when that is not the reader's."""
    name = get_language_info(code)["name_translated"] if code != get_language() else ""
    return {"text": text, "code": code, "name": name}


@register.inclusion_tag("ui/components/context_path.html")
def context_path(links: Iterable[Link]) -> dict[str, object]:
    """Where the page stands; the last link is the page itself and leads nowhere."""
    return {"links": links}


@register.inclusion_tag("ui/components/tabs.html")
def tabs(links: Iterable[Link], label: Text) -> dict[str, object]:
    """Neighbouring views of one thing; ``label`` names the group for screen readers."""
    return {"links": links, "label": label}


# These stand in every row of long lists, so they have no template of their own.
for cell in (cells.tlp_label, cells.provision_chip, cells.state_tag):
    register.simple_tag(cell)
register.filter(cells.bidi)


@register.simple_tag
def due(day: date, today: date | None = None) -> SafeString:
    """A day in words: "2 days late", "today", "Thursday", "12 Nov"."""
    due = wording.due(day, today)
    time = '<time class="due due-{}" datetime="{}" data-full="{}">{}</time>'
    return format_html(time, due.kind, due.day.isoformat(), due.full, due.words)


@register.simple_tag
def passage(hit: Passage) -> SafeString:
    """The part of a text that answers, with the words that were found, and dots where it was cut."""
    pieces = [format_html("<mark>{}</mark>" if piece.is_match else "{}", piece.text) for piece in hit.pieces]
    return SafeString("".join(["… " * hit.cut_before, *pieces, " …" * hit.cut_after]))


@register.simple_tag
def marks(item: Task | Entry) -> SafeString:
    """Good practices, state and label of a line, as far as it has them."""
    found = [cells.provision_chip(label) for label in item.provisions]
    if item.state:
        found.append(cells.state_tag(item.state.label, item.state.kind))
    return SafeString("".join([*found, cells.tlp_label(item.marking)] if item.marking else found))


@register.simple_tag
def task_list(tasks: Iterable[Task], today: date | None = None) -> SafeString:
    """Lines of work: when, what and why, and the marks that belong to it."""
    lines = format_html_join("\n", "{}", ((_task(task, today),) for task in tasks))
    return format_html('<ul class="tasks">\n{}\n</ul>\n', lines)


def _task(task: Task, today: date | None) -> SafeString:
    when = due(task.due, today) if task.due else format_html('<span class="due">{}</span>', task.when)
    why = format_html('<p class="why">{}</p>', task.why) if task.why else ""
    line = '<li><div>{}</div>\n<div><a href="{}"><bdi>{}</bdi></a>{}</div>\n<div class="marks">{}</div></li>'
    return format_html(line, when, task.url, task.title, why, marks(task))


@register.inclusion_tag("ui/components/summary_list.html")
def summary_list(answers: Iterable[Answer]) -> dict[str, object]:
    """Answers to check before sending, each with its way back to the question."""
    return {"answers": answers}


@register.inclusion_tag("ui/components/timeline.html")
def timeline(entries: Iterable[Entry]) -> dict[str, object]:
    """What happened, in order."""
    return {"entries": entries}


@register.inclusion_tag("ui/components/stages.html")
def stages(items: Iterable[Stage], label: Text = "") -> dict[str, object]:
    """A way with its stations, the present one marked; ``label`` names the list for screen readers."""
    return {"stages": items, "label": label}


@register.inclusion_tag("ui/components/empty_state.html")
def empty_state(title: Text, text: Text = "", action: Text = "", url: str = "") -> dict[str, object]:
    """Why a list is empty and what would fill it."""
    return {"title": title, "text": text, "action": action, "url": url}


@register.inclusion_tag("ui/components/error_summary.html")
def error_summary(form: BaseForm | None) -> dict[str, object]:
    """Everything that is wrong with a form, each line a link to its field; nothing when all is well."""
    return {"problems": list(_problems(form)) if isinstance(form, BaseForm) and form.errors else []}


def _problems(form: BaseForm) -> Iterable[tuple[str, str]]:
    for message in form.non_field_errors():
        yield "", str(message)
    for field in form:
        for message in field.errors:
            yield first_input(field), str(message)


def first_input(field: BoundField) -> str:
    """The id of the first input of a field; groups have none of their own."""
    return str(getattr(field, "first_input", "") or field.id_for_label or field.auto_id)


@register.simple_block_tag(end_name="end_notice")
def notice(content: str, kind: str = "", title: Text = "") -> SafeString:
    """A boxed remark: kind "", "attention", "done" or "breach"."""
    return _render("ui/components/notice.html", content=content, kind=kind, title=title)


@register.simple_block_tag(end_name="end_details")
def details(content: str, summary: Text) -> SafeString:
    """More for who wants it, closed at first and open on paper."""
    return _render("ui/components/details.html", content=content, summary=summary)


@register.simple_block_tag(end_name="end_data_table")
def data_table(content: str, caption: Text, name: str = "table", stacks: bool = False) -> SafeString:
    """A captioned table in its own scrolling region; ``stacks`` makes rows lists on a narrow screen
    (give each cell ``data-label``). ``name`` must be unique on the page."""
    return data_table_of(content, caption, name, stacks=stacks)


def data_table_of(content: str, caption: Text, name: str, *, stacks: bool) -> SafeString:
    """The frame of a table."""
    return _render("ui/components/data_table.html", content=content, caption=caption, name=name, stacks=stacks)


@register.simple_tag
def list_table(caption: Text, name: str, columns: Sequence[Column], rows: Sequence[Cells]) -> SafeString:
    """A captioned table of a long list, whose rows were made by ``ui.cells``; they are lists on a narrow screen."""
    shape = "<thead>{}</thead><tbody>{}</tbody>"
    content = format_html(shape, cells.headings(columns), cells.lines(columns, rows))
    return data_table_of(content, caption, name, stacks=True)


def _render(path: str, /, **context: object) -> SafeString:
    return SafeString(get_template(path).render(context))


@register.simple_tag(takes_context=True)
def query_with(context: Mapping[str, Any], **changes: object) -> str:
    """This page's query string with some values changed; None or "" drops one."""
    query = _query(context)
    for key, value in changes.items():
        query.pop(key, None)
        if value not in (None, ""):
            query[key] = str(value)
    return f"?{query.urlencode()}"


def _query(context: Mapping[str, Any]) -> QueryDict:
    request = context.get("request")
    return request.GET.copy() if request is not None else QueryDict(mutable=True)


@register.inclusion_tag("ui/components/sort_header.html", takes_context=True)
def sort_header(
    context: Mapping[str, Any],
    label: Text,
    order: str,
    current: str,
    reverse: str = "",
    descending: bool = False,
    numeric: bool = False,
) -> dict[str, object]:
    """A heading cell that sorts by a declared order, and by ``reverse`` when ``order`` is already in use.

    ``order``, ``reverse`` and ``current`` (the one in use) are slugs; ``descending`` says that ``order``
    runs from the highest down.
    """
    ways = {order: "descending", reverse: "ascending"} if descending else {order: "ascending", reverse: "descending"}
    target = reverse if reverse and current == order else order
    url = query_with(context, order=target, cursor=None, jump=None)
    return {"label": label, "url": url, "state": ways.get(current, ""), "numeric": numeric}


@register.inclusion_tag("ui/components/order_links.html", takes_context=True)
def order_links(context: Mapping[str, Any], orders: Iterable[Ordered], current: str) -> dict[str, object]:
    """The declared orders of a list that is no table, the one in use marked."""
    links = [
        Link(order.label, query_with(context, order=order.slug, cursor=None, jump=None), order.slug == current)
        for order in orders
    ]
    return {"links": links}


@register.inclusion_tag("ui/components/pager.html", takes_context=True)
def pager(
    context: Mapping[str, Any], page: Paged, jump: Text = "", label: Text = "", id: str = "jump"
) -> dict[str, object]:
    """Ways to the neighbouring pages, the exact count, and a form that jumps to a value when ``jump`` labels it.

    ``label`` and ``id`` tell several pagers of one page apart.
    """
    query = _query(context)
    kept = [(key, value) for key, values in query.lists() if key not in POSITION for value in values]
    return {
        "page": page,
        "previous": page.previous_cursor and query_with(context, cursor=page.previous_cursor, jump=None),
        "next": page.next_cursor and query_with(context, cursor=page.next_cursor, jump=None),
        "jump": jump,
        "label": label,
        "id": id,
        "jumped": query.get("jump", ""),
        "kept": kept,
    }
