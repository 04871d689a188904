# The main case in Polars, one thread, the streaming engine: POLARS_MAX_THREADS=1 python contacts_polars.py INPUT > out
# Nulls are written as nulls.
import sys

import polars as pl

wanted = """address annualrevenue city company country createdate email firstname hs_language hs_lead_status jobtitle
lastname lifecyclestage mobilephone numemployees phone salutation state website zip""".split()
schema = {"properties": pl.Struct({name: pl.String for name in wanted})}
stages = {
    "lead": "LEAD",
    "marketingqualifiedlead": "QUALIFIED",
    "salesqualifiedlead": "QUALIFIED",
    "opportunity": "OPPORTUNITY",
    "customer": "CUSTOMER",
    "": None,
}


def some(expression):
    return pl.when(expression != "").then(expression)


def copied(name):
    return some(pl.col(name))


def trimmed(name):
    return pl.col(name).str.strip_chars()


stage = pl.col("lifecyclestage")
result = (
    pl.scan_ndjson(sys.argv[1], schema=schema)
    .unnest("properties")
    .filter((pl.col("email") != "") & stage.ne_missing("subscriber"))
    .select(
        firstName=some(trimmed("firstname")),
        lastName=some(trimmed("lastname")).fill_null("(unknown)"),
        email=some(trimmed("email").str.to_lowercase()),
        phone=copied("phone"),
        mobile=copied("mobilephone"),
        title=copied("jobtitle"),
        company=copied("company"),
        url=copied("website"),
        address=pl.struct(
            street=copied("address"),
            city=copied("city"),
            state=copied("state"),
            zip=copied("zip"),
            country=copied("country"),
        ),
        status=pl.when(stage.is_not_null()).then(stage.replace_strict(stages, default="OTHER", return_dtype=pl.String)),
        revenue=pl.col("annualrevenue").cast(pl.Float64, strict=False),
        size=copied("numemployees"),
        leadStatus=copied("hs_lead_status"),
        salutation=copied("salutation"),
        language=copied("hs_language"),
        created=copied("createdate"),
    )
)
result.sink_ndjson("/proc/self/fd/1", engine="streaming")
