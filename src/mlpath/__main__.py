"""The entry: the `mlpath` script and `python -m mlpath`."""

from __future__ import annotations

import sys


def main() -> None:
    """Run the command line and exit with its code."""
    try:
        from mlpath.cli.root import app

        app(prog_name="mlpath")
    except KeyboardInterrupt:  # While modules were still being imported.
        sys.exit(130)


if __name__ == "__main__":
    main()
