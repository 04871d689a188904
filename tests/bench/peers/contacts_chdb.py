# The main case in ClickHouse's SQL by chdb, one thread: python contacts_chdb.py INPUT > out
# Nulls are written as nulls. Its trim takes blanks only, its lowerUTF8 has no rules of languages.
import sys

import chdb

wanted = """address annualrevenue city company country createdate email firstname hs_language hs_lead_status jobtitle
lastname lifecyclestage mobilephone numemployees phone salutation state website zip""".split()
properties = ", ".join(f"{name} Nullable(String)" for name in wanted)


def some(name):
    return f"nullIf(p.{name}, '')"


query = f"""
SELECT nullIf(trim(p.firstname), '') AS firstName,
       coalesce(nullIf(trim(p.lastname), ''), '(unknown)') AS lastName,
       nullIf(lowerUTF8(trim(p.email)), '') AS email,
       {some('phone')} AS phone, {some('mobilephone')} AS mobile, {some('jobtitle')} AS title,
       {some('company')} AS company, {some('website')} AS url,
       CAST(tuple({some('address')}, {some('city')}, {some('state')}, {some('zip')}, {some('country')}),
            'Tuple(street Nullable(String), city Nullable(String), state Nullable(String), zip Nullable(String),
                   country Nullable(String))') AS address,
       multiIf(isNull(p.lifecyclestage) OR p.lifecyclestage = '', NULL, p.lifecyclestage = 'lead', 'LEAD',
               p.lifecyclestage IN ('marketingqualifiedlead', 'salesqualifiedlead'), 'QUALIFIED',
               p.lifecyclestage = 'opportunity', 'OPPORTUNITY', p.lifecyclestage = 'customer', 'CUSTOMER', 'OTHER')
         AS status,
       toDecimal64OrNull(p.annualrevenue, 2) AS revenue,
       {some('numemployees')} AS size, {some('hs_lead_status')} AS leadStatus, {some('salutation')} AS salutation,
       {some('hs_language')} AS language, {some('createdate')} AS created
FROM (SELECT properties AS p FROM file('{sys.argv[1]}', 'JSONEachRow', 'properties Tuple({properties})'))
WHERE p.email != '' AND (isNull(p.lifecyclestage) OR p.lifecyclestage != 'subscriber')
SETTINGS max_threads = 1, input_format_parallel_parsing = 0, output_format_parallel_formatting = 0,
         input_format_skip_unknown_fields = 1, input_format_json_ignore_unknown_keys_in_named_tuple = 1,
         output_format_json_escape_forward_slashes = 0
"""
sys.stdout.buffer.write(chdb.query(query, "JSONEachRow").bytes())
