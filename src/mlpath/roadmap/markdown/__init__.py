"""Roadmaps in Markdown: reading any checklist, and writing one."""
