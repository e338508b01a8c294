"""What importing alone costs: the same modules as a run of `movies`, and nothing done with them.

python -m tests.bench.imports trace MODULES.txt run CONFIG.yaml    # run, and note what was imported
python -m tests.bench.imports replay MODULES.txt                   # import just that
"""

import contextlib
import importlib
import runpy
import sys
from pathlib import Path


def trace(modules: Path, arguments: list[str]) -> None:
    """Run `movies` with the arguments and write the names of all modules then imported, in their order."""
    sys.argv = ["movies", *arguments]
    try:
        runpy.run_module("movies_lakehouse.cli.main", run_name="__main__")
    finally:
        modules.write_text("\n".join(sys.modules), encoding="utf-8")


def replay(modules: Path) -> None:
    """Import what `trace` noted."""
    for name in modules.read_text(encoding="utf-8").splitlines():
        # Some packages register names that are no modules of their own; these came with their owner.
        with contextlib.suppress(Exception):
            importlib.import_module(name)


if __name__ == "__main__":
    if sys.argv[1] == "trace":
        trace(Path(sys.argv[2]), sys.argv[3:])
    else:
        replay(Path(sys.argv[2]))
