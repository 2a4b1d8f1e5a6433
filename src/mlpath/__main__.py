"""The entry: the `mlpath` script and `python -m mlpath`."""

from __future__ import annotations

import sys


def main() -> None:
    """Run the command line and exit with its code."""
    try:
        from mlpath import fastlane

        code = fastlane.run(sys.argv[1:])
        if code is None:
            from mlpath.cli.root import app

            app(prog_name="mlpath")
        sys.exit(code)
    except KeyboardInterrupt:  # While modules were still being imported.
        sys.exit(130)


if __name__ == "__main__":
    main()
