"""A roadmap with its progress as a file for others."""
