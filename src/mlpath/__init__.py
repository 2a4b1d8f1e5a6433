"""mlpath: a command-line progress tracker for a learning roadmap."""

__version__ = "0.1.0"
