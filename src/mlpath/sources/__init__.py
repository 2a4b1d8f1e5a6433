"""Reading roadmap files."""
