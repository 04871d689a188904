// Database: the few calls of SQLite that the store needs, with its errors as core::Error. Statements are
// prepared once and kept; `sql` is always a literal of ours, values are always bound. One thread.
//   auto query = database.query("SELECT id FROM record WHERE no = ?", no);
//   while (TRY(query.step())) use(query.text(0));
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <unordered_map>
#include <utility>

#include "stdlib/core/clock.hpp"
#include "stdlib/core/id.hpp"
#include "stdlib/core/result.hpp"

struct sqlite3;
struct sqlite3_stmt;

namespace parley::store {

// Bytes, where a text would be bound as text.
struct Blob {
  std::string_view bytes;
};

// One use of a prepared statement; resets it at the end. Not nested with itself.
class Query {
 public:
  Query(sqlite3* database, sqlite3_stmt* statement, const std::string& path)
      : database_(database), statement_(statement), path_(&path) {}
  Query(Query&& other) noexcept
      : database_(other.database_),
        statement_(std::exchange(other.statement_, nullptr)),
        path_(other.path_) {}
  Query(const Query&) = delete;
  Query& operator=(const Query&) = delete;
  Query& operator=(Query&&) = delete;
  ~Query();

  core::Result<bool> step();  // true: a row is there

  bool is_null(int column) const;
  std::int64_t integer(int column) const;
  std::string text(int column) const;       // bytes of a text or blob; "" for null
  std::string_view view(int column) const;  // valid until the next step

  template <class Number>
  Number id(int column) const {
    return Number(static_cast<decltype(Number::value)>(integer(column)));
  }
  template <class Number>
  std::optional<Number> id_or_none(int column) const {
    return is_null(column) ? std::nullopt : std::optional(id<Number>(column));
  }
  std::optional<core::Instant> instant(int column) const {
    return is_null(column) ? std::nullopt : std::optional(core::Instant{integer(column)});
  }
  template <class Word>
  Word word(int column) const {  // an enumeration
    return static_cast<Word>(integer(column));
  }

  void bind(int place, std::int64_t number);
  void bind(int place, std::string_view text);
  void bind(int place, const std::string& text) { bind(place, std::string_view(text)); }
  void bind(int place, Blob blob);
  void bind(int place, std::nullopt_t);
  void bind(int place, core::Instant instant) { bind(place, instant.microseconds); }
  template <class Tag, class Rep>
  void bind(int place, const core::Id<Tag, Rep>& id) {
    if constexpr (std::is_integral_v<Rep>)
      bind(place, static_cast<std::int64_t>(id.value));
    else
      bind(place, std::string_view(id.value));
  }
  template <class Number>
    requires(std::is_integral_v<Number> || std::is_enum_v<Number>)
  void bind(int place, Number number) {
    bind(place, static_cast<std::int64_t>(number));
  }
  template <class Value>
  void bind(int place, const std::optional<Value>& value) {
    if (value)
      bind(place, *value);
    else
      bind(place, std::nullopt);
  }

 private:
  sqlite3* database_;
  sqlite3_stmt* statement_;
  const std::string* path_;
};

class Database {
 public:
  // Opens, or makes, the file. WAL, every commit synced.
  static core::Result<std::unique_ptr<Database>> open(const std::string& path);
  ~Database();
  Database(const Database&) = delete;
  Database& operator=(const Database&) = delete;

  const std::string& path() const { return path_; }

  template <class... Values>
  Query query(const char* sql, const Values&... values) {
    Query query(database_, prepared(sql), path_);
    int place = 0;
    (query.bind(++place, values), ...);
    return query;
  }

  // A statement without rows.
  template <class... Values>
  core::Result<void> run(const char* sql, const Values&... values) {
    Query use = query(sql, values...);
    auto stepped = use.step();
    if (!stepped) return std::unexpected(std::move(stepped).error());
    return {};
  }

  core::Result<void> script(const std::string& sql);   // several statements
  core::Result<std::int64_t> number(const char* sql);  // the one value of a question
  std::int64_t changes() const;                        // rows touched by the last run
  bool last_was_constraint() const;                    // the last failure was a UNIQUE or PRIMARY KEY
  void roll_back();                                    // of the open transaction, if there is one
  // Many look-ups as one look at the file, of one state of it. Does nothing inside a transaction.
  void begin_reading();
  void end_reading();

 private:
  Database(sqlite3* database, std::string path) : database_(database), path_(std::move(path)) {}
  sqlite3_stmt* prepared(const char* sql);

  sqlite3* database_;
  std::string path_;
  bool reading_ = false;
  std::unordered_map<const char*, sqlite3_stmt*>
      statements_;  // by the literal's address; never walked in view
};

}  // namespace parley::store
