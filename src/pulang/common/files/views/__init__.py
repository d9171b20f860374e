"""Pages of files, documents and downloads."""
