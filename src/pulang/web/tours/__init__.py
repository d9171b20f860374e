"""Short tours of the demonstration, seven clicks each: by its users, and by somebody who tries to misuse it."""
