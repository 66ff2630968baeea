"""Makes the data of the comparison with DuckDB: make_data.py FOLDER [tpch] [tpcds] [h2o].

Needs Python with `duckdb` and, for tpch, the program `tpchgen-cli`, for tpcds, the package
`duckdb-extension-tpcds` of the same version (a wheel: nothing is fetched when it runs). Each set is a folder of
Parquet files; TPC-DS brings its 99 questions as `queries/qNN.sql`, and TPC-H, with the package
`duckdb-extension-tpch`, its 22 in a second spelling. About 2 GB in all at scale 1."""

import importlib
import os
import subprocess
import sys

import duckdb

H2O_ROWS = 10_000_000


def tpch(folder):
    subprocess.run(["tpchgen-cli", "parquet", "-s", "1", "-o", folder, "--row-group-bytes", "64MB"], check=True)


    try:
        questions(extended("tpch"), "tpch", folder)
    except ImportError:
        print("tpch: without the package duckdb-extension-tpch its second spelling is left out")


def tpcds(folder):
    connection = extended("tpcds")
    connection.execute("call dsdgen(sf=1)")
    for (table,) in connection.execute("select table_name from duckdb_tables()").fetchall():
        connection.execute(f"copy {table} to '{folder}/{table}.parquet' (format parquet)")
    questions(connection, "tpcds", folder)


def extended(name):
    """A database with an extension that came as a Python package."""
    package = importlib.import_module(f"duckdb_extension_{name}")
    inside = os.path.dirname(package.__file__)
    extension = f"{inside}/extensions/v{duckdb.__version__}/{name}.duckdb_extension"
    connection = duckdb.connect(config={"allow_unsigned_extensions": "true"})
    connection.execute(f"load '{extension}'")
    return connection


def questions(connection, name, folder):
    """Writes the texts that an extension brings."""
    os.makedirs(f"{folder}/queries", exist_ok=True)
    for number, text in connection.execute(f"select query_nr, query from {name}_queries()").fetchall():
        with open(f"{folder}/queries/q{number:02}.sql", "w", encoding="utf-8") as file:
            file.write(text)


def h2o(folder):
    connection = duckdb.connect()
    connection.execute("select setseed(0.108)")
    group = "'id' || lpad((1 + floor(random() * {most}))::int::varchar, {width}, '0')"
    number = "(1 + floor(random() * {most}))::int"
    columns = [
        group.format(most=100, width=3) + " as id1",
        group.format(most=100, width=3) + " as id2",
        group.format(most=H2O_ROWS // 100, width=10) + " as id3",
        number.format(most=100) + " as id4",
        number.format(most=100) + " as id5",
        number.format(most=H2O_ROWS // 100) + " as id6",
        number.format(most=5) + " as v1",
        number.format(most=15) + " as v2",
        "round(random() * 100, 6) as v3",
    ]
    rows = f"select {', '.join(columns)} from range({H2O_ROWS})"
    connection.execute(f"copy ({rows}) to '{folder}/x.parquet' (format parquet, row_group_size 1000000)")
    small = f"select 'id' || lpad(i::varchar, 10, '0') as id3, random() as w from range(1, {H2O_ROWS // 100 + 1}) t(i)"
    connection.execute(f"copy ({small}) to '{folder}/y.parquet' (format parquet)")


def main():
    if len(sys.argv) < 2:
        sys.exit(__doc__)
    sets = {"tpch": tpch, "tpcds": tpcds, "h2o": h2o}
    for name in sys.argv[2:] or sets:
        folder = os.path.join(sys.argv[1], name)
        os.makedirs(folder, exist_ok=True)
        sets[name](folder)
        print(f"{name}: {folder}")


main()
