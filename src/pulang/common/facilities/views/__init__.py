"""Pages of the register of facilities."""
