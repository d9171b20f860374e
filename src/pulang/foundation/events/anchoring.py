"""Anchors of the chain: its head signed with a key outside the database, and whether a chain still contains one."""

from datetime import UTC

from django.conf import settings

from pulang.foundation import signing
from pulang.foundation.events.models import ChainHead, Event
from pulang.kernel import anchors, clock


class NotContained(Exception):
    """The chain is not the one of which the anchor speaks; the message is a sentence.

    ``why`` names the reason in one word, for a page that has words of its own: plane, cut, changed or key.
    """

    def __init__(self, why: str, sentence: str) -> None:
        super().__init__(sentence)
        self.why = why


def now() -> anchors.Anchor | None:
    """The head of the chain as it is now, signed; ``None`` while nothing has happened yet."""
    head = ChainHead.objects.filter(pk=1).first()
    if head is None or head.position == 0:
        return None
    moment = clock.now().astimezone(UTC).isoformat(timespec="seconds")
    return anchors.sign(
        signing.private_key(),
        plane=settings.PULANG_PLANE,
        position=head.position,
        digest=bytes(head.digest),
        time=moment,
    )


def fingerprint() -> str:
    """Names the key with which this installation signs."""
    return anchors.key_fingerprint(signing.public_key())


def demand_contained(anchor: anchors.Anchor) -> None:
    """Raise ``NotContained`` unless this plane's chain has this event with this hash, and its own key signed that."""
    if anchor.plane != settings.PULANG_PLANE:
        raise NotContained("plane", f"This is an anchor of the {anchor.plane} plane.")
    event = Event.objects.filter(pk=anchor.position).first()
    if event is None:
        raise NotContained("cut", f"The chain ends before event {anchor.position}, which was there on {anchor.time}.")
    if bytes(event.digest) != anchor.digest:
        raise NotContained("changed", f"Event {anchor.position} is not the one that was there on {anchor.time}.")
    if anchor.fingerprint != fingerprint():
        raise NotContained(
            "key",
            f"The event is there with this hash, but another key signed the anchor: {anchor.fingerprint}. "
            f"This installation signs with {fingerprint()}.",
        )
