"""Whether an answer is right. A question is right or it is not; nothing is weighed, and nobody is ranked."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from pulang.common.learning.rules.answering.asking import Question
from pulang.common.learning.rules.vocabulary import Asked
from pulang.kernel.folding import fold

Answer = tuple[str, ...]
Answers = Mapping[str, Answer]
LONGEST_ANSWER = 400
NOTHING: Answer = ()


@dataclass(frozen=True)
class Score:
    """How many of how many questions are right, and which ones."""

    right: int
    of: int
    by_question: Mapping[str, bool]


def score(questions: Sequence[Question], answers: Answers, accepted: Mapping[str, Collection[str]]) -> Score:
    """The score of a quiz. ``accepted`` are the words that count for a short text, in every language that has some."""
    found = {
        question.key: is_right(question, answers.get(question.key, NOTHING), accepted.get(question.key, ()))
        for question in questions
    }
    return Score(sum(found.values()), len(found), found)


def is_right(question: Question, answer: Answer, accepted: Collection[str] = ()) -> bool:
    """Whether this answer to the question is right. No answer is never right."""
    if not any(answer):
        return False
    if question.kind is Asked.SHORT_TEXT:
        return fold(answer[0]) in {fold(word) for word in (*question.content.get("accepted", ()), *accepted)}
    return answer == right_answer(question)


def right_answer(question: Question) -> Answer:
    """The right answer in the form of :func:`cleaned`; of a short text, the first word that is accepted."""
    content = question.content
    if question.kind is Asked.SHORT_TEXT:
        return (str(content["accepted"][0]),)
    if question.kind is Asked.MATCH:
        return question.lefts
    right = [str(option["key"]) for option in content["options"] if question.kind is Asked.ORDER or option.get("right")]
    return tuple(right)


def cleaned(question: Question, given: Sequence[str]) -> Answer | None:
    """What was given as it is kept; ``None`` where the question has no such answer.

    Choices come in the order in which the question has them. A match gives for each left side, in their order, the key
    of what was put beside it (nothing where nothing was); an order gives the keys in the order that was chosen.
    """
    if question.kind is Asked.SHORT_TEXT:
        text = " ".join(given).strip()
        return ((text,) if text else NOTHING) if len(text) <= LONGEST_ANSWER else None
    if question.kind is Asked.MATCH:
        filled = (*given, *("" for _left in question.lefts[len(given) :]))
        fits = len(filled) == len(question.lefts) and set(filled) <= {"", *question.keys}
        return (filled if any(filled) else NOTHING) if fits else None
    chosen = [key for key in given if key]
    if not set(chosen) <= set(question.keys) or len(set(chosen)) != len(chosen):
        return None
    if question.kind is Asked.ORDER:
        return tuple(chosen) if len(chosen) in (0, len(question.keys)) else None
    if question.kind is Asked.SINGLE and len(chosen) > 1:
        return None
    return tuple(key for key in question.keys if key in chosen)
