"""The entry: the `mlpath` script and `python -m mlpath`."""

from __future__ import annotations

import gc
import sys


def main() -> None:
    """Run the command line and exit with its code."""
    gc.disable()  # A command ends before there is anything worth collecting; looking for it takes a tenth of its time.
    try:
        from mlpath.cli import fastlane

        code = fastlane.run(sys.argv[1:])
        if code is None:
            from mlpath.cli.main import app

            app(prog_name="mlpath")
        sys.exit(code)
    except KeyboardInterrupt:  # While modules were still being imported.
        sys.exit(130)


if __name__ == "__main__":
    main()
