"""What a shell asks for on its own: the line of a prompt, and what TAB offers."""
