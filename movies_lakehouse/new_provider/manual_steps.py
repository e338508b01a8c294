"""What a person adds to files that people write: that the provider names movies, and its figures in gold."""

from dataclasses import dataclass

from movies_lakehouse.new_provider.draft import Draft

SPINE = "dbt/macros/titles/title_sources.sql"
GOLD = "dbt/models/gold/movies_unified.sql"
PROMISE = "dbt/models/gold/_gold.yml"


@dataclass(frozen=True)
class Paste:
    """Lines for a file, and the line above which they belong: the first that reads so, whatever its indent."""

    file: str
    above: str
    text: str

    def line(self) -> str:
        """Where it belongs and what it is, to copy."""
        return f"\n{self.file}, above the first line `{self.above}`:\n\n{self.text.rstrip()}"


def pastes(draft: Draft) -> list[Paste]:
    """Everything to paste, in the order of the journey."""
    name = draft.name
    figures = [column.typed_name for column in draft.figures]
    wanted = [
        Paste(SPINE, "]) }}", f"        '{name}',\n"),
        Paste(
            GOLD,
            "case when critic_agg.movie_id is not null then 1 else 0 end",
            "".join(f"            {name}.{figure},\n" for figure in figures),
        ),
        Paste(
            GOLD,
            "+ case when box_office.movie_id is not null then 1 else 0 end as providers",
            f"            + case when {name}.movie_id is not null then 1 else 0 end\n",
        ),
        Paste(
            GOLD,
            "left join {{ ref('box_office_metrics') }} as box_office on movies.movie_id = box_office.movie_id",
            f"        left join {{{{ ref('{name}') }}}} as {name} on movies.movie_id = {name}.movie_id\n",
        ),
        Paste(GOLD, "cast(providers as integer) as providers,", "".join(f"    {figure},\n" for figure in figures)),
        Paste(PROMISE, "- name: providers", "".join(promise(draft))),
    ]
    return [paste for paste in wanted if paste.text]


def promise(draft: Draft) -> list[str]:
    return [
        f"      - name: {column.typed_name}\n"
        f"        description: {column.kind.question} ({draft.name})\n"
        f"        data_type: {column.kind.data_type}\n"
        for column in draft.figures
    ]
