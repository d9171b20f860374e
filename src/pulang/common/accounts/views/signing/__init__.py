"""Pages of signing in, enrolling, and one's own account."""
