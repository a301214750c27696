"""Opens one data set in all its forms with pandas and DuckDB and compares what they see.

    python3 open_tables.py CSV_FOLDER FILE.sqlite [PARQUET_FOLDER]

The table `dictionary` of each form tells the tables, their columns and the types. For every table and every reader:
the names of the columns, the type the reader gives each, the number of rows, the number of missing cells of each
column, its sum (of numbers: the correctly rounded sum of the finite ones, and how many are infinite; of texts: how many
different ones and their length) and a checksum of its cells in their order. All must be equal. Prints "ok", or every
difference, and then exits with 1. DuckDB reads SQLite by an extension; where it is not installed, a line says so.
"""

import importlib.util
import math
import sqlite3
import sys
import zlib
from pathlib import Path

import duckdb
import numpy as np
import pandas as pd

KINDS = ("text", "number", "count", "truth")
DICTIONARY = {name: "text" for name in ("table", "column", "type", "unit", "meaning")}

differences = []


def expect(found, wanted, *place):
    if found != wanted:
        differences.append(f"{': '.join(place)}: found {found!r}, expected {wanted!r}")


def quoted(name):
    return '"' + name.replace('"', '""') + '"'


# Readers: each gives a frame and a type per column, as the reader itself names it.


def pandas_csv(folder, table, kinds):
    texts = {name: "str" for name, kind in kinds.items() if kind == "text"}
    frame = pd.read_csv(folder / f"{table}.csv", dtype=texts, keep_default_na=False, na_values=[""])
    return frame, {name: str(kind) for name, kind in frame.dtypes.items()}


def duckdb_csv(folder, table, kinds):
    texts = {name: "VARCHAR" for name, kind in kinds.items() if kind == "text"}
    rows = duckdb.read_csv(str(folder / f"{table}.csv"), header=True, sample_size=-1, dtype=texts)
    return fetched(rows)


def pandas_sqlite(file, table, _kinds):
    with sqlite3.connect(f"{file.absolute().as_uri()}?mode=ro", uri=True) as connection:
        frame = pd.read_sql(f"SELECT * FROM {quoted(table)}", connection)
    return frame, {name: str(kind) for name, kind in frame.dtypes.items()}


def declared_sqlite(file, table):
    with sqlite3.connect(f"{file.absolute().as_uri()}?mode=ro", uri=True) as connection:
        return {row[1]: row[2] for row in connection.execute(f"PRAGMA table_info({quoted(table)})")}


def duckdb_sqlite(file, table, _kinds):
    path, table = str(file).replace("'", "''"), table.replace("'", "''")
    return fetched(duckdb.sql(f"SELECT * FROM sqlite_scan('{path}', '{table}')"))


def pandas_parquet(folder, table, _kinds):
    frame = pd.read_parquet(folder / f"{table}.parquet", engine="pyarrow")
    return frame, {name: str(kind) for name, kind in frame.dtypes.items()}


def duckdb_parquet(folder, table, _kinds):
    return fetched(duckdb.read_parquet(str(folder / f"{table}.parquet")))


def fetched(rows):
    return rows.df(), dict(zip(rows.columns, map(str, rows.types)))


# What a reader must give for a column of each kind: without missing cells, and with some. In CSV nothing but the cells
# tells the type, so that a column without any cell may have every type there.

PANDAS = {
    "text": (("str",), ("str",)),
    "number": (("float64",), ("float64",)),
    "count": (("int64",), ("float64",)),
    "truth": (("bool",), ("object",)),
}
DUCKDB = {"text": "VARCHAR", "number": "DOUBLE", "count": "BIGINT", "truth": "BOOLEAN"}


def wanted_types(reader, kind, rows, missing):
    if missing == rows and reader in ("pandas csv", "pandas sqlite", "duckdb csv"):
        return None
    if missing == rows and reader == "pandas parquet" and kind == "count":
        return ("int64",) if rows == 0 else ("float64",)
    if reader in ("duckdb sqlite", "pandas sqlite") and kind == "truth":
        kind = "count"
    if reader.startswith("duckdb"):
        return (DUCKDB[kind],)
    return PANDAS[kind][missing > 0]


def truth(cell):
    if cell in (0, 1):
        return int(cell)
    raise ValueError(f"{cell!r} is no truth")


def sum_of(kind, cells):
    """The sum of the cells that are there, and a checksum of them in their order."""
    if kind == "text":
        return len(set(cells)), sum(map(len, cells)), zlib.crc32("\0".join(cells).encode())
    if kind == "number":
        # SQLite keeps no sign of zero.
        check = zlib.crc32((np.array(cells, dtype="float64") + 0.0).tobytes())
        infinite = [cells.count(math.inf), cells.count(-math.inf)]
        return math.fsum(filter(math.isfinite, cells)), *infinite, check
    whole = list(map(int if kind == "count" else truth, cells))
    return sum(whole), zlib.crc32(np.array(whole, dtype="int64").tobytes())


def seen(reader, frame, types, table, kinds):
    """Rows, and missing cells and sum per column, of one table as one reader gives it."""
    expect(list(frame.columns), list(kinds), reader, table, "columns")
    found = {"rows": len(frame)}
    for name, kind in kinds.items():
        if name not in frame.columns:
            continue
        # CSV cannot tell empty texts from missing ones.
        there = frame[name].notna() & (frame[name] != "") if kind == "text" else frame[name].notna()
        missing = len(frame) - int(frame[name].notna().sum())
        wanted = wanted_types(reader, kind, len(frame), missing)
        if wanted is not None and types[name] not in wanted:
            expect(types[name], " or ".join(wanted), reader, table, name, "type")
        found[name] = (len(frame) - int(there.sum()), sum_of(kind, frame[name][there].tolist()))
    return found


def load_duckdb_sqlite():
    """Loads the extension from the Python package of it, or as DuckDB itself has installed it."""
    place = importlib.util.find_spec("duckdb_extension_sqlite_scanner")
    folders = list(place.submodule_search_locations or []) if place else []
    files = [file for folder in folders for file in Path(folder).rglob("sqlite_scanner.duckdb_extension")]
    try:
        duckdb.sql("SET autoinstall_known_extensions = false")
        duckdb.load_extension(str(files[0]) if files else "sqlite")
        return True
    except duckdb.Error as error:
        print(f"skipped: DuckDB on SQLite ({str(error).splitlines()[0]})")
        return False


def readers(csv, sqlite, parquet):
    found = [("pandas csv", pandas_csv, csv), ("duckdb csv", duckdb_csv, csv), ("pandas sqlite", pandas_sqlite, sqlite)]
    if load_duckdb_sqlite():
        found.append(("duckdb sqlite", duckdb_sqlite, sqlite))
    if parquet:
        found.append(("duckdb parquet", duckdb_parquet, parquet))
        if importlib.util.find_spec("pyarrow"):
            found.append(("pandas parquet", pandas_parquet, parquet))
        else:
            print("skipped: pandas on Parquet (no pyarrow)")
    return found


def tables_of(csv):
    """Tables with their columns and the kind of each, as the dictionary tells."""
    dictionary, _ = pandas_csv(csv, "dictionary", DICTIONARY)
    tables = {"dictionary": DICTIONARY}
    for row in dictionary.itertuples():
        expect(row.type in KINDS, True, "dictionary", row.table, row.column, "a known type")
        tables.setdefault(row.table, {})[row.column] = row.type
    return tables


def check(csv, sqlite, parquet):
    tables = tables_of(csv)
    files = [(csv, "csv")] + ([(parquet, "parquet")] if parquet else [])
    for folder, ending in files:
        expect(sorted(file.stem for file in folder.glob(f"*.{ending}")), sorted(tables), str(folder), "tables")
    with sqlite3.connect(f"{sqlite.absolute().as_uri()}?mode=ro", uri=True) as connection:
        names = [row[0] for row in connection.execute("SELECT name FROM sqlite_master ORDER BY name")]
    expect(names, sorted(tables), str(sqlite), "tables")
    strict = {"text": "TEXT", "number": "REAL", "count": "INTEGER", "truth": "INTEGER"}
    for table, kinds in tables.items():
        declared = {name: strict[kind] for name, kind in kinds.items()}
        expect(declared_sqlite(sqlite, table), declared, str(sqlite), table, "declared types")
    use = readers(csv, sqlite, parquet)
    for table, kinds in tables.items():
        first = None
        for name, read, place in use:
            try:
                found = seen(name, *read(place, table, kinds), table, kinds)
            except Exception as error:  # whatever a reader throws is a difference
                differences.append(f"{name}: {table}: {type(error).__name__}: {error}")
                continue
            first = first or (name, found)
            for part in found:
                expect(found[part], first[1].get(part), name, table, f"{part} (missing, sum) as in {first[0]}")
    return len(tables), len(use)


def main(arguments):
    if len(arguments) not in (2, 3):
        print(__doc__)
        return 2
    csv, sqlite, *rest = map(Path, arguments)
    tables, count = check(csv, sqlite, rest[0] if rest else None)
    if differences:
        print("\n".join(differences))
        return 1
    print(f"ok: {tables} tables, {count} readers")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
