"""Reading a pack's glossary: words that a country may replace by its own."""

import csv
import io

from django.utils.translation import gettext as _

from pulang.common.learning.rules.course import Term
from pulang.common.learning.rules.vocabulary import KEY, LANGUAGES, LONGEST_KEY
from pulang.foundation.yamlfile import Findings

MOST_TERMS, LONGEST_TERM = 500, 200


def read_glossary(data: bytes, findings: Findings) -> tuple[Term, ...]:
    """The terms, in the order of the file; mistakes go to ``findings`` by line."""
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        findings.add(1, "", _("The file is not UTF-8 text. Save it as UTF-8 and try again."))
        return ()
    reader = csv.DictReader(io.StringIO(text))
    unknown = [name for name in reader.fieldnames or () if name not in ("key", *LANGUAGES)]
    if "key" not in (reader.fieldnames or ()) or unknown:
        findings.add(1, "", _("The columns are key and languages: key,en,fr,ar,id."))
        return ()
    terms: dict[str, Term] = {}
    for row in reader:
        _row(row, terms, reader.line_num, findings)
    if len(terms) > MOST_TERMS:
        findings.add(1, "", _("A glossary has at most %d terms.") % MOST_TERMS)
    return tuple(terms.values())


def _row(row: dict[str, str], terms: dict[str, Term], line: int, findings: Findings) -> None:
    key = (row.get("key") or "").strip()
    words = {language: word for language in LANGUAGES if (word := (row.get(language) or "").strip())}
    if len(key) > LONGEST_KEY or not KEY.fullmatch(key):
        findings.add(line, "", _("“%s” is not a key. Use a to z, 0 to 9 and single hyphens.") % key)
    elif key in terms:
        findings.add(line, key, _("The key “%s” stands in the file twice.") % key)
    elif not words or None in row or any(len(word) > LONGEST_TERM for word in words.values()):
        findings.add(line, key, _("Each row has a key and at least one word, and no more cells than the heading."))
    else:
        terms[key] = Term(key, words)
