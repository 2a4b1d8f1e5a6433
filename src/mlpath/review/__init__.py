"""Cards: the guides' questions, what the answers to them come to, and which are due."""
