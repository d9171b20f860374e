"""Pure rules of the bridge: what signed files say, and what of it may not be taken."""
