"""How dates are written in each language: short, unambiguous, with the month as a word."""
