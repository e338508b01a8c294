"""Measure how well movies are matched and print docs/matching.md: make bench-matching, or python -m tests.matching"""

import tempfile
from pathlib import Path

from tests.matching.labelled import labelled_sets
from tests.matching.matched import measured
from tests.matching.page import page


def main() -> None:
    with tempfile.TemporaryDirectory(prefix="movies-matching-") as work:
        print(page([measured(Path(work), labelled) for labelled in labelled_sets()]))


if __name__ == "__main__":
    main()
