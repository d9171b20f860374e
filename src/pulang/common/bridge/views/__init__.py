"""Pages of the bridge."""
