"""The command; what it does is in steps.py."""

import sys

from steps import run

if __name__ == "__main__":
    sys.exit(0 if run(sys.argv[1:]) else 1)
