"""Being asked to stop by a signal, at any moment."""

import time

LONGEST_SLEEP = 0.2


class Stop:
    """Whether somebody asked to stop. A signal handler may say so at any moment.

    It takes no lock: a handler that sets a ``threading.Event`` while the same thread is about to wait for it waits for
    itself, for ever.
    """

    def __init__(self) -> None:
        self._asked = False

    def set(self) -> None:
        """Ask."""
        self._asked = True

    def is_set(self) -> bool:
        """Whether it was asked."""
        return self._asked

    def wait(self, seconds: float = float("inf")) -> bool:
        """Rest for so long, or until a fifth of a second after somebody asks; whether it was asked."""
        ends = time.monotonic() + seconds
        while not self._asked and (left := ends - time.monotonic()) > 0:
            time.sleep(min(left, LONGEST_SLEEP))
        return self._asked
