"""Drawing a chart as an SVG that stands in the page itself and passes a strict content security policy.

What the engine writes for its own purposes is taken out: English descriptions for screen readers (the chart has a
title and a description in the reader's language, and its figures stand in a table), names of classes, hidden paths,
typefaces (the page's own serve: every place is given, so that no width matters).
"""

import hashlib
import json
import re
from collections import OrderedDict
from threading import Lock
from xml.etree import ElementTree as ET

from django.utils.safestring import SafeString

from pulang.foundation.charts.specs import Spec, drawable

SVG = "http://www.w3.org/2000/svg"
NEEDLESS = frozenset({"class", "role", "pointer-events", "opacity", "version", "font-family", "style"})
NUMBER = re.compile(r"-?\d+\.\d+(?:e-?\d+)?")
MOST_KEPT = 256
_kept: OrderedDict[str, str] = OrderedDict()
_lock = Lock()


def svg(spec: Spec, title: str, description: str, language: str) -> SafeString:
    """The chart with its title and description in the reader's language, from left to right inside in every language.

    The last 256 drawings are kept: one takes 25 to 60 ms, the first of a process a second.
    """
    drawn, title, description = _drawn(spec), drawable(title), drawable(description)
    root = ET.fromstring(drawn)  # noqa: S314 - written by our own engine, a moment ago
    name = f"chart-{hashlib.sha256((drawn + title).encode()).hexdigest()[:10]}"
    root.set("direction", "ltr")
    root.set("overflow", "visible")  # half an outline stands beyond the edge
    root.set("role", "img")
    root.set("aria-labelledby", f"{name}-t {name}-d")
    root.set("lang", language)
    for place, (tag, text) in enumerate((("title", title), ("desc", description))):
        about = ET.Element(f"{{{SVG}}}{tag}", {"id": f"{name}-{tag[0]}"})
        about.text = text
        root.insert(place, about)
    return SafeString(_written(root))


def _drawn(spec: Spec) -> str:
    """The drawing of a specification, as small as it goes; kept by the hash of the specification."""
    key = hashlib.sha256(json.dumps(spec, sort_keys=True, ensure_ascii=False).encode()).hexdigest()
    with _lock:
        if key in _kept:
            _kept.move_to_end(key)
            return _kept[key]
    drawing = _small(_engine(spec))
    with _lock:
        _kept[key] = drawing
        while len(_kept) > MOST_KEPT:
            _kept.popitem(last=False)
    return drawing


def _engine(spec: Spec) -> str:
    """What the engine draws; it fetches nothing. Loaded with the first chart, since it takes 70 MB."""
    import vl_convert

    return vl_convert.vegalite_to_svg(spec, allowed_base_urls=[])


def _small(drawing: str) -> str:
    root = ET.fromstring(drawing)  # noqa: S314 - written by our own engine, a moment ago
    _prune(root)
    return _written(root)


def _prune(node: ET.Element) -> None:
    for name in [name for name in node.attrib if name in NEEDLESS or name.startswith("aria-")]:
        if name != "opacity" or node.attrib[name] == "1":
            del node.attrib[name]
    for name, value in node.attrib.items():
        node.attrib[name] = NUMBER.sub(lambda found: f"{float(found.group()):.1f}".removesuffix(".0"), value)
    for child in list(node):
        _prune(child)
        if _is_nothing(child):
            node.remove(child)


def _is_nothing(node: ET.Element) -> bool:
    if node.get("display") == "none" or (node.tag.endswith("}path") and node.get("d", "").startswith("M0,0h0v0")):
        return True
    return node.tag.endswith("}g") and len(node) == 0


def _written(root: ET.Element) -> str:
    """The drawing as text, without the prefixes that HTML does not know."""
    ET.register_namespace("", SVG)
    return ET.tostring(root, encoding="unicode")
