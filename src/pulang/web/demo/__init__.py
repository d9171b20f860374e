"""Demonstration worlds: fictitious countries, people and prisons, made through the real actions."""
