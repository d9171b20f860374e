"""Benchmarks and the generators of large worlds: ``make bench`` (docs/explanation/performance.md)."""
