"""Brings Superset to what the files say: its database, roles, users and assets. Each start repeats it."""

import os
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NoReturn

import yaml
from database import own_database

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
    user("admin", [manager.find_role("Admin")])
    user("editor", [manager.find_role(name) for name in EDITOR])
    import_assets(manager.find_user(username="admin"))
    public = manager.find_role(ANONYMOUS)
    reads_dashboards(viewer, True)
    reads_dashboards(public, anonymous)
    show_dashboards([viewer, public] if anonymous else [viewer])
    user("viewer", [viewer])


def user(name: str, roles: list[Any]) -> None:
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


def reads_dashboards(role: Any, may: bool) -> None:
    """What Superset needs to show a dashboard and nothing else; which ones, each dashboard's roles say."""
    from superset import db
    from superset import security_manager as manager

    # The last one takes a chart's rows along as a file.
    wanted = {*manager.PUBLIC_ROLE_PERMISSIONS, ("can_csv", "Superset")} if may else set()
    every = manager._get_all_pvms()
    role.permissions = [each for each in every if (each.permission.name, each.view_menu.name) in wanted]
    db.session.commit()


def import_assets(admin: Any) -> None:
    """As Superset's own import does, but all or nothing, and with a word about what is wrong."""
    from superset.commands.importers.v1.assets import ImportAssetsCommand
    from superset.utils.core import override_user

    texts = {path.relative_to(ASSETS).as_posix(): path.read_text("utf-8") for path in sorted(ASSETS.rglob("*.yaml"))}
    with override_user(admin):
        try:
            command = ImportAssetsCommand(texts)
            command.validate()
            for lack in lacks({name: yaml.safe_load(text) for name, text in texts.items()}):
                stop(lack)
            command.run()
        except Exception as error:
            stop(told(error))


def stop(what: str) -> NoReturn:
    sys.exit(f"dashboards: {what}; check them first: movies dashboards check")


def lacks(assets: dict[str, Any]) -> Iterator[str]:
    """What half a bundle needs and does not have: a dashboard would be shown without such a chart, and no word said."""
    there = {asset.get("uuid") for asset in assets.values()}
    for name, asset in assets.items():
        places = [place.get("meta", {}) for place in asset.get("position", {}).values() if isinstance(place, dict)]
        needed = [asset.get("database_uuid"), asset.get("dataset_uuid"), *(place.get("uuid") for place in places)]
        yield from (f"{name} needs {uuid}, which no file here is" for uuid in needed if uuid and uuid not in there)


def told(error: Exception) -> str:
    """What is wrong with which asset, as far as Superset says it."""
    cause = error.__cause__ or error
    messages = getattr(cause, "normalized_messages", None)
    return str(messages() if messages else repr(cause))


def show_dashboards(roles: list[Any]) -> None:
    from superset import db
    from superset.models.dashboard import Dashboard

    for dashboard in db.session.query(Dashboard):
        dashboard.roles = roles
        print(f"dashboard {dashboard.slug}: {len(dashboard.slices)} charts, for {', '.join(map(str, roles))}")
    db.session.commit()


if __name__ == "__main__":
    main()
