"""Roadmaps in YAML: reading and writing. Only here is the file's model known."""
