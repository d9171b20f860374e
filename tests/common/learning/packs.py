"""A small course pack that is right, to be spoilt by tests in one place at a time."""

from collections.abc import Mapping

PROVISIONS = ("rome-memorandum/prison-officers", "rome-memorandum/staff-training", "rome-memorandum/family")

COURSE = """\
key: night-duty
version: 1.0.0
licence: CC-BY-4.0
source: en
languages: [en, fr]
tiers: [all-staff, recruits]
modules: [watching, talking]
cuts:
  - key: half-day
    sessions: [talking/first-words]
shifts:
  - key: two-nights
    parts:
      - {key: first, sessions: [watching/rounds]}
      - {key: second, sessions: [talking/first-words]}
    make-up: [second]
"""
TEXT = """\
# Night duty

## What it is about {#summary}

What officers do **at night**.

## For whom {#audience}

Everybody on nights.

## Half a day {#cut-half-day}

For those who know the prison.

## Over two nights {#shifts-two-nights}

One night each.
"""
FRENCH = """\
---
status: machine-assisted
---
# Service de nuit

## Sujet {#summary}

Ce que font les agents la nuit.
"""
MODULE = """\
# {title}

## Objectives {{#objectives}}

- One
- Two
"""
SESSION = """\
key: {key}
minutes: 45
tiers: [all-staff]
provisions: [rome-memorandum/prison-officers]
blocks:
  - {{key: welcome, minutes: 15, shortest: 5, method: plenary}}
  - {{key: work, minutes: 30, method: scenario, activity: {activity}, groups: 4}}
"""
SESSION_TEXT = """\
# {title}

## Objectives {{#objectives}}

- Say what you saw

## Materials {{#materials}}

- Cards

## For participants {{#participants}}

Read this.

## Run-sheet {{#run-sheet}}

### Welcome {{#welcome}}

Ask who slept.

### Work {{#work}}

Hand out the cards.
"""
SCENARIO = """\
kind: scenario
title: A light in cell 12
minutes: 20
advice: do-not-report
roles:
  - {key: officer, title: The officer, card: You are alone on the landing.}
state: {trust: 1}
start: landing
scenes:
  - key: landing
    text: The light is still on.
    minutes: 5
    choices:
      - {key: ask, text: Ask, reason: asked, leads: talk, changes: {trust: 1}}
      - {key: shout, text: Shout, leads: silence, feedback: It woke the landing.}
  - key: talk
    text: He cannot sleep.
    choices:
      - {key: listen, text: Listen, leads: rest, only-if: {trust: {at-least: 2}}}
      - {key: leave, text: Leave, leads: silence}
  - {key: rest, text: He sleeps., ends: true, debrief: What helped him.}
  - {key: silence, text: He turns away., ends: true, debrief: What was lost.}
"""
QUIZ = """\
kind: quiz
title: Talking
purpose: practice
questions:
  - key: who
    kind: single
    text: Who may complain?
    options:
      - {key: all, text: Everybody, right: true}
      - {key: some, text: Some}
    feedback: Everybody may.
  - key: words
    kind: short-text
    text: What helps?
    accepted: [listening]
    feedback: Listening does.
"""
QUIZ_FRENCH = """\
status: reviewed
texts:
  title: Parler
  questions.who.options.all.text: Tout le monde
  questions.words.accepted: [écouter]
"""
GLOSSARY = "key,en,fr\nfacility,prison,établissement\n"

AFTER = "kind: quiz\ntitle: Talking, again\npurpose: post-test\nsame-as: quiz\n"
BOTH = SESSION.format(key="first-words", activity="after").replace("plenary}", "plenary, activity: quiz}")
# What makes the quiz of the pack a test that is taken before the training and again after it.
TESTED = {
    "modules/talking/first-words/session.yaml": BOTH,
    "modules/talking/first-words/quiz.yaml": QUIZ.replace("practice", "pre-test"),
    "modules/talking/first-words/after.yaml": AFTER,
}


def pack(changes: Mapping[str, str | None] | None = None) -> dict[str, bytes]:
    """The files of the pack; ``changes`` puts other texts in their place, and takes away what is None."""
    files: dict[str, str | None] = {
        "course.yaml": COURSE,
        "en.md": TEXT,
        "fr.md": FRENCH,
        "glossary.csv": GLOSSARY,
        "modules/watching/module.yaml": "key: watching\nsessions: [rounds]\n",
        "modules/watching/en.md": MODULE.format(title="Watching"),
        "modules/watching/rounds/session.yaml": SESSION.format(key="rounds", activity="light"),
        "modules/watching/rounds/en.md": SESSION_TEXT.format(title="Rounds"),
        "modules/watching/rounds/light.yaml": SCENARIO,
        "modules/talking/module.yaml": "key: talking\nsessions: [first-words]\n",
        "modules/talking/en.md": MODULE.format(title="Talking"),
        "modules/talking/first-words/session.yaml": SESSION.format(key="first-words", activity="quiz"),
        "modules/talking/first-words/en.md": SESSION_TEXT.format(title="First words"),
        "modules/talking/first-words/quiz.yaml": QUIZ,
        "modules/talking/first-words/quiz.fr.yaml": QUIZ_FRENCH,
        **(changes or {}),
    }
    return {path: text.encode() for path, text in files.items() if text is not None}
