"""Writing the library as the file that it came from: the same words and order, so that git shows what changed."""

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from pulang.common.frameworks.rules.content import Content
from pulang.common.frameworks.rules.vocabulary import SOURCE_LANGUAGE

DOCUMENT_TEXTS = ("title", "short_title", "label", "issuer")
PROVISION_TEXTS = ("title", "summary")
EMPTY = {"sections": "{}", "practices": "[]", "relations": "[]"}
HEADING = """\
# Framework documents and their good practices, as the first content of the catalogue.
#
# summary        our own paraphrase, never the official wording (the official text is linked, not copied)
# numbering      confirmed   = number and topic were checked against the document
#                unconfirmed = the topic is certain, the official number is not; show it as such on screen
# key            stable for ever, part of the provision's identity on every installation; numbers and titles are labels
# areas          our own mapping to the four priority areas: capacity, security, programmes, release
# relations      our own cross-references between provisions (document id/key), not part of any official text
# The texts are soft law ("could", "as appropriate"): a country's entry is self-reported and is never a
# compliance score. Allowed values: in place / partly in place / planned / not applicable / not reported.
# label          the short form before a number ("Rome 20"); without one the short title is used
# texts          the same item in another language: fr, ar, id. English stands in the item itself and is the source.
#                status  machine-assisted      = translated with a machine and not yet reviewed by a linguist
#                        reviewed              = a linguist has reviewed it
#                        practitioner-approved = practitioners who work in that language approved it
#                A language that is not given here keeps what an installation already has.
"""


def file_of(contents: Mapping[str, Content]) -> str:
    """The YAML text of these documents and provisions, by full key, in the order in which they are given."""
    lines = ["documents:"]
    for key in (each for each in contents if "/" not in each):
        lines += _document(key, contents[key], [(slug, contents[f"{key}/{slug}"]) for slug in _within(key, contents)])
    return HEADING + "\n".join([*lines, *_relations(contents)]) + "\n"


def _within(document: str, contents: Mapping[str, Content]) -> list[str]:
    """The short keys of a document's provisions."""
    return [key.partition("/")[2] for key in contents if key.startswith(f"{document}/")]


def _document(key: str, content: Content, provisions: Sequence[tuple[str, Content]]) -> Iterator[str]:
    yield f"  - id: {key}"
    yield from _fields(content["texts"][SOURCE_LANGUAGE]["fields"], DOCUMENT_TEXTS, "    ")
    yield f"    year: {content['year']}"
    yield f"    languages: [{', '.join(content['languages'])}]"
    yield f"    official_page: {content['official_page']}"
    if content["expected_practices"] is not None:
        yield f"    expected_practices: {content['expected_practices']}"
    yield from _translations(content["texts"], DOCUMENT_TEXTS, "    ")
    yield from _sections(content["sections"])
    yield from _headed("practices", [line for slug, each in provisions for line in _provision(slug, each)], "    ")


def _sections(sections: Mapping[str, Content]) -> Iterator[str]:
    lines = []
    for code, texts in sections.items():
        lines.append(f"      {_key(code)}:")
        lines += _fields(texts[SOURCE_LANGUAGE]["fields"], ("title",), "        ")
        lines += _translations(texts, ("title",), "        ")
    yield from _headed("sections", lines, "    ")


def _provision(slug: str, content: Content) -> Iterator[str]:
    yield f"      - key: {slug}"
    yield f"        areas: [{', '.join(content['areas'])}]"
    yield f"        number: {'null' if content['number'] is None else content['number']}"
    if content["section"] is not None:
        yield f"        section: {_key(content['section'])}"
    yield f"        numbering: {content['numbering']}"
    yield from _fields(content["texts"][SOURCE_LANGUAGE]["fields"], PROVISION_TEXTS, "        ")
    yield from _translations(content["texts"], PROVISION_TEXTS, "        ")


def _translations(texts: Mapping[str, Any], names: Sequence[str], indent: str) -> Iterator[str]:
    translated = {language: text for language, text in texts.items() if language != SOURCE_LANGUAGE}
    if translated:
        yield f"{indent}texts:"
    for language, text in translated.items():
        yield f"{indent}  {language}:"
        yield f"{indent}    status: {text['status']}"
        yield from _fields(text["fields"], names, f"{indent}    ")


def _fields(fields: Mapping[str, str], names: Sequence[str], indent: str) -> Iterator[str]:
    for name in names:
        if fields.get(name):
            yield f"{indent}{name}: {json.dumps(fields[name], ensure_ascii=False)}"


def _relations(contents: Mapping[str, Content]) -> Iterator[str]:
    lines = [
        f"  - {{from: {key}, to: {relation['to']}, kind: {relation['kind']}}}"
        for document in contents
        if "/" not in document
        for key in (document, *(f"{document}/{slug}" for slug in _within(document, contents)))
        for relation in contents[key]["relations"]
    ]
    yield from _headed("relations", lines, "")


def _headed(name: str, lines: Sequence[str], indent: str) -> Iterator[str]:
    """A list or mapping under its name; an empty one says so on the same line."""
    yield f"{indent}{name}:" if lines else f"{indent}{name}: {EMPTY[name]}"
    yield from lines


def _key(code: str) -> str:
    """A section's code; quoted where YAML would take it for something else (1, 1.5, on, y)."""
    plain = code.isalpha() and code.lower() not in {"y", "n", "yes", "no", "on", "off", "true", "false", "null"}
    return code if plain else json.dumps(code)
