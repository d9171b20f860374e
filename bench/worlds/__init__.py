"""Worlds of a chosen size, written in bulk, in which everything is as the actions would have made it.

    python -m bench.worlds --plane forum --size 100000

``tests/bench/test_worlds.py`` holds samples of what is made here beside what the actions make. Times are relative to
the day on which a world is made; the same seed gives the same texts, states and times on the same day.
"""
