"""Reads YAML files that people write."""

from pathlib import Path
from typing import Any

import yaml

from ingest.common.errors import BadContract


class OnceOnly(yaml.SafeLoader):
    """Refuses a key said twice, where plain YAML silently keeps the last."""

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Any, Any]:
        seen = set()
        for key, _ in node.value:
            if not isinstance(key, yaml.ScalarNode):
                problem = "this is no key; text that begins with { or [ needs quotes"
                raise yaml.MarkedYAMLError(problem=problem, problem_mark=key.start_mark)
            if key.value in seen:
                raise yaml.MarkedYAMLError(problem=f"key {key.value!r} is there twice", problem_mark=key.start_mark)
            seen.add(key.value)
        return super().construct_mapping(node, deep)


def read_yaml(path: Path) -> Any:
    """What a YAML file says; BadContract with the line where it is not YAML or says a key twice."""
    try:
        return yaml.load(path.read_text(encoding="utf-8"), OnceOnly)
    except yaml.MarkedYAMLError as error:
        line = f"line {error.problem_mark.line + 1}: " if error.problem_mark else ""
        raise BadContract(f"{path.name}: {line}{error.problem}") from None
    except OSError as error:
        raise BadContract(f"{path}: {error.strerror or error}; check the path") from None
    except (UnicodeDecodeError, yaml.YAMLError) as error:
        raise BadContract(f"{path.name}: cannot be read as YAML text: {' '.join(str(error).split())}") from None
