"""docs/rules.md says what the specs say."""

from tests.spec.render import PAGE, page


def test_rules_page_is_current() -> None:
    assert PAGE.read_text(encoding="utf-8") == page(), "run: python -m tests.spec.render"
