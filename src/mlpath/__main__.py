"""The entry: the `mlpath` script and `python -m mlpath`."""

from __future__ import annotations


def main() -> None:
    """Run the command line and exit with its code."""
    from mlpath.cli.root import app

    app(prog_name="mlpath")


if __name__ == "__main__":
    main()
