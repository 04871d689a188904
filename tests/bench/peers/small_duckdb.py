# The bench's small mappings in DuckDB's SQL, one thread: python small_duckdb.py person|order|real INPUT > out
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
    "real": (
        """{Email: 'VARCHAR', FirstName: 'VARCHAR', LastName: 'VARCHAR', Title: 'VARCHAR', Company: 'VARCHAR',
            Phone: 'VARCHAR', MobilePhone: 'VARCHAR', MailingStreet: 'VARCHAR', MailingCity: 'VARCHAR',
            MailingState: 'VARCHAR', MailingPostalCode: 'VARCHAR', MailingCountry: 'VARCHAR', Street: 'VARCHAR',
            City: 'VARCHAR', State: 'VARCHAR', PostalCode: 'VARCHAR', Country: 'VARCHAR'}""",
        """nullif(trim(FirstName), '') AS "firstName", coalesce(nullif(trim(LastName), ''), '(unknown)') AS "lastName",
           lower(trim(Email)) AS email, coalesce(nullif(Phone, ''), nullif(MobilePhone, '')) AS phone,
           nullif(Title, '') AS title, nullif(Company, '') AS company,
           {street: coalesce(nullif(MailingStreet, ''), nullif(Street, '')),
            city: coalesce(nullif(MailingCity, ''), nullif(City, '')),
            state: coalesce(nullif(MailingState, ''), nullif(State, '')),
            zip: coalesce(nullif(MailingPostalCode, ''), nullif(PostalCode, '')),
            country: coalesce(nullif(MailingCountry, ''), nullif(Country, ''))} AS address""",
    ),
}
wheres = {"real": "WHERE Email <> ''"}
columns, selected = queries[sys.argv[1]]
source = f"read_json(?, format = 'newline_delimited', columns = {columns}, ignore_errors = {len(sys.argv) > 3})"
connection = duckdb.connect(config={"threads": 1})
connection.execute(f"COPY (SELECT {selected} FROM {source} {wheres.get(sys.argv[1], '')}) TO '/proc/self/fd/1' (FORMAT json, USE_TMP_FILE false)", [sys.argv[2]])
