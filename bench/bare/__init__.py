"""The limit: bare Django views of the same data by the same queries, without policy, marking, templates or our middleware."""
