"""Where the `movies` command starts: Ctrl-C is one line and exit 130 from here on, while the rest is being imported."""

from typing import NoReturn

from movies_lakehouse.cli.endings import prepare


def main() -> NoReturn:
    """The command as it is installed."""
    prepare()
    from movies_lakehouse.cli.main import main

    main()
