"""No words for people outside gettext; every message complete in all languages, none fuzzy, placeholders equal."""

import ast
import re
from pathlib import Path

import polib
import pytest
from tests.repository.source import Module, modules

from pulang.web import messages
from pulang.web.catalogues import LOCALE

LANGUAGES = tuple(messages.PLURAL_FORMS)
SPOKEN_KEYWORDS = {"label", "help_text", "verbose_name", "empty_label"}
SPOKEN_CALLS = {"Refused", "NotReady", "ValidationError", "success", "warning", "error", "info"}
PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|%[sd]|\{\w*\}")
# The command line speaks English to whoever runs the server; libraries' own forms are not ours.
ENGLISH_ONLY = ("src/pulang/web/cli/", "src/pulang/web/demo/", "src/pulang/web/serve.py", "src/pulang/web/config.py")


def bare_strings(module: Module) -> list[str]:
    """Text literals where people read them, not wrapped in gettext."""
    found = []
    for node in ast.walk(module.tree):
        if isinstance(node, ast.Call):
            spoken = [keyword.value for keyword in node.keywords if keyword.arg in SPOKEN_KEYWORDS]
            name = getattr(node.func, "attr", getattr(node.func, "id", ""))
            if name in SPOKEN_CALLS and not _is_logged(node.func):
                spoken += node.args
            found += [f"{module.name}:{value.lineno} {value.value!r}" for value in spoken if _is_prose(value)]
    return found


def _is_logged(call: ast.expr) -> bool:
    """``log.warning("...")``: for whoever runs the server, in English and without anything typed."""
    return isinstance(call, ast.Attribute) and isinstance(call.value, ast.Name) and call.value.id == "log"


def _is_prose(node: ast.expr) -> bool:
    return isinstance(node, ast.Constant) and isinstance(node.value, str) and " " in node.value.strip()


def placeholders(text: str) -> list[str]:
    return sorted(PLACEHOLDER.findall(text))


def wrong_placeholders(entry: polib.POEntry) -> bool:
    """Whether a translation has other placeholders; a plural form may leave out the number itself."""
    if entry.msgid_plural:
        allowed = set(placeholders(entry.msgid_plural)) | set(placeholders(entry.msgid))
        return any(not set(placeholders(text)) <= allowed for text in entry.msgstr_plural.values())
    return placeholders(entry.msgid) != placeholders(entry.msgstr)


def catalogue(language: str) -> polib.POFile:
    return polib.pofile(str(LOCALE / language / "LC_MESSAGES" / "django.po"))


def test_no_words_for_people_stand_outside_gettext() -> None:
    spoken = [module for module in modules() if not module.name.startswith(ENGLISH_ONLY)]
    assert [fault for module in spoken for fault in bare_strings(module)] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_message_is_in_the_catalogue(language: str) -> None:
    known = {(entry.msgctxt or "", entry.msgid, entry.msgid_plural or "") for entry in catalogue(language)}
    wanted = {(message.context, message.text, message.plural) for message in messages.collect()}
    assert wanted - known == set(), "run `pulang messages`"
    assert known - wanted == set(), "run `pulang messages`"


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_message_is_translated_and_none_is_fuzzy(language: str) -> None:
    found = catalogue(language)
    assert [entry.msgid for entry in found.untranslated_entries()] == []
    assert [entry.msgid for entry in found.fuzzy_entries()] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_placeholders_are_the_same_in_the_translation(language: str) -> None:
    assert [entry.msgid for entry in catalogue(language) if entry.translated() and wrong_placeholders(entry)] == []


def test_the_rule_sees_a_bare_string() -> None:
    assert bare_strings(Module("x.py", 'Field(label="Two words")'))
    assert bare_strings(Module("x.py", 'raise Refused("Not allowed here")'))
    assert not bare_strings(Module("x.py", 'Field(label=_("Two words"))'))
    assert not bare_strings(Module("x.py", 'log.warning("for whoever runs it")'))
    assert bare_strings(Module("x.py", 'messages.warning(request, "For a person")'))


def test_the_rule_sees_a_wrong_placeholder() -> None:
    assert wrong_placeholders(polib.POEntry(msgid="%(n)s files", msgstr="%(m)s fichiers"))
    assert not wrong_placeholders(polib.POEntry(msgid="%(n)s files", msgstr="%(n)s fichiers"))


def test_extraction_finds_every_kind_of_message(tmp_path: Path) -> None:
    python = (
        "from django.utils.translation import gettext as _, ngettext_lazy as n_, pgettext\n"
        "_('one'); n_('a file', 'files', 'n'); pgettext('ctx', 'two'); _('yes' if x else 'no')\n"
    )
    template = (
        "{% load i18n ui %}{% translate 'three' %}{% if x %}{% blocktranslate trimmed count n=k %}a\n b"
        "{% plural %}c{% endblocktranslate %}{% else %}{% empty_state _('four') %}{% endif %}"
    )
    found = {
        (message.text, message.plural, message.context)
        for message in [*messages.python_messages(python, "x"), *messages.template_messages(template, "x")]
    }
    assert found == {
        ("one", "", ""), ("a file", "files", ""), ("two", "", "ctx"), ("yes", "", ""), ("no", "", ""),
        ("three", "", ""), ("a b", "c", ""), ("four", "", ""),
    }  # fmt: skip
