"""Templates: nothing inline, every word translatable, every form protected, every picture described."""

import re
from collections.abc import Callable
from html.parser import HTMLParser
from pathlib import Path

import pytest

SOURCE = Path(__file__).resolve().parents[2] / "src" / "pulang"
TEMPLATES = sorted(SOURCE.rglob("templates/**/*.html"))
NAMES = re.compile(r"Pulang|TLP:")
SPOKEN = frozenset({"alt", "aria-label", "aria-description", "data-label", "placeholder", "title"})
VOID = frozenset({"area", "base", "br", "col", "hr", "img", "input", "link", "meta", "source", "wbr"})
UNSPOKEN = frozenset({"code", "script", "style"})
QUIET_TAGS = frozenset({"translate", "trans", "blocktranslate", "blocktrans", "load", "static", "url"})
COMMENT = re.compile(r"{#.*?#}|{%\s*comment\b.*?endcomment\s*%}", re.S)
TRANSLATED = re.compile(r"{%\s*blocktrans(?:late)?\b.*?endblocktrans(?:late)?\s*%}", re.S)
TAG = re.compile(r"{%.*?%}|{{.*?}}", re.S)
MARKED = re.compile(r"""_\((?:"[^"]*"|'[^']*')\)""")
LITERAL = re.compile(r""""([^"]*)"|'([^']*)'""")
FORMAT = re.compile(r"[A-Z_]+_FORMAT")
POST_FORM = re.compile(r"""<form\b[^>]*\bmethod=["']?post\b.*?</form>""", re.S | re.I)


def blank(pattern: re.Pattern[str], source: str) -> str:
    """Take out what matches but keep the line numbers."""
    return pattern.sub(lambda match: "\n" * match.group().count("\n"), source)


def markup(source: str) -> str:
    """The template with everything taken out that Django replaces."""
    for pattern in (COMMENT, TRANSLATED, TAG):
        source = blank(pattern, source)
    return source


class Reader(HTMLParser):
    """Collects what stands in the markup itself."""

    def __init__(self, source: str) -> None:
        super().__init__()
        self.words: list[str] = []
        self.inline: list[str] = []
        self.pictures: list[str] = []
        self.silent = ""
        self.depth = 0
        self.feed(markup(source))

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        self._look(tag, given)
        if self.silent:
            self.depth += tag == self.silent
        elif tag not in VOID and (tag in UNSPOKEN or given.get("translate") == "no"):
            self.silent, self.depth = tag, 1

    def handle_endtag(self, tag: str) -> None:
        if self.silent and tag == self.silent:
            self.depth -= 1
            self.silent = self.silent if self.depth else ""

    def handle_data(self, data: str) -> None:
        if self.silent in ("script", "style") and data.strip():
            self.inline.append(f"line {self.getpos()[0]}: content of <{self.silent}>")
        elif not self.silent and has_words(data):
            self.words.append(f"line {self.getpos()[0]}: {data.strip()}")

    def _look(self, tag: str, given: dict[str, str]) -> None:
        line = f"line {self.getpos()[0]}"
        self.inline += [f"{line}: {name}" for name, value in given.items() if is_inline(name, value)]
        if tag == "style":
            self.inline.append(f"{line}: <style>")
        if tag == "img" and "alt" not in given:
            self.pictures.append(line)
        if given.get("translate") != "no" and not self.silent:
            self.words += [f"{line}: {name}" for name in SPOKEN & given.keys() if has_words(given[name])]


def has_words(text: str) -> bool:
    return any(character.isalpha() for character in NAMES.sub("", text))


def is_inline(name: str, value: str) -> bool:
    return name == "style" or name.startswith(("on", "hx-on")) or value.strip().lower().startswith("javascript:")


def inline_code(source: str) -> list[str]:
    """Style and script that the content security policy would refuse."""
    return Reader(source).inline


def untranslated_markup(source: str) -> list[str]:
    """Words in the markup, or in an attribute people hear or see, outside ``translate`` tags."""
    return Reader(source).words


def untranslated_arguments(source: str) -> list[str]:
    """Texts given to a tag or filter without ``_()``: "Two words" or "Capital"."""
    source = blank(TRANSLATED, blank(COMMENT, source))
    return [
        text
        for match in TAG.finditer(source)
        if match.group().strip("{%} \n").split(" ")[0] not in QUIET_TAGS
        for pair in LITERAL.findall(MARKED.sub("", match.group()))
        for text in pair
        if is_text(text)
    ]


def is_text(literal: str) -> bool:
    words = has_words(literal) and not FORMAT.fullmatch(literal)
    return words and (" " in literal.strip() or literal[:1].isupper())


def unprotected_forms(source: str) -> list[str]:
    """Forms that change something and carry no token."""
    return [form[:60] for form in POST_FORM.findall(source) if "{% csrf_token %}" not in form]


def undescribed_pictures(source: str) -> list[str]:
    """Pictures without ``alt`` (it may be empty)."""
    return Reader(source).pictures


RULES: dict[Callable[[str], list[str]], list[str]] = {
    inline_code: [
        '<p style="color:red">',
        '<a onclick="x()">',
        '<a hx-on:click="x()">',
        '<a href="javascript:x()">',
        "<script>x()</script>",
        "<style>p{}</style>",
    ],
    untranslated_markup: [
        "<p>Hello</p>",
        "<p>{{ name }} waits</p>",
        "<p>مرحبا</p>",
        '<input placeholder="Name">',
        '<a aria-label="Close {{ thing }}">',
        '<p translate="no">x</p>after',
        "{% if x %}Yes{% endif %}",
    ],
    untranslated_arguments: [
        '{% notice "attention" title="Read this" %}',
        '{{ name|default:"Nobody" }}',
        '{% empty_state "Nothing waits" %}',
    ],
    unprotected_forms: [
        '<form method="post"><button></button></form>',
        '<form action="/" method=POST></form>',
    ],
    undescribed_pictures: ['<img src="a.png">'],
}
ALLOWED = """{% load i18n %}{# a remark #}{% comment %}<p>old</p>{% endcomment %}
<p class="{% if wide %}wide{% endif %}">{% translate "Hello" %} · 12 <b>Pulang</b> TLP:{{ colour }}</p>
{% blocktranslate trimmed with name=name %}<b>Dear</b> {{ name }}{% endblocktranslate %}
<code>state_tag</code><bdi translate="no">Rome<b>9</b></bdi>
{% notice "attention" title=_("Read this") %}{% end_notice %}{{ day|date:"SHORT_DATE_FORMAT" }}
<form method="post">{% csrf_token %}</form><form method="get"></form><img alt="" src="{% static "a b.png" %}">
<script src="{% static "x.js" %}" defer></script>
"""


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.__name__)
@pytest.mark.parametrize("template", TEMPLATES, ids=lambda path: "/".join(path.parts[-3:]))
def test_a_template_keeps_the_rule(rule: Callable[[str], list[str]], template: Path) -> None:
    assert rule(template.read_text("utf-8")) == []


@pytest.mark.parametrize(("rule", "sample"), [(rule, sample) for rule, samples in RULES.items() for sample in samples])
def test_the_rule_finds_what_it_forbids(rule: Callable[[str], list[str]], sample: str) -> None:
    assert rule(sample)


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.__name__)
def test_a_good_template_passes(rule: Callable[[str], list[str]]) -> None:
    assert rule(ALLOWED) == []


def test_a_finding_names_its_line() -> None:
    assert untranslated_markup("{# one\n#}\n{% blocktranslate %}\n{% endblocktranslate %}\n<p>Hello</p>") == [
        "line 5: Hello"
    ]
