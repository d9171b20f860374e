"""Running an installation for years: log lines, figures, declared proxies, headers, checks before it is open."""
