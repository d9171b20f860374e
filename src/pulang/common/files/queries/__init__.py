"""Files, the documents somebody asked for, and downloads: what is read of them."""
