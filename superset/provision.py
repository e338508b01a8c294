"""Brings Superset to what the files say: its database, roles, users and assets. Each start repeats it."""

import os
import sys
from pathlib import Path
from typing import Any

from bundle import lacks, read_bundle, texts, whole
from database import own_database
from trino.exceptions import TrinoConnectionError

from ingest.common.errors import BadContract

SECRETS = Path("/secrets")
ASSETS = Path("/dashboards")
VIEWER = "Viewer of dashboards"
ANONYMOUS = "Public"
# Superset's own roles: every dataset and chart, and SQL Lab; neither databases nor users.
EDITOR = ("Alpha", "sql_lab")


def main() -> None:
    with own_database("superset"):
        from superset.app import create_app

        with create_app().app_context():
            migrate()
            provision(anonymous=os.environ["DASHBOARDS_ANONYMOUS"] == "true")


def secret(name: str) -> str:
    return (SECRETS / name).read_text().strip()


def migrate() -> None:
    """What `superset db upgrade` and `superset init` do, in one process instead of three."""
    from flask_migrate import upgrade
    from superset.extensions import appbuilder

    upgrade()
    appbuilder.add_permissions(update_perms=True)
    appbuilder.sm.sync_role_definitions()


def provision(anonymous: bool) -> None:
    from superset import security_manager as manager

    viewer = manager.add_role(VIEWER)
    admin = user("admin", [manager.find_role("Admin")])
    editor = user("editor", [manager.find_role(name) for name in EDITOR])
    import_assets(admin)
    give(admin, editor)
    public = manager.find_role(ANONYMOUS)
    reads_dashboards(viewer, True)
    reads_dashboards(public, anonymous)
    looking = [viewer, manager.find_role(EDITOR[0])]
    show_dashboards([*looking, public] if anonymous else looking)
    user("viewer", [viewer])


def user(name: str, roles: list[Any]) -> Any:
    """A user with exactly these roles and the password of the secret."""
    from superset import db
    from superset import security_manager as manager

    password = secret(f"{name}_password")
    known = manager.find_user(username=name) or manager.add_user(
        name, name.capitalize(), "of the lakehouse", f"{name}@example.invalid", roles, password=password
    )
    if not known:
        sys.exit(f"Superset does not take the user {name}")
    known.roles = roles
    manager.reset_password(known.id, password)
    db.session.commit()
    return known


def reads_dashboards(role: Any, may: bool) -> None:
    """What Superset needs to show a dashboard and nothing else; which ones, each dashboard's roles say."""
    from superset import db
    from superset import security_manager as manager

    more = {("can_csv", "Superset")}  # takes a chart's rows along as a file
    # Asks Trino about a table, which no dashboard does, and answers with Trino's own words.
    less = {("can_external_metadata", "Datasource")}
    wanted = (manager.PUBLIC_ROLE_PERMISSIONS | more) - less if may else set()
    every = manager._get_all_pvms()
    role.permissions = [each for each in every if (each.permission.name, each.view_menu.name) in wanted]
    db.session.commit()


def import_assets(admin: Any) -> None:
    """As Superset's own import does, but all or nothing, and with a word about what is wrong."""
    from superset.commands.importers.v1.assets import ImportAssetsCommand
    from superset.utils.core import override_user

    with override_user(admin):
        try:
            assets = read_bundle(ASSETS)
            ImportAssetsCommand(texts(assets)).validate()
            for lack in lacks(assets):
                raise BadContract(lack)
            ImportAssetsCommand(texts(whole(assets, ImportAssetsCommand.schemas))).run()
        except Exception as error:
            sys.exit(told(error))


def told(error: Exception) -> str:
    """What is wrong with which asset, as far as Superset says it, and what to do."""
    cause = error.__cause__ or error
    if isinstance(getattr(cause, "orig", None), TrinoConnectionError):
        return "dashboards: Trino does not answer, which is asked for its tables; see movies --runtime stack doctor"
    messages = getattr(cause, "normalized_messages", None)
    what = cause if isinstance(cause, BadContract) else messages() if messages else repr(cause)
    return f"dashboards: {what}; check them first: movies dashboards check"


def give(admin: Any, editor: Any) -> None:
    """What files say is the editor's, too: nobody but an owner changes anything."""
    from superset import db
    from superset.connectors.sqla.models import SqlaTable
    from superset.models.dashboard import Dashboard
    from superset.models.slice import Slice

    for kind in (SqlaTable, Slice, Dashboard):
        for asset in db.session.query(kind):
            if admin in asset.owners and editor not in asset.owners:
                asset.owners.append(editor)
    db.session.commit()


def show_dashboards(roles: list[Any]) -> None:
    from superset import db
    from superset.models.dashboard import Dashboard

    for dashboard in db.session.query(Dashboard):
        dashboard.roles = roles
        print(f"dashboard {dashboard.slug}: {len(dashboard.slices)} charts, for {', '.join(map(str, roles))}")
    db.session.commit()


if __name__ == "__main__":
    main()
