"""The command line: what is typed, which function it calls, and the one place where errors end."""
