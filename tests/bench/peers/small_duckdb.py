# The bench's two small mappings in DuckDB's SQL, one thread: python small_duckdb.py person|order INPUT > out
import sys

import duckdb

queries = {
    "person": (
        "{id: 'VARCHAR', name: 'VARCHAR', email: 'VARCHAR', city: 'VARCHAR', amount: 'VARCHAR'}",
        """id, nullif(trim(name), '') AS name, nullif(lower(email), '') AS email, nullif(city, '') AS city,
           try_cast(amount AS DECIMAL(18, 2)) AS amount""",
    ),
    "order": (
        """{id: 'VARCHAR', placed: 'VARCHAR', paid: 'VARCHAR', price: 'VARCHAR', quantity: 'VARCHAR', phone: 'VARCHAR',
            first: 'VARCHAR', last: 'VARCHAR'}""",
        """id, strftime(try_strptime(placed, '%m/%d/%Y'), '%Y-%m-%d') AS "placedOn", paid[1:10] AS "paidOn",
           try_cast(price AS DECIMAL(18, 2)) * try_cast(quantity AS INTEGER) AS total,
           '+1' || regexp_replace(phone, '[^0-9]', '', 'g') AS phone, upper(first || ' ' || last) AS label""",
    ),
}
columns, selected = queries[sys.argv[1]]
source = f"read_json(?, format = 'newline_delimited', columns = {columns}, ignore_errors = {len(sys.argv) > 3})"
connection = duckdb.connect(config={"threads": 1})
connection.execute(f"COPY (SELECT {selected} FROM {source}) TO '/proc/self/fd/1' (FORMAT json, USE_TMP_FILE false)", [sys.argv[2]])
