"""Bringing the message catalogues up to date with the code, without xgettext.

Python is read as a syntax tree, templates through Django's own parser, so that what is found is what will be looked up.
"""

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import polib
from django.template import Engine
from django.template.base import FilterExpression, Node, NodeList, Template, Variable
from django.templatetags.i18n import BlockTranslateNode, TranslateNode

PACKAGE = Path(__file__).resolve().parents[1]
SINGULAR = {"gettext", "gettext_lazy", "gettext_noop", "_"}
PLURAL = {"ngettext", "ngettext_lazy"}
CONTEXT = {"pgettext", "pgettext_lazy"}
MARKED = re.compile(r"""_\((?P<quote>["'])(?P<text>.*?)(?P=quote)\)""")
PLURAL_FORMS = {
    "fr": "nplurals=2; plural=(n > 1);",
    "id": "nplurals=1; plural=0;",
    "ar": "nplurals=6; plural=n==0 ? 0 : n==1 ? 1 : n==2 ? 2 : n%100>=3 && n%100<=10 ? 3 : n%100>=11 ? 4 : 5;",
}


@dataclass(frozen=True)
class Message:
    """One message: what it says, its plural and context if any, and where it stands first."""

    text: str
    plural: str = ""
    context: str = ""
    place: str = field(default="", compare=False)


def collect(package: Path = PACKAGE) -> list[Message]:
    """Every message of the code, each once, in the order of files and lines."""
    found: dict[Message, None] = {}
    for path in sorted(package.rglob("*.py")):
        found.update(dict.fromkeys(python_messages(path.read_text(encoding="utf-8"), _place(path, package))))
    for path in sorted(package.rglob("templates/**/*.html")):
        found.update(dict.fromkeys(template_messages(path.read_text(encoding="utf-8"), _place(path, package))))
    return list(found)


def python_messages(source: str, place: str) -> Iterator[Message]:
    """Messages in calls of gettext's functions, under whatever name they were imported."""
    tree = ast.parse(source)
    names = _imported_names(tree)
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in names:
            yield from _call_message(node, names[node.func.id], place)


def template_messages(source: str, place: str) -> Iterator[Message]:
    """Messages in translate and blocktranslate tags and in ``_("...")`` arguments."""
    template = Template(source, engine=_engine())
    for node in _nodes(template.nodelist):
        if isinstance(node, BlockTranslateNode):
            yield _block_message(node, place)
        elif isinstance(node, TranslateNode):
            context = str(node.message_context.var) if node.message_context else ""
            yield Message(_literal(node.filter_expression), context=context, place=place)
        for expression in _expressions(node):
            if quoted := MARKED.match(expression.token):
                yield Message(quoted.group("text"), place=place)


def _literal(expression: FilterExpression) -> str:
    """The text of a translate tag; Django keeps it as a variable whose literal it is."""
    variable = expression.var
    return str(variable.literal) if isinstance(variable, Variable) else str(variable)


def update(language: str, messages: list[Message], locale: Path) -> polib.POFile:
    """The language's catalogue with exactly these messages; translations that exist are kept, the rest stay empty."""
    path = locale / language / "LC_MESSAGES" / "django.po"
    known = {_key(entry): entry for entry in polib.pofile(str(path))} if path.exists() else {}
    catalogue = polib.POFile(wrapwidth=110)
    catalogue.metadata = {
        "Content-Type": "text/plain; charset=UTF-8",
        "Content-Transfer-Encoding": "8bit",
        "Language": language,
        "Plural-Forms": PLURAL_FORMS[language],
    }
    for message in messages:
        catalogue.append(_entry(message, known, language))
    path.parent.mkdir(parents=True, exist_ok=True)
    catalogue.save(str(path))
    return catalogue


def _entry(message: Message, known: dict[tuple[str, str], polib.POEntry], language: str) -> polib.POEntry:
    before = known.get((message.context, message.text))
    entry = polib.POEntry(
        msgid=message.text, msgctxt=message.context or None, occurrences=[(message.place, "")], wrapwidth=110
    )
    if message.plural:
        entry.msgid_plural = message.plural
        forms = int(PLURAL_FORMS[language].split("nplurals=")[1].split(";")[0])
        kept = before.msgstr_plural if before else {}
        entry.msgstr_plural = {index: kept.get(index, "") for index in range(forms)}
    else:
        entry.msgstr = before.msgstr if before else ""
    return entry


def _key(entry: polib.POEntry) -> tuple[str, str]:
    return entry.msgctxt or "", entry.msgid


def _imported_names(tree: ast.Module) -> dict[str, str]:
    names = {}
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and node.module == "django.utils.translation":
            names.update({alias.asname or alias.name: alias.name for alias in node.names})
    return {local: name for local, name in names.items() if name in SINGULAR | PLURAL | CONTEXT}


def _call_message(node: ast.Call, function: str, place: str) -> Iterator[Message]:
    """A conditional argument holds two messages; anything that is not text is not a message of ours."""
    if function in PLURAL:
        one, many = (_text(argument) for argument in node.args[:2])
        if one and many:
            yield Message(one, plural=many, place=place)
    elif function in CONTEXT:
        context, text = (_text(argument) for argument in node.args[:2])
        if context and text:
            yield Message(text, context=context, place=place)
    else:
        argument = node.args[0]
        branches = (argument.body, argument.orelse) if isinstance(argument, ast.IfExp) else (argument,)
        for branch in branches:
            if text := _text(branch):
                yield Message(text, place=place)


def _text(node: ast.expr) -> str:
    return node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else ""


def _block_message(node: BlockTranslateNode, place: str) -> Message:
    singular, _variables = node.render_token_list(node.singular)
    plural = node.render_token_list(node.plural)[0] if node.plural else ""
    context = str(node.message_context.var) if node.message_context else ""
    if node.trimmed:
        singular, plural = _trimmed(singular), _trimmed(plural)
    return Message(singular, plural=plural, context=context, place=place)


def _trimmed(text: str) -> str:
    return " ".join(line.strip() for line in text.splitlines() if line.strip())


def _nodes(nodelist: NodeList) -> Iterator[Node]:
    for node in nodelist:
        yield node
        for name in ("nodelist", "nodelist_true", "nodelist_false", "nodelist_empty", "nodelist_loop"):
            yield from _nodes(getattr(node, name, None) or NodeList())
        for _condition, branch in getattr(node, "conditions_nodelists", ()):
            yield from _nodes(branch)


def _expressions(node: Node) -> Iterator[FilterExpression]:
    """Filter expressions among a node's own arguments, however its tag keeps them."""
    for value in vars(node).values():
        values = value.values() if isinstance(value, dict) else value if isinstance(value, list | tuple) else (value,)
        for item in values:
            if isinstance(item, FilterExpression) and not isinstance(node, TranslateNode | BlockTranslateNode):
                yield item


def _engine() -> Engine:
    return Engine.get_default()


def _place(path: Path, package: Path) -> str:
    return str(path.relative_to(package.parent))
