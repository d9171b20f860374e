"""Contacts as a whole roll enters them: many at once, inside an action that has decided about them."""

from collections.abc import Callable, Sequence

from pulang.common.accounts.models import Contact
from pulang.foundation.search import index
from pulang.kernel.folding import sort_key

SEARCH_KIND = "contact"
COLUMNS = ("name", "sort_key", "organisation", "service_number", "left_on")
Follower = Callable[[Contact], None]
_followers: list[Follower] = []


def follow_contacts(follower: Follower) -> None:
    """Called at start-up by an app that sorts its own rows by a contact's name; runs when a contact is corrected."""
    _followers.append(follower)


def tell_followers(contact: Contact) -> None:
    """A contact was corrected in the directory."""
    for follower in _followers:
        follower(contact)


def enter_contacts(new: Sequence[Contact]) -> None:
    """Add people to the directory; their event is that of the action that enters them."""
    Contact.objects.bulk_create(map(_sorted, new))
    _findable(new)


def keep_contacts(known: Sequence[Contact]) -> None:
    """Write names, organisations, service numbers and the day of leaving as they are now."""
    Contact.objects.bulk_update(list(map(_sorted, known)), COLUMNS, batch_size=500)
    _findable(known)


def _sorted(contact: Contact) -> Contact:
    contact.sort_key = sort_key(contact.name)
    return contact


def _findable(contacts: Sequence[Contact]) -> None:
    index.put_many(SEARCH_KIND, [index.Findable(row.pk, "en", row.name, row.name, names=True) for row in contacts])
