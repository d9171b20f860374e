"""The page that checks certificates on any machine, without network: one file with the key and the list of the revoked.

Its parts stand in ``data/checking``: it is no page of ours, since it is opened from a disk or a USB stick.
"""

import json
from pathlib import Path
from string import Template
from typing import Any

from django.conf import settings
from django.utils.formats import date_format
from django.utils.translation import get_language, get_language_info, override
from django.utils.translation import gettext as _

from pulang.common.learning.queries.certificates import certified_titles, revoked_serials
from pulang.foundation import signing
from pulang.kernel import clock
from pulang.kernel.certificates import key_name

PARTS = Path(__file__).resolve().parents[2] / "data" / "checking"


def page() -> bytes:
    """The page as it is now; it says of which day its list of the revoked is."""
    codes = [code for code, _name in settings.LANGUAGES]
    known = {
        "language": get_language() or "en",
        "key": key_name(signing.public_key()),
        "public": signing.public_key().hex(),
        "revoked": revoked_serials(),
        "titles": {code: certified_titles(code) for code in codes},
        "words": {code: _words(code) for code in codes},
    }
    return (
        _template()
        .substitute(
            style=_part("page.css"),
            known=_data(known),
            library=_part("vendor/noble-ed25519.js"),
            script=_part("check.js"),
        )
        .encode()
    )


def _template() -> Template:
    return Template(_part("page.html"))


def _part(name: str) -> str:
    return (PARTS / name).read_text(encoding="utf-8")


def _data(known: dict[str, Any]) -> str:
    """JSON that cannot end the element in which it stands."""
    return json.dumps(known, ensure_ascii=False).replace("<", "\\u003c")


def _words(code: str) -> dict[str, str]:
    information = get_language_info(code)
    with override(code):
        return {
            "name": str(information["name_local"]),
            "direction": "rtl" if information["bidi"] else "ltr",
            "title": _("Check a certificate"),
            "lead": _("This page tells whether a certificate was issued here, was not changed, and still holds."),
            "label": _("Text of the certificate"),
            "hint": _("What a telephone shows when it scans the square code. It begins with PULANG1."),
            "button": _("Check it"),
            "valid": _("The certificate is valid."),
            "expired": _("The certificate was valid and has expired."),
            "revoked": _("The certificate was revoked."),
            "none": _("This is no certificate, or a part of it is missing. Scan it again, or type it once more."),
            "key": _("Another installation signed this certificate. Only the one that issued it can check it here."),
            "changed": _("The signature does not fit: the certificate was changed or mistyped."),
            "serial": _("Certificate"),
            "course": _("Course"),
            "version": _("Version"),
            "issued": _("Issued"),
            "until": _("Valid until"),
            "issuer": _("It names nobody. Whoever issued it knows whose it is: ask there with its number."),
            "offline": _("Nothing leaves this page. Its list of revoked certificates is of {day}.").format(
                day=date_format(clock.today())
            ),
        }
