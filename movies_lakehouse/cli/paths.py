"""Which files a path, a pattern or a list of these means; whatever it cannot mean is a ValueError with the remedy."""

import glob
import os
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any


def named_files(given: Any, folder: Path) -> list[Path]:
    """Files in their order; no two of one name, which is half of a delivery's key: they would replace each other."""
    by_name: dict[str, Path] = {}
    for one in given if isinstance(given, list) else [given]:
        for path in matching_files(one, folder):
            first = by_name.setdefault(path.name, path)
            if first != path:
                raise ValueError(f"{first} and {path} share the name {path.name}; rename one of them")
    return list(by_name.values())


def matching_files(given: Any, folder: Path) -> Iterator[Path]:
    path = named_path(given, folder)
    # The folder apart from the pattern: its own name may hold a bracket.
    pattern = os.path.expanduser(with_environment(given))
    found = [path] if path.exists() else [folder / match for match in sorted(glob.glob(pattern, root_dir=folder))]
    if not found:
        raise ValueError(f"there is no file {path}; correct the path, or leave the provider out")
    for file in found:
        if file.is_dir():
            raise ValueError(f"{file} is a folder; name its files, for example {file}/*")
        yield file


def named_path(given: Any, folder: Path) -> Path:
    """As `whole_path`, but a link keeps its own name: a delivery is what it is called."""
    path = path_of(given, folder)
    return path.parent.resolve() / path.name


def whole_path(given: Any, folder: Path) -> Path:
    """The path that is meant, relative to `folder`; `~` and `${NAME}` stand for what they stand for in a shell."""
    return path_of(given, folder).resolve()


def path_of(given: Any, folder: Path) -> Path:
    # Not pathlib's, which fails without a place where the user after ~ is unknown.
    return folder / os.path.expanduser(with_environment(text(given, "a path")))


def text(given: Any, due: str) -> str:
    if not isinstance(given, str) or not given.strip():
        raise ValueError(f"{due} is due, not {given!r}")
    return given


def with_environment(text: str) -> str:
    def value(match: re.Match[str]) -> str:
        if (found := os.environ.get(match[1])) is None:
            raise ValueError(f"the environment has no {match[1]}; set it, or write the path out")
        return found

    return re.sub(r"\$\{(\w+)\}", value, text)
