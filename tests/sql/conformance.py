"""Puts every question of a set to Assay and to DuckDB and compares the answers: conformance.py PROGRAM DATA REPORT.

DATA holds one folder for each set with its tables as Parquet files and, but for the first spelling of TPC-H, which is
in this repository, its questions in `queries/*.sql` (tests/bench/make_data.py makes them). Numbers are equal when they differ by less than
one part in a million; rows are compared in any order. Where rows differ and the question ends in LIMIT, the rows
that a tie may exchange are not told apart: such a question is `ties` when the numbers of rows agree.
Ends with 1 when a question fails or its answer differs."""

import csv
import io
import os
import re
import subprocess
import sys
import time

import duckdb

# Each set: its name, the folder of its tables in DATA, and its texts when they are in this repository. TPC-H is asked in
# both of its spellings: dates moved by intervals, as its specification writes them, and both ends of a span written out.
SETS = [
    ("tpch", "tpch", os.path.join(os.path.dirname(__file__), "tpch")),
    ("tpch, dates written out", "tpch", None),
    ("tpcds", "tpcds", None),
    ("clickbench", "clickbench", None),
]
TOLERANCE = 1e-6
SECONDS = 120


def ours(program, tables, question):
    asked = [program, "query", "--source-dir", tables, "--format", "csv", "--timeout", f"{SECONDS}s", "-"]
    done = subprocess.run(asked, input=question, capture_output=True, text=True)
    if done.returncode != 0:
        raise RuntimeError(" ".join(done.stderr.split())[:160])
    return [tuple(row) for row in csv.reader(io.StringIO(done.stdout))][1:]


def theirs(connection, question):
    rows = connection.execute(question).fetchall()
    return [tuple("" if value is None else written(value) for value in row) for row in rows]


def written(value):
    if isinstance(value, bool):
        return str(value).lower()
    return f"{value!r}" if isinstance(value, float) else str(value)


def plain(text):
    """A value in the one form in which both are compared."""
    try:
        return float(text)
    except ValueError:
        return re.sub(r"[T ]00:00:00(\.0+)?$", "", text.replace("T", " ") if re.match(r"\d{4}-\d\d-\d\dT", text) else text)


def near(one, other):
    if isinstance(one, float) and isinstance(other, float):
        both_odd = one != one and other != other
        return both_odd or one == other or abs(one - other) <= TOLERANCE * max(abs(one), abs(other), 1e-3)
    return one == other


def place(row):
    """Where a row is sorted to: numbers coarsely, so that their last digits do not move it."""
    return [(0, float(f"{cell:.5g}"), "") if isinstance(cell, float) else (1, 0.0, cell) for cell in row]


def compared(question, mine, other):
    mine = sorted((tuple(map(plain, row)) for row in mine), key=place)
    other = sorted((tuple(map(plain, row)) for row in other), key=place)
    same = len(mine) == len(other) and all(
        len(one) == len(two) and all(map(near, one, two)) for one, two in zip(mine, other)
    )
    if same:
        return "equal", ""
    if len(mine) == len(other) and re.search(r"\blimit\s+\d+(\s+offset\s+\d+)?\s*;?\s*$", question, re.I):
        return "ties", "LIMIT cuts rows that its order does not tell apart"
    told = next((f"{one} for {two}" for one, two in zip(mine, other) if not all(map(near, one, two))), "")
    return "different", f"{len(mine)} rows for {len(other)}; {told}"[:160]


def check(program, tables, folder):
    connection = duckdb.connect()
    for name in sorted(os.listdir(tables)):
        stem, ending = os.path.splitext(name)
        if ending == ".parquet":
            path = os.path.join(tables, name).replace("'", "''")
            connection.execute(f"create view \"{stem}\" as from read_parquet('{path}')")
    for name in sorted(os.listdir(folder)):
        if not re.fullmatch(r"[^.]+\.sql", name):
            continue
        with open(os.path.join(folder, name), encoding="utf-8") as file:
            question = file.read()
        try:
            outcome = compared(question, ours(program, tables, question), theirs(connection, question))
        except Exception as error:  # Whatever it is, the next question is asked.
            outcome = ("failed", str(error))
        yield name.removesuffix(".sql"), *outcome


def main(program, data, report):
    lines, is_fine = [], True
    for each, where, texts in SETS:
        tables = os.path.join(data, where)
        folder = texts or os.path.join(tables, "queries")
        if not os.path.isdir(tables) or not os.path.isdir(folder):
            print(f"skipped: {each} (1 of {len(SETS)} sets): no tables or questions in {tables}")
            lines.append((each, None, []))
            continue
        start, found = time.monotonic(), []
        for name, outcome, why in check(program, tables, folder):
            found.append((name, outcome, why))
            if outcome != "equal":
                print(f"  {each} {name}: {outcome} {why}", flush=True)
        counts = {kind: sum(one == kind for _, one, _ in found) for kind in ("equal", "ties", "different", "failed")}
        print(f"{each}: {counts} in {time.monotonic() - start:.0f} s", flush=True)
        is_fine = is_fine and counts["different"] == counts["failed"] == 0
        lines.append((each, counts, found))
    with open(report, "w", encoding="utf-8") as file:
        file.write(page(lines))
    return 0 if is_fine else 1


def page(lines):
    told = [
        "# Answers beside DuckDB\n",
        f"`make conformance` writes this page: every question of each set put to Assay and to DuckDB {duckdb.__version__} over the same",
        "Parquet files. Numbers count as equal when they differ by less than one part in a million, rows in any order. *Ties*:",
        "as many rows, but `LIMIT` cuts where its order leaves rows alike, so both answers are right.\n",
        "| set | questions | equal | ties | different | failed |",
        "|---|---|---|---|---|---|",
    ]
    for name, counts, found in lines:
        shown = [counts[kind] for kind in ("equal", "ties", "different", "failed")] if counts else ["not run"] * 4
        told.append(f"| {name} | {len(found)} | " + " | ".join(map(str, shown)) + " |")
    others = [(name, *one) for name, _, found in lines for one in found if one[1] != "equal"]
    if others:
        told += ["", "| question | | |", "|---|---|---|"]
        told += [f"| {name} {which} | {outcome} | {why.replace('|', '¦')} |" for name, which, outcome, why in others]
    return "\n".join(told) + "\n"


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:4]))
