"""The specs of titles, numbers and ratios, on Trino; `make test` runs them on DuckDB."""

import pytest

from movies_lakehouse.lake.stack import StackLake
from tests.parity.divergences import DIVERGENCES
from tests.parity.letters import compared_differently
from tests.spec.engines import Engine, on_duckdb, on_trino
from tests.spec.test_identifiers import test_identifiers
from tests.spec.test_misdecoded import test_misdecoded
from tests.spec.test_numbers import test_columns, test_numbers
from tests.spec.test_one_letter import (
    test_no_pair_that_is_a_letter_apart_is_missed,
    test_one_letter,
    test_other_years_and_other_numbers_are_other_movies,
)
from tests.spec.test_ratios import test_ratio_is_exact, test_ratio_is_exact_beside_a_half_of_its_last_digit, test_ratios
from tests.spec.test_text_in_json import test_a_key_with_signs_of_json_and_of_patterns, test_text_in_json
from tests.spec.test_title_variants import test_title_variants
from tests.spec.test_title_words import test_title_words
from tests.spec.test_titles import test_titles

__all__ = [
    "test_a_key_with_signs_of_json_and_of_patterns",
    "test_columns",
    "test_identifiers",
    "test_misdecoded",
    "test_no_pair_that_is_a_letter_apart_is_missed",
    "test_numbers",
    "test_one_letter",
    "test_other_years_and_other_numbers_are_other_movies",
    "test_ratio_is_exact",
    "test_ratio_is_exact_beside_a_half_of_its_last_digit",
    "test_ratios",
    "test_text_in_json",
    "test_title_variants",
    "test_title_words",
    "test_titles",
]


@pytest.fixture(scope="module")
def engine(stack_lake: StackLake) -> Engine:
    return on_trino(stack_lake.trino)


def test_every_letter_is_compared_alike_but_for_the_listed_ones(engine: Engine) -> None:
    # One that is listed and does not differ any more is to be taken off the list.
    assert compared_differently(on_duckdb(), engine) == set(DIVERGENCES)
