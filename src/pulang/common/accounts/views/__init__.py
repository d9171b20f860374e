"""Pages of the directory: organisations, contacts, accounts, roles, deputies and the end of a duty."""
