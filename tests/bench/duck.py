"""DuckDB that waits for questions: a folder of Parquet files, then one SQL text per line as JSON.

Answers one line of JSON for each: milliseconds until all rows are there as Arrow, and the rows."""

import json
import os
import sys
import time

import duckdb

folder = sys.argv[1]
connection = duckdb.connect()
for name in sorted(os.listdir(folder)):
    stem, ending = os.path.splitext(name)
    if ending == ".parquet":
        path = os.path.join(folder, name).replace("'", "''")
        connection.execute(f"create view \"{stem}\" as from read_parquet('{path}')")
print(json.dumps({"version": duckdb.__version__}), flush=True)
for line in sys.stdin:
    try:
        start = time.perf_counter()
        answer = connection.execute(json.loads(line))
        rows = (answer.to_arrow_table() if hasattr(answer, "to_arrow_table") else answer.arrow()).num_rows
        print(json.dumps({"ms": (time.perf_counter() - start) * 1000, "rows": rows}), flush=True)
    except Exception as error:  # The question is at fault, not the worker.
        print(json.dumps({"error": str(error)[:200]}), flush=True)
