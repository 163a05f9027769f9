"""A machine leaves while it runs, and what changed meanwhile follows."""
