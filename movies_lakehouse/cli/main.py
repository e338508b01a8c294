"""The `movies` command: reads its arguments, calls, and turns every error into one line and an exit code."""

import atexit
import gc
import os
import sys
import traceback
from typing import NoReturn

import typer

from ingest.common.errors import MoviesError
from ingest.common.openlineage import finish
from movies_lakehouse.cli import verbs_answers, verbs_dashboards, verbs_job, verbs_setup, verbs_upkeep
from movies_lakehouse.cli.endings import prepare
from movies_lakehouse.cli.options import options
from movies_lakehouse.outputs import show

HELP = """
Movie data from several providers: loaded once and kept, cleaned and joined, one trustworthy row a movie.

\b
  movies demo                             the whole job on an example: 31 Pixar movies
  movies run input.yaml                   the whole job on your own files: files in, CSVs out
  movies ingest landing/                  load whatever arrived in a folder
  movies transform                        build, test and publish silver and gold
  movies query "select * from gold.movies_unified limit 5"
  movies status                           what arrived, how old it is, what is in quarantine
  movies lineage gold.movies_unified.roi  from which columns and delivered files a figure comes
  movies report                           one page with charts, report.html, that opens offline
  movies quality --html quality.html      what was rejected, matched, contradicted, what has changed
  movies maintain                         few large files, no old snapshots: for every week or so
  movies --runtime stack doctor           is every service well, and if not, what to do

Exit codes: 0 done; 2 wrong usage; 10 bad, or missing, contract or configuration; 11 some files were quarantined or
every row of a provider was rejected, the rest is done (status --check: or a provider is late); 12 a data test failed,
the published tables are as they were; 13 a service of the stack cannot be reached or refuses us; 130 ended by Ctrl-C;
1 anything else.
"""
app = typer.Typer(
    help=HELP,
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)
# In the order of `movies --help`.
VERBS = (
    verbs_job.run,
    verbs_job.demo,
    verbs_job.ingest,
    verbs_job.transform,
    verbs_job.retire,
    verbs_job.export,
    verbs_answers.query,
    verbs_answers.status,
    verbs_answers.lineage,
    verbs_answers.report,
    verbs_answers.quality,
    verbs_upkeep.maintain,
    verbs_setup.doctor,
    verbs_setup.credentials,
    verbs_setup.check,
    verbs_setup.new_provider,
)
app.callback()(options)
for verb in VERBS:
    app.command()(verb)
app.add_typer(verbs_dashboards.dashboards, name="dashboards")


def main() -> NoReturn:
    """The one place where an error becomes a line on stderr and an exit code."""
    # Millions of small objects pass through here and hardly any are part of a cycle: look for those less often,
    # and not at all at the end, when Python would go through everything that dbt has left.
    gc.set_threshold(100_000, 50, 50)
    atexit.register(gc.freeze)
    try:
        try:
            app()
            sys.exit(0)
        finally:
            finish()
            sys.stdout.flush()
    except Exception as error:
        if "--debug" in sys.argv:
            traceback.print_exc()
        print(f"movies: {show.fault(error)}".translate(show.CONTROL), file=sys.stderr)
        # What could not be written is not tried again at the end.
        sys.stdout = open(os.devnull, "w")  # noqa: SIM115
        sys.exit(error.exit_code if isinstance(error, MoviesError) else 1)


if __name__ == "__main__":
    prepare()
    main()
