"""Taking a full copy along, and erasing what belongs to an organisation."""

from pulang.common.exchange.actions.copying import take_copy
from pulang.common.exchange.actions.erasing import ask_erasure, carry_out_erasure, erase_again, withdraw_erasure

__all__ = ["ask_erasure", "carry_out_erasure", "erase_again", "take_copy", "withdraw_erasure"]
