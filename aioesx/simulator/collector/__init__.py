"""The property collector: what to look at, what it looks like, what has changed."""
