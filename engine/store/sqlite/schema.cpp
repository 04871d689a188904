// The tables follow one rule: small rows that are looked up by their key lie in the key's own tree (WITHOUT
// ROWID); rows with long values have a row number, so that the tree of keys stays narrow.
#include "engine/store/sqlite/schema.hpp"

#include <fmt/format.h>

#include <array>

namespace parley::store {

namespace {

constexpr std::int64_t application_id = 0x5041524C;  // "PARL"

// Each element takes the format one number further. Never edited once released.
constexpr std::array migrations = {R"(
CREATE TABLE meta (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE object (no INTEGER PRIMARY KEY, account TEXT NOT NULL, name TEXT NOT NULL, UNIQUE (account, name));
CREATE TABLE field (no INTEGER PRIMARY KEY, object INTEGER NOT NULL, path TEXT NOT NULL, UNIQUE (object, path));
CREATE TABLE pair (no INTEGER PRIMARY KEY, l INTEGER NOT NULL, r INTEGER NOT NULL, UNIQUE (l, r));
CREATE TABLE mapping (no INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE);
CREATE TABLE rule (no INTEGER PRIMARY KEY, mapping INTEGER NOT NULL, name TEXT NOT NULL, UNIQUE (mapping, name));
CREATE TABLE record (no INTEGER PRIMARY KEY, object INTEGER NOT NULL, id TEXT NOT NULL, ver BLOB, hash INTEGER NOT NULL,
  keys BLOB, life INTEGER NOT NULL, UNIQUE (object, id));
CREATE TABLE alias (object INTEGER, id TEXT, record INTEGER NOT NULL, PRIMARY KEY (object, id)) WITHOUT ROWID;
CREATE TABLE link (no INTEGER PRIMARY KEY, pair INTEGER NOT NULL, l INTEGER, r INTEGER, status INTEGER NOT NULL,
  reason TEXT, run INTEGER NOT NULL, UNIQUE (pair, l), UNIQUE (pair, r));
CREATE TABLE base (link INTEGER, mapping INTEGER, l BLOB NOT NULL, r BLOB NOT NULL, PRIMARY KEY (link, mapping));
CREATE TABLE line (link INTEGER, list TEXT, key TEXT, l_id TEXT, r_id TEXT, l BLOB, r BLOB,
  PRIMARY KEY (link, list, key));
CREATE TABLE matchkey (pair INTEGER, rule INTEGER, hash INTEGER, side INTEGER, record INTEGER,
  PRIMARY KEY (pair, rule, hash, side, record)) WITHOUT ROWID;
CREATE TABLE keyrule (pair INTEGER, rule INTEGER, version TEXT NOT NULL, PRIMARY KEY (pair, rule)) WITHOUT ROWID;
CREATE TABLE claim (pair INTEGER, rule INTEGER, hash INTEGER, intent INTEGER NOT NULL,
  PRIMARY KEY (pair, rule, hash)) WITHOUT ROWID;
CREATE INDEX claim_intent ON claim (intent);
CREATE TABLE cursor (object INTEGER, stream TEXT, position TEXT NOT NULL, floor INTEGER NOT NULL,
  certificate TEXT NOT NULL, PRIMARY KEY (object, stream)) WITHOUT ROWID;
CREATE TABLE inbox (mapping INTEGER, record INTEGER, ver BLOB, cause INTEGER NOT NULL, seen_at INTEGER NOT NULL,
  image BLOB NOT NULL, PRIMARY KEY (mapping, record));
CREATE TABLE plan (run INTEGER, seq INTEGER, mapping INTEGER NOT NULL, record INTEGER NOT NULL, l_ver BLOB, r_ver BLOB,
  decision BLOB NOT NULL, PRIMARY KEY (run, seq));
CREATE TABLE journal (no INTEGER PRIMARY KEY, run INTEGER NOT NULL, mapping INTEGER NOT NULL, link INTEGER,
  record INTEGER NOT NULL, op TEXT NOT NULL, delta BLOB NOT NULL, l_image BLOB, r_image BLOB, marker TEXT NOT NULL,
  if_ver BLOB, plan TEXT NOT NULL, job TEXT NOT NULL, sent_at INTEGER, state INTEGER NOT NULL, answer TEXT NOT NULL);
CREATE INDEX journal_run ON journal (run);
CREATE INDEX journal_link ON journal (link) WHERE link IS NOT NULL;
CREATE INDEX journal_record ON journal (record);
CREATE INDEX journal_open ON journal (no) WHERE state = 0;
CREATE TABLE conflict (link INTEGER, mapping INTEGER, rule INTEGER, l BLOB NOT NULL, r BLOB NOT NULL,
  evidence TEXT NOT NULL, state INTEGER NOT NULL, run INTEGER NOT NULL, PRIMARY KEY (link, mapping, rule));
CREATE INDEX conflict_mapping ON conflict (mapping, link, rule);
CREATE TABLE failure (mapping INTEGER, record INTEGER, category TEXT NOT NULL, code TEXT NOT NULL, text TEXT NOT NULL,
  payload BLOB NOT NULL, attempts INTEGER NOT NULL, next_at INTEGER, PRIMARY KEY (mapping, record));
CREATE TABLE member (set_no INTEGER, record INTEGER, PRIMARY KEY (set_no, record)) WITHOUT ROWID;
CREATE TABLE depends (parent INTEGER, child INTEGER, mapping INTEGER,
  PRIMARY KEY (parent, child, mapping)) WITHOUT ROWID;
CREATE TABLE run (no INTEGER PRIMARY KEY, mapping_hash TEXT NOT NULL, actor TEXT NOT NULL, started INTEGER NOT NULL,
  ended INTEGER, counts BLOB NOT NULL, certificate TEXT NOT NULL);
CREATE TABLE lease (part TEXT PRIMARY KEY, epoch INTEGER NOT NULL, owner TEXT NOT NULL, since INTEGER NOT NULL,
  until INTEGER NOT NULL, next_offset INTEGER NOT NULL, commits INTEGER NOT NULL) WITHOUT ROWID;
CREATE TABLE budget (account TEXT PRIMARY KEY, window TEXT NOT NULL, used INTEGER NOT NULL,
  blocked_until INTEGER) WITHOUT ROWID;
INSERT INTO meta VALUES ('identity', lower(hex(randomblob(16)))), ('generation', '0'),
  ('next.records', '1'), ('next.links', '1'), ('next.intents', '1'), ('next.runs', '1');
)",
                                   "ALTER TABLE record ADD COLUMN bytes INTEGER NOT NULL DEFAULT 0;",
                                   // A mapping's keys are its own. Where several had shared a pair's, none
                                   // can be told from another's: each mapping reads all its records again.
                                   R"(
DROP TABLE keyrule;
CREATE TABLE keylane (pair INTEGER, mapping INTEGER, lane INTEGER NOT NULL, PRIMARY KEY (pair, mapping)) WITHOUT ROWID;
INSERT INTO keylane SELECT pair.no, mapping.no, 0 FROM pair JOIN mapping
  WHERE EXISTS (SELECT 1 FROM cursor WHERE object = pair.l AND stream = 'changes:' || mapping.name)
  AND EXISTS (SELECT 1 FROM cursor WHERE object = pair.r AND stream = 'changes:' || mapping.name);
CREATE TABLE shared AS SELECT pair FROM keylane GROUP BY pair HAVING count(*) > 1;
DELETE FROM keylane WHERE pair IN (SELECT pair FROM shared);
DELETE FROM matchkey WHERE EXISTS (SELECT 1 FROM shared);
UPDATE record SET keys = NULL WHERE EXISTS (SELECT 1 FROM shared);
INSERT OR REPLACE INTO meta SELECT 'user.rules:' || mapping.name || side, ''
  FROM mapping JOIN (SELECT ':left' AS side UNION ALL SELECT ':right') WHERE EXISTS (SELECT 1 FROM shared);
DROP TABLE shared;
)",
                                   "ALTER TABLE run ADD COLUMN mapping INTEGER NOT NULL DEFAULT 0;"};

core::Result<std::int64_t> format_of(Database& database) {
  const std::int64_t format = TRY(database.number("PRAGMA user_version"));
  const std::int64_t application = TRY(database.number("PRAGMA application_id"));
  const std::int64_t tables = TRY(database.number("SELECT count(*) FROM sqlite_schema"));
  if (format == 0 && application == 0 && tables == 0) return 0;
  if (application != application_id)
    return core::fail(core::ErrorKind::input,
                      fmt::format("{} is a database, but not a Parley state", database.path()),
                      "name another file, or move this one away");
  if (format > static_cast<std::int64_t>(migrations.size()))
    return core::fail(core::ErrorKind::input,
                      fmt::format("{} has state format {}; this Parley knows up to {}", database.path(),
                                  format, migrations.size()),
                      "use the newer Parley that wrote it");
  return format;
}

core::Result<void> take_forward(Database& database, std::int64_t format) {
  for (std::size_t step = static_cast<std::size_t>(format); step < migrations.size(); ++step)
    TRY_VOID(database.script(migrations[step]));
  return database.script(fmt::format("PRAGMA application_id = {}; PRAGMA user_version = {};", application_id,
                                     migrations.size()));
}

}  // namespace

core::Result<bool> migrate(Database& database) {
  if (TRY(format_of(database)) == static_cast<std::int64_t>(migrations.size())) return false;
  TRY_VOID(database.script("BEGIN IMMEDIATE"));
  const auto format = format_of(database);  // another process may have been faster
  if (format && *format < static_cast<std::int64_t>(migrations.size())) {
    if (auto done = take_forward(database, *format); !done) {
      database.roll_back();
      return std::unexpected(std::move(done).error());
    }
  }
  TRY_VOID(database.script("COMMIT"));
  return TRY(core::Result<std::int64_t>(format)) == 0;
}

}  // namespace parley::store
