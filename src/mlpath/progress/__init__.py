"""Roadmap and journal together: counts, entries, and the results that commands return. Pure."""
