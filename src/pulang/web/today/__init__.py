"""Today: what needs me now, what is due this week, what I wait for."""
