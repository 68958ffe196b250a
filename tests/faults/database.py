#!/usr/bin/env python3
"""The program's database, made, read and written beside it. For tests in other languages:

    database.py make sqlite|postgresql FOLDER    prints its address
    database.py drop ADDRESS

PostgreSQL is where DORFNETZ_TEST_POSTGRESQL says.
"""

import json
import os
import pathlib
import sqlite3
import subprocess
import sys
import uuid


def psql(address: str, script: str) -> str:
    done = subprocess.run(["psql", "--no-psqlrc", "-qAt", "-v", "ON_ERROR_STOP=1", address], input=script, text=True,
                          capture_output=True, check=False)
    if done.returncode != 0:
        sys.exit(done.stderr)
    return done.stdout


class Database:
    def __init__(self, address: str) -> None:
        self.address = address
        self.file = address.removeprefix("sqlite:") if address.startswith("sqlite:") else None

    @classmethod
    def make(cls, engine: str, folder: pathlib.Path) -> "Database":
        if engine == "sqlite":
            return cls(f"sqlite:{folder / 'dorfnetz.db'}")
        base = os.environ["DORFNETZ_TEST_POSTGRESQL"]
        name = f"kills_{uuid.uuid4().hex[:10]}"
        psql(base, f"CREATE DATABASE {name} TEMPLATE template0 LC_COLLATE 'C.UTF-8' LC_CTYPE 'C.UTF-8'")
        scheme, _, rest = base.partition("///")
        _, _, query = rest.partition("?")
        # The library waits for a connection by the program's clock, which these tests make fast.
        return cls(f"{scheme}///{name}?{query}&connect_timeout=1000000")

    def drop(self) -> None:
        if not self.file:
            name = self.address.partition("///")[2].partition("?")[0]
            psql(os.environ["DORFNETZ_TEST_POSTGRESQL"], f"DROP DATABASE {name} WITH (FORCE)")

    def run(self, script: str) -> list[list[str]]:
        if not self.file:
            return [line.split("|") for line in psql(self.address, script).splitlines()]
        with sqlite3.connect(self.file, timeout=20) as connection:
            if script.lstrip().upper().startswith("SELECT"):
                return [[str(value) for value in row] for row in connection.execute(script)]
            connection.executescript(script)
            return []

    def rows(self, queries: dict[str, str]) -> dict[str, list[dict]]:
        """What the queries find, all at the same moment."""
        if not self.file:
            script = "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY;\n" + "".join(
                f"SELECT COALESCE(json_agg(row_to_json(found)), '[]')::jsonb FROM ({query}) AS found;\n"
                for query in queries.values()) + "COMMIT;\n"
            return dict(zip(queries, map(json.loads, psql(self.address, script).splitlines()), strict=True))
        connection = sqlite3.connect(f"file:{self.file}?mode=ro", uri=True, timeout=20, isolation_level=None)
        try:
            connection.row_factory = sqlite3.Row
            connection.execute("BEGIN")
            return {name: [dict(row) for row in connection.execute(query)] for name, query in queries.items()}
        finally:
            connection.close()


def main() -> None:
    match sys.argv[1:]:
        case ["make", engine, folder]:
            print(Database.make(engine, pathlib.Path(folder)).address)
        case ["drop", address]:
            Database(address).drop()
        case _:
            sys.exit(__doc__)


if __name__ == "__main__":
    main()
