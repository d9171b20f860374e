"""Reading an activity and its translations: its shape first, then what only the whole can say."""

from collections.abc import Callable, Mapping
from typing import Any

from django.utils.translation import gettext as _
from yaml.nodes import Node, ScalarNode, SequenceNode

from pulang.common.learning.rules import scenarios
from pulang.common.learning.rules.course import Activity, ActivityWording
from pulang.common.learning.rules.packs.problems import Report
from pulang.common.learning.rules.packs.shapes import LONGEST_TEXT, SHAPES, read, texts
from pulang.common.learning.rules.packs.texts import check_safe, read_made_from
from pulang.common.learning.rules.vocabulary import Asked, Kind, Purpose, Status
from pulang.foundation.yamlfile import Findings, Item, line_of, tree

Content = Mapping[str, Any]


def read_activity(key: str, data: bytes, path: str, report: Report) -> Activity | None:
    """An activity; ``None`` where the file says too little to go on."""
    findings = report.of(path)
    root = tree(data, findings)
    if root is None:
        findings.add(1, key, _("The file is empty.")) if not findings.problems else None
        return None
    item = Item(root, key, findings)
    kind = item.choice("kind", tuple(Kind))
    if not kind:
        return None
    before = len(findings.problems)
    content = read(item, SHAPES[kind])
    if len(findings.problems) > before:
        return None
    _WHOLE.get(kind, _nothing)(item, content)
    return Activity(key, kind, content)


def read_translation(activity: Activity, language: str, data: bytes, path: str, report: Report) -> ActivityWording:
    """The texts of an activity in another language, each under a name that the activity has."""
    findings = report.of(path)
    root = tree(data, findings)
    if root is None:
        findings.add(1, activity.key, _("The file is empty.")) if not findings.problems else None
        return ActivityWording(language, "", {})
    item = Item(root, activity.key, findings)
    item.only("status", "texts", "made-from")
    known = dict(texts(activity.content, SHAPES[activity.kind]))
    found = {}
    for name, node in item.mapping("texts").items():
        if name not in known:
            item.wrong(node, _("The activity has no text “%s”. Look at its keys.") % name)
        else:
            found[name] = _spoken(item, name, node, findings)
    return ActivityWording(language, item.choice("status", tuple(Status)), found, read_made_from(item))


def _spoken(item: Item, name: str, node: Node, findings: Findings) -> str:
    if isinstance(node, SequenceNode):
        words = [str(word.value).strip() for word in node.value if isinstance(word, ScalarNode)]
        return "\n".join(words)
    text = str(node.value).strip() if isinstance(node, ScalarNode) else ""
    if not text or len(text) > LONGEST_TEXT:
        item.wrong(node, _("“%s” must be a text.") % name)
    check_safe(text, findings, line_of(node), name)
    return text


def _nothing(item: Item, content: Content) -> None:
    """Its shape says it all."""


def _quiz(item: Item, content: Content) -> None:
    if bool(content.get("questions")) == bool(content.get("same-as")):
        item.wrong(item.node, _("A quiz has “questions”, or names with “same-as” the quiz that has them."))
    if content.get("same-as") and content["purpose"] != Purpose.POST_TEST:
        item.wrong(item.fields["same-as"], _("Only a post-test asks the same questions as another quiz."))
    for question, node in zip(content.get("questions", ()), item.sequence("questions", required=False), strict=True):
        if fault := _fault(question):
            item.findings.add(line_of(node), f"{item.key} {question['key']}", fault)


def _fault(question: Content) -> str:
    kind = question["kind"]
    wanted = {Asked.MATCH: "pairs", Asked.SHORT_TEXT: "accepted"}.get(kind, "options")
    given = {name for name in ("options", "pairs", "accepted") if question.get(name)}
    if given != {wanted}:
        return _("A question of the kind “%(kind)s” has “%(wanted)s”, and nothing else to answer with.") % {
            "kind": kind, "wanted": wanted,
        }  # fmt: skip
    right = sum(1 for option in question.get("options", ()) if option.get("right"))
    if kind == Asked.SINGLE and right != 1:
        return _("Exactly one option is right: “right: true”. This question has %d.") % right
    if kind == Asked.MULTIPLE and not right:
        return _("At least one option is right: “right: true”.")
    if kind == Asked.ORDER and right:
        return _("Options of an order stand in the right order; none is “right”.")
    return ""


def _scenario(item: Item, content: Content) -> None:
    if not _scenes_fit(item, content):
        return
    walked = scenarios.walk(content)
    for key in walked.unreached:
        item.wrong(item.fields["scenes"], _("No way leads to the scene “%s”.") % key)
    for place in walked.stuck[:3]:
        told = {"scene": place.scene, "state": ", ".join(f"{name} {value}" for name, value in place.counters)}
        item.wrong(item.fields["scenes"], _("In the scene “%(scene)s” no choice is open when %(state)s.") % told)
    if walked.endless:
        item.wrong(item.fields["scenes"], _("There are too many ways through it. Use fewer counters."))
    elif not walked.ends:
        item.wrong(item.fields["scenes"], _("No way comes to an end."))


def _scenes_fit(item: Item, content: Content) -> bool:
    """Whether every scene named is there, an end has its debrief and no choices, and every counter is declared."""
    before = len(item.findings.problems)
    known, counters = {scene["key"] for scene in content["scenes"]}, set(content.get("state", {}))
    if content["start"] not in known:
        item.wrong(item.fields["start"], _("There is no scene “%s”.") % content["start"])
    for scene, node in zip(content["scenes"], item.sequence("scenes"), strict=True):
        for fault in _scene_faults(scene, known, counters):
            item.findings.add(line_of(node), f"{item.key} {scene['key']}", fault)
    return len(item.findings.problems) == before


def _scene_faults(scene: Content, known: set[str], counters: set[str]) -> list[str]:
    choices = scene.get("choices", ())
    faults = []
    if bool(scene.get("ends")) == bool(choices):
        faults.append(_("A scene has “choices”, or “ends: true”."))
    if scene.get("ends") and not scene.get("debrief"):
        faults.append(_("An end has a “debrief”: what the group talks about then."))
    for choice in choices:
        if choice["leads"] not in known:
            faults.append(_("There is no scene “%s”.") % choice["leads"])
        undeclared = sorted({*choice.get("changes", {}), *choice.get("only-if", {})} - counters)
        faults += [_("“%s” is not among the counters of “state”.") % counter for counter in undeclared]
    return faults


_WHOLE: dict[str, Callable[[Item, Content], None]] = {Kind.QUIZ: _quiz, Kind.SCENARIO: _scenario}
