"""Taking documents, and keeping files."""
