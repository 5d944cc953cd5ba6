"""Answers as tables on a terminal."""

import io

import pytest
from pyoxigraph import QueryResultsFormat, QuerySolutions, parse_query_results
from rich.console import Console

from ecograph.cli import main
from ecograph.cli.table import print_table
from ecograph.engine.rows import rows

TSV = '?ecosystem\t?day\t?level\n"a rather long name"\t"2016"\t"absent"\n"a rather long name"\t"2016"\t"[partial]"\n'


def printed(width: int, text: str = TSV) -> list[str]:
    found = parse_query_results(text, QueryResultsFormat.TSV)
    assert isinstance(found, QuerySolutions)
    columns = [v.value for v in found.variables]
    paper = Console(file=io.StringIO(), width=width)
    print_table(paper, columns, rows(found))
    assert isinstance(paper.file, io.StringIO)
    return [line.rstrip() for line in paper.file.getvalue().splitlines()]


def test_what_fits_is_one_table():
    assert printed(80)[1].split() == ["a", "rather", "long", "name", "2016", "absent"]


def test_what_all_rows_share_is_said_once_where_the_window_is_narrow():
    assert printed(24) == ["ecosystem: a rather long", "name", "day: 2016", "level", "absent", "[partial]"]


def test_equal_rows_stay_a_table():
    same = '?a\t?b\n"a rather long name"\t"x"\n"a rather long name"\t"x"\n'
    assert printed(12, same)[0].split() == ["a", "b"]


def test_quiet_does_not_name_the_file_that_it_writes_and_lasts_for_one_call(tmp_path, capsys):
    data = tmp_path / "data.ttl"
    data.write_text("<http://a.example/> a <http://b.example/> .")
    call = ["infer", str(data), "-o", str(tmp_path / "inferred.nt")]
    for more, said in (([], True), (["--quiet"], False), ([], True)):
        with pytest.raises(SystemExit):
            main([*call, *more])
        assert ("inferred.nt" in capsys.readouterr().err.replace("\n", "")) is said
