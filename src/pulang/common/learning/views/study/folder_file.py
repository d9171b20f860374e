"""The folder for a stick: one page that opens from a disk, with what a delivery teaches, and a note how to use it.

Its parts stand in ``data/study``: it is no page of ours, so it may have a script.
"""

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from string import Template
from typing import Any

from django.http import Http404
from django.template.loader import render_to_string
from django.utils.html import escape
from django.utils.translation import get_language_info, override
from django.utils.translation import gettext as _

from pulang.common.learning.forms.results import names_of
from pulang.common.learning.forms.study import PracticeForm
from pulang.common.learning.models import Delivery, StudyFolder
from pulang.common.learning.queries import study as queries
from pulang.common.learning.queries.taught import book_of, number_of, taught
from pulang.common.learning.rules import course as values
from pulang.common.learning.rules.answering.scoring import right_answer
from pulang.common.learning.rules.answering.tests import Test
from pulang.common.learning.rules.packs.archives import pack
from pulang.common.learning.rules.results_files import KIND, What
from pulang.common.learning.rules.speaking import say_activity, title_of
from pulang.common.learning.rules.studying import LONGEST_REASON, Work
from pulang.common.learning.rules.vocabulary import ADVICE_WORDS, KIND_WORDS, Asked, Kind
from pulang.common.learning.views.results.presentation import PURPOSE_WORDS, in_words
from pulang.common.learning.views.study.presentation import activities, parts
from pulang.common.marking.queries import Carried, let_out, marked
from pulang.foundation.policy.exits import FILE
from pulang.foundation.policy.viewer import Viewer

Page = dict[str, Any]
PARTS = Path(__file__).resolve().parents[2] / "data" / "study"


def label_of(viewer: Viewer, row: Delivery) -> str:
    """The label of what a folder holds, the course and who studies it, through the gate; or ``Http404``."""
    book = book_of(row)
    carried = Carried(row, (marked(row), marked(book.row)))
    passed = let_out(viewer, FILE, [carried])
    if not passed.things:
        raise Http404
    return passed.label.value


def folder_file(folder: StudyFolder, secret: str, label: str) -> bytes:
    """The zip; ``secret`` is the key of the one person for whom it is, empty for a class."""
    with override(folder.language):
        page = _page(folder, secret, label)
        return pack({"Start.html": page.encode(), "Read-me.txt": _note().encode("utf-8-sig")})


def _page(folder: StudyFolder, secret: str, label: str) -> str:
    row, language = folder.delivery, folder.language
    course = taught(row)
    sessions = [_session(work, course.source, language) for work in queries.works(row).values()]
    known = {
        "kind": KIND,
        "folder": str(folder.pk),
        "key": 0 if folder.is_for_class else 1,
        "secret": secret,
        "longest": LONGEST_REASON,
        "sessions": [
            {"address": each["address"], "items": [item["data"] for item in each["items"]]} for each in sessions
        ],
        "words": _words(),
    }
    title = title_of(course.wordings, language)
    context = {
        "title": title,
        "number": number_of(row),
        "row": row,
        "label": label,
        "person": queries.person_of(folder),
        "sessions": sessions,
    }
    return Template(_part("page.html")).substitute(
        language=language,
        direction="rtl" if get_language_info(language)["bidi"] else "ltr",
        title=escape(title.heading),
        style=_part("study.css"),
        body=render_to_string("learning/study/folder.html", context),
        known=json.dumps(known, ensure_ascii=False).replace("<", "\\u003c"),
        script=_part("study.js"),
    )


def _part(name: str) -> str:
    return (PARTS / name).read_text(encoding="utf-8")


def _session(work: Work, source: str, language: str) -> Page:
    return {
        "address": work.address,
        "title": title_of(work.session.wordings, language),
        "minutes": work.session.minutes,
        "parts": parts(work.session, language),
        "items": [_item(work, activity, source, language) for activity in activities(work.session)],
    }


def _item(work: Work, activity: values.Activity, source: str, language: str) -> Page:
    """An activity as HTML, and in ``data`` what the script must know of it."""
    said = say_activity(activity, language, source)
    kind = str(activity.kind)
    page = {"key": activity.key, "kind": kind, "kind_words": KIND_WORDS[kind], "said": said, "data": {"what": ""}}
    quiz = next((each for each in work.quizzes if each.quiz.key == activity.key), None)
    if quiz is not None:
        return {**page, **_quiz(work, quiz, source, language)}
    if kind == Kind.SCENARIO:
        return {**page, **_scenario(work, activity, said)}
    return {**page, "points": said.get("items", ())}


def _quiz(work: Work, quiz: Test, source: str, language: str) -> Page:
    said = say_activity(quiz.asks, language, source)
    prefix = f"{work.module}.{work.session.key}.{quiz.quiz.key}"
    form = PracticeForm(prefix=prefix, test=quiz, said=said)
    is_test = quiz in work.tests
    texts = {question["key"]: question for question in said["questions"]}
    shown, data = [], []
    for question in quiz.questions:
        names = names_of(question)
        about: Page = {"key": question.key, "kind": question.kind, "names": [form.add_prefix(name) for name in names]}
        if not is_test:
            about["right"] = list(right_answer(question))
            if question.kind is Asked.SHORT_TEXT:
                about["right"] = [*question.content["accepted"], *quiz.accepted.get(question.key, ())]
        data.append(about)
        wanted = in_words(question.kind, texts[question.key], right_answer(question))
        fields = [form[name] for name in names]
        shown.append({"key": question.key, "fields": fields, "said": texts[question.key], "wanted": wanted})
    what = What.TEST if is_test else What.QUESTION
    return {
        "kind": "test" if is_test else "quiz",
        "kind_words": PURPOSE_WORDS[quiz.purpose] if is_test else KIND_WORDS[Kind.QUIZ],
        "questions": shown,
        "data": {"what": what, "activity": quiz.quiz.key, "questions": data},
    }


def _scenario(work: Work, activity: values.Activity, said: Page) -> Page:
    content = activity.content
    scenes: Mapping[str, Page] = {
        scene["key"]: {"ends": bool(scene.get("ends")), "choices": list(_choices(scene))} for scene in content["scenes"]
    }
    data = {"start": content["start"], "state": content.get("state", {}), "scenes": scenes}
    for scene in said["scenes"]:
        scene["asks"] = any(choice.get("reason") for choice in scene.get("choices", ()))
    return {
        "advice": ADVICE_WORDS.get(said.get("advice", ""), ""),
        "name": f"{work.module}.{work.session.key}.{activity.key}",
        "data": {"what": What.STEP, "activity": activity.key, **data},
    }


def _choices(scene: Page) -> Iterator[Page]:
    for choice in scene.get("choices", ()):
        yield {
            "key": choice["key"],
            "leads": choice["leads"],
            "changes": choice.get("changes", {}),
            "bounds": choice.get("only-if", {}),
            "reason": bool(choice.get("reason")),
        }


def _words() -> dict[str, str]:
    """What the script says."""
    return {
        "right": _("right"),
        "wrong": _("not right"),
        "once": _("Choose each of them once, or leave them all open."),
        "one": _("Answer one question at least."),
        "choose": _("Choose one of the answers shown."),
        "why": _("Write in a sentence why."),
        "kept": _("Your answers are kept."),
        "finished": _("finished"),
        "begun": _("begun"),
        "fresh": _("not begun"),
        "open": _("Something in this session is still open. Answer it first."),
        "key": _("Type the key from your slip, for example 3-ABCD-EFGH-JKLM-NPQR."),
        "number": _("Type your service number."),
        "saved": _("The results file is saved. Give it to your trainer."),
        "loaded": _("The saved results are here again."),
        "other": _("This file was not saved by this folder."),
        "nothing": _("This browser keeps nothing. Save the results file before you close the page."),
        "forgotten": _("Nothing is kept on this computer any more."),
    }


def _note() -> str:
    lines = (
        _("Open the file Start.html with a double click. No network is needed, and nothing is sent."),
        _("Answer at your own pace. At the end, save the results file and give it to your trainer."),
        _("On a computer that others use too, save the results file and then let the computer forget what it kept."),
    )
    return "\r\n\r\n".join(lines) + "\r\n"
