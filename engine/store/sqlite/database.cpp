#include "engine/store/sqlite/database.hpp"

#include <fmt/format.h>
#include <sqlite3.h>

#include <cstring>

#include "stdlib/core/check.hpp"

namespace parley::store {

namespace {

constexpr int busy_wait_ms = 5'000;

// The page cache is full after a few thousand records, so that memory does not grow with the state; the
// system's file cache does the rest.
constexpr const char* settings =
    "PRAGMA journal_mode = WAL;"
    "PRAGMA synchronous = FULL;"
    "PRAGMA cache_size = -2048;"
    "PRAGMA temp_store = FILE;"
    "PRAGMA wal_autocheckpoint = 4000;"
    "PRAGMA journal_size_limit = 16777216;";

core::Error error_of(sqlite3* database, const std::string& path) {
  const int code = sqlite3_errcode(database) & 0xff;
  const std::string words = sqlite3_errmsg(database);
  switch (code) {
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
      return {core::ErrorKind::busy, fmt::format("the state {} is locked by another process", path),
              "wait for it to end, then try again"};
    case SQLITE_FULL:
      return {core::ErrorKind::machine, fmt::format("no space left to write the state {}", path),
              "free space on its disk and run again: nothing was lost"};
    case SQLITE_CORRUPT:
      return {core::ErrorKind::machine, fmt::format("the state {} is damaged: {}", path, words),
              "put a backup in its place; Parley notices and matches anew before it writes"};
    case SQLITE_NOTADB:
      return {core::ErrorKind::input, fmt::format("{} is not a Parley state", path),
              "name another file, or move this one away"};
    default: {
      const int system = sqlite3_system_errno(database);
      return {core::ErrorKind::machine,
              fmt::format("the state {} cannot be used: {}{}{}", path, words, system == 0 ? "" : ": ",
                          system == 0 ? "" : std::strerror(system))};
    }
  }
}

}  // namespace

Query::~Query() {
  if (statement_ == nullptr) return;
  sqlite3_reset(statement_);
  sqlite3_clear_bindings(statement_);
}

core::Result<bool> Query::step() {
  const int code = sqlite3_step(statement_);
  if (code == SQLITE_ROW) return true;
  if (code == SQLITE_DONE) return false;
  return std::unexpected(error_of(database_, *path_));
}

bool Query::is_null(int column) const {
  return sqlite3_column_type(statement_, column) == SQLITE_NULL;
}
std::int64_t Query::integer(int column) const {
  return sqlite3_column_int64(statement_, column);
}
std::string Query::text(int column) const {
  return std::string(view(column));
}

std::string_view Query::view(int column) const {
  const auto* bytes = static_cast<const char*>(sqlite3_column_blob(statement_, column));
  const auto size = static_cast<std::size_t>(sqlite3_column_bytes(statement_, column));
  return bytes == nullptr ? std::string_view() : std::string_view(bytes, size);
}

void Query::bind(int place, std::int64_t number) {
  sqlite3_bind_int64(statement_, place, number);
}

void Query::bind(int place, std::string_view text) {
  sqlite3_bind_text64(statement_, place, text.data() == nullptr ? "" : text.data(), text.size(),
                      SQLITE_TRANSIENT, SQLITE_UTF8);
}

void Query::bind(int place, Blob blob) {
  // An empty blob needs an address, or SQLite binds null.
  sqlite3_bind_blob64(statement_, place, blob.bytes.empty() ? "" : blob.bytes.data(), blob.bytes.size(),
                      SQLITE_TRANSIENT);
}

void Query::bind(int place, std::nullopt_t) {
  sqlite3_bind_null(statement_, place);
}

core::Result<std::unique_ptr<Database>> Database::open(const std::string& path) {
  sqlite3* handle = nullptr;
  const int flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE;
  const int code = sqlite3_open_v2(path.c_str(), &handle, flags, nullptr);
  ENSURE(handle != nullptr, "SQLite has no memory for a connection");
  std::unique_ptr<Database> database(new Database(handle, path));
  if (code != SQLITE_OK) return std::unexpected(error_of(handle, path));
  sqlite3_busy_timeout(handle, busy_wait_ms);
  TRY_VOID(database->script(settings));
  return database;
}

Database::~Database() {
  for (const auto& [sql, statement] : statements_) sqlite3_finalize(statement);
  sqlite3_close_v2(database_);
}

core::Result<void> Database::script(const std::string& sql) {
  if (sqlite3_exec(database_, sql.c_str(), nullptr, nullptr, nullptr) != SQLITE_OK)
    return std::unexpected(error_of(database_, path_));
  return {};
}

core::Result<std::int64_t> Database::number(const char* sql) {
  Query question = query(sql);
  if (!TRY(question.step()))
    return core::fail(core::ErrorKind::machine, "the state " + path_ + " gave no answer");
  return question.integer(0);
}

std::int64_t Database::changes() const {
  return sqlite3_changes64(database_);
}

bool Database::last_was_constraint() const {
  return (sqlite3_errcode(database_) & 0xff) == SQLITE_CONSTRAINT;
}

void Database::roll_back() {
  if (sqlite3_get_autocommit(database_) == 0) sqlite3_exec(database_, "ROLLBACK", nullptr, nullptr, nullptr);
}

void Database::begin_reading() {
  if (sqlite3_get_autocommit(database_) != 0) reading_ = run("BEGIN").has_value();
}

void Database::end_reading() {
  if (std::exchange(reading_, false)) roll_back();
}

sqlite3_stmt* Database::prepared(const char* sql) {
  sqlite3_stmt*& statement = statements_[sql];
  if (statement != nullptr) return statement;
  const int code = sqlite3_prepare_v3(database_, sql, -1, SQLITE_PREPARE_PERSISTENT, &statement, nullptr);
  ENSURE(code == SQLITE_OK, fmt::format("{}: {}", sqlite3_errmsg(database_), sql));
  return statement;
}

}  // namespace parley::store
