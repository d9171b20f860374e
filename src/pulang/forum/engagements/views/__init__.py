"""Pages of engagement requests, grouped by what people come for."""
