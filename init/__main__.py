"""Make the secrets of every component: `python -m init`, or `python -m init rotate NAME...` to renew some first."""

import os
import sys
from pathlib import Path

from init.certificates import Certificates
from init.components import files_by_component, owner
from init.master import Master

MASTER = Path("/master")
SECRETS = Path("/secrets")
DATA = Path("/data")


def main(arguments: list[str]) -> int:
    os.umask(0o077)
    master, certificates = Master(MASTER / "secrets.json"), Certificates(MASTER)
    match arguments:
        case []:
            pass
        case ["rotate", *names] if names:
            known = [*master.values, *Certificates.NAMES]
            if unknown := sorted(set(names) - set(known)):
                complain(f"rotate: no secret is named {', '.join(unknown)}; there are: {', '.join(known)}")
                return 2
            master.forget(names)
            certificates.forget(names)
        case _:
            complain("usage: python -m init [rotate NAME...]")
            return 2
    hand_out(master, certificates)
    return 0


def hand_out(master: Master, certificates: Certificates) -> None:
    """Write each component's files into the volume that it alone mounts, and give it its data volume."""
    for component, files in files_by_component(master.values, certificates.ca(), certificates.server()).items():
        folder, user = SECRETS / component, owner(component)
        for name, text in files.items():
            write(folder / name, text, user)
        for leftover in {path.name for path in folder.iterdir()} - files.keys():
            (folder / leftover).unlink()
        os.chown(folder, user, user)
        folder.chmod(0o500)
    for folder in DATA.iterdir():
        os.chown(folder, owner(folder.name), owner(folder.name))


def complain(what: str) -> None:
    print(what, file=sys.stderr)


def write(path: Path, text: str, user: int) -> None:
    if not path.exists() or path.read_text() != text:
        # A file that is complete or not there: a start that was cut off is made good by the next one.
        new = path.with_name(path.name + ".new")
        new.write_text(text)
        new.replace(path)
    path.chmod(0o400)
    os.chown(path, user, user)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
