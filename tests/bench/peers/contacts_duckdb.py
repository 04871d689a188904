# The main case in DuckDB's SQL, one thread: python contacts_duckdb.py INPUT [skip-bad] > out
# Nulls are written as nulls. Its trim takes blanks only.
import sys

import duckdb

wanted = """address annualrevenue city company country createdate email firstname hs_language hs_lead_status jobtitle
lastname lifecyclestage mobilephone numemployees phone salutation state website zip""".split()
properties = ", ".join(f"{name} VARCHAR" for name in wanted)


def some(name):
    return f"nullif(p.{name}, '')"


query = f"""
COPY (
  SELECT nullif(trim(p.firstname), '') AS "firstName",
         coalesce(nullif(trim(p.lastname), ''), '(unknown)') AS "lastName",
         nullif(lower(trim(p.email)), '') AS email,
         {some('phone')} AS phone, {some('mobilephone')} AS mobile, {some('jobtitle')} AS title,
         {some('company')} AS company, {some('website')} AS url,
         {{street: {some('address')}, city: {some('city')}, state: {some('state')}, zip: {some('zip')},
           country: {some('country')}}} AS address,
         CASE p.lifecyclestage WHEN 'lead' THEN 'LEAD' WHEN 'marketingqualifiedlead' THEN 'QUALIFIED'
              WHEN 'salesqualifiedlead' THEN 'QUALIFIED' WHEN 'opportunity' THEN 'OPPORTUNITY'
              WHEN 'customer' THEN 'CUSTOMER' WHEN '' THEN NULL ELSE if(p.lifecyclestage IS NULL, NULL, 'OTHER') END
           AS status,
         try_cast(p.annualrevenue AS DECIMAL(18, 2)) AS revenue,
         {some('numemployees')} AS size, {some('hs_lead_status')} AS "leadStatus", {some('salutation')} AS salutation,
         {some('hs_language')} AS language, {some('createdate')} AS created
  FROM (SELECT properties AS p
        FROM read_json(?, format = 'newline_delimited', columns = {{properties: 'STRUCT({properties})'}},
                       ignore_errors = {len(sys.argv) > 2}))
  WHERE p.email <> '' AND p.lifecyclestage IS DISTINCT FROM 'subscriber'
) TO '/proc/self/fd/1' (FORMAT json, USE_TMP_FILE false)
"""
connection = duckdb.connect(config={"threads": 1})
connection.execute(query, [sys.argv[1]])
