"""Prints all assets of the running Superset as JSON: the text of each file by its name."""

import json
import sys
from contextlib import redirect_stdout


def main() -> None:
    # Superset says on stdout what it does.
    with redirect_stdout(sys.stderr):
        assets = exported()
    print(json.dumps(assets))


def exported() -> dict[str, str]:
    from superset.app import create_app

    with create_app().app_context():
        from superset import security_manager as manager
        from superset.commands.export.assets import ExportAssetsCommand
        from superset.utils.core import override_user

        with override_user(manager.find_user(username="admin")):
            return {name: text() for name, text in ExportAssetsCommand().run()}


if __name__ == "__main__":
    main()
