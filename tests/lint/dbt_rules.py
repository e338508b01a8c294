"""
What holds for everything in the dbt project; dbt-score reads these rules in `make check`, from the manifest alone.

That the columns which are described are all that a table has is tested where tables are built (tests/spec).
"""

from dbt_score import Exposure, Model, RuleViolation, Seed, Source, rule

WORKING = {"staging", "matching"}


def layer(model: Model) -> str:
    """
    The folder of a model, which is its layer.

    models/silver/movies.sql -> silver
    """
    return model.original_file_path.split("/")[1]


def undescribed(node: Model | Seed | Source) -> RuleViolation | None:
    missing = [column.name for column in node.columns if not column.description]
    if not node.description or not node.columns or missing:
        return RuleViolation(f"Describe {node.name} and its columns: {', '.join(missing) or 'all of it'}.")
    return None


@rule
def model_is_described(model: Model) -> RuleViolation | None:
    """A model and each of its columns has a description."""
    return undescribed(model)


@rule
def seed_is_described(seed: Seed) -> RuleViolation | None:
    """A seed and each of its columns has a description."""
    return undescribed(seed)


@rule
def source_is_described(source: Source) -> RuleViolation | None:
    """A bronze table and each of its columns has a description."""
    return undescribed(source)


@rule
def exposure_is_described(exposure: Exposure) -> RuleViolation | None:
    """What reads the published tables has a description, and names the tables."""
    if not exposure.description or not exposure.depends_on["nodes"]:
        return RuleViolation("Say what it is, and in depends_on what it reads.")
    return None


@rule
def published_table_has_a_key(model: Model) -> RuleViolation | None:
    """A table of silver or gold has a key, tested by is_key."""
    if layer(model) not in WORKING and all(test.type != "is_key" for test in model.tests):
        return RuleViolation("Add the data test is_key with the columns that tell a row.")
    return None


@rule
def staging_is_named_so(model: Model) -> RuleViolation | None:
    """A model is called stg_ where it is in staging, and nowhere else."""
    if model.name.startswith("stg_") != (layer(model) == "staging"):
        return RuleViolation("Call a staging model stg_<table>, and no other.")
    return None


@rule
def gold_is_made_of_what_is_published(model: Model) -> RuleViolation | None:
    """A gold model reads silver and gold only, so that every figure in it can be looked up."""
    hidden = [each.name for each in model.parents if not isinstance(each, Model) or layer(each) in WORKING]
    if layer(model) == "gold" and hidden:
        return RuleViolation(f"Read silver or gold instead of {', '.join(hidden)}.")
    return None


@rule
def working_table_is_private(model: Model) -> RuleViolation | None:
    """A working table of a build is for its own group only."""
    if layer(model) in WORKING and (model.access != "private" or not model.group):
        return RuleViolation("Make it private, with a group: dbt_project.yml does so for its folder.")
    return None
