"""The limit: bare Django views of the same data, without policy, marking, templates or our middleware."""
