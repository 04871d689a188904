// Names that the state knows by number.
#include "engine/store/sqlite/store.hpp"

namespace parley::store {

namespace {

// The number that `find` gives; where there is none, after `add`.
template <class Number, class... Values>
core::Result<Number> found_or_added(Database& database, const char* find, const char* add,
                                    const Values&... values) {
  {
    Query query = database.query(find, values...);
    if (TRY(query.step())) return query.id<Number>(0);
  }
  TRY_VOID(database.run(add, values...));
  Query query = database.query(find, values...);
  if (!TRY(query.step()))
    return core::fail(core::ErrorKind::machine, "a name that was just added is not there");
  return query.id<Number>(0);
}

}  // namespace

core::Result<ObjectNo> SqliteStore::object(const Lease& lease, const std::string& account,
                                           const std::string& name) {
  return fenced(lease, [&] {
    return found_or_added<ObjectNo>(*database_, "SELECT no FROM object WHERE account = ? AND name = ?",
                                    "INSERT INTO object (account, name) VALUES (?, ?)", account, name);
  });
}

core::Result<PairNo> SqliteStore::pair(const Lease& lease, ObjectNo left, ObjectNo right) {
  return fenced(lease, [&] {
    return found_or_added<PairNo>(*database_, "SELECT no FROM pair WHERE l = ? AND r = ?",
                                  "INSERT INTO pair (l, r) VALUES (?, ?)", left, right);
  });
}

core::Result<MappingNo> SqliteStore::mapping(const Lease& lease, const std::string& name) {
  return fenced(lease, [&] {
    return found_or_added<MappingNo>(*database_, "SELECT no FROM mapping WHERE name = ?",
                                     "INSERT INTO mapping (name) VALUES (?)", name);
  });
}

core::Result<RuleNo> SqliteStore::rule(const Lease& lease, MappingNo mapping, const std::string& name) {
  return fenced(lease, [&] {
    return found_or_added<RuleNo>(*database_, "SELECT no FROM rule WHERE mapping = ? AND name = ?",
                                  "INSERT INTO rule (mapping, name) VALUES (?, ?)", mapping, name);
  });
}

core::Result<FieldNo> SqliteStore::field(const Lease& lease, ObjectNo object, const std::string& path) {
  return fenced(lease, [&] {
    return found_or_added<FieldNo>(*database_, "SELECT no FROM field WHERE object = ? AND path = ?",
                                   "INSERT INTO field (object, path) VALUES (?, ?)", object, path);
  });
}

core::Result<KeyLane> SqliteStore::key_lane(const Lease& lease, PairNo pair, MappingNo mapping) {
  return fenced(lease, [&] {
    return found_or_added<KeyLane>(
        *database_, "SELECT lane FROM keylane WHERE pair = ? AND mapping = ?",
        "INSERT INTO keylane (pair, mapping, lane) SELECT ?1, ?2, coalesce(max(lane) + 1, 0) FROM keylane "
        "WHERE pair = ?1",
        pair, mapping);
  });
}

core::Result<bool> SqliteStore::rename_mapping(const Lease& lease, const std::string& from,
                                               const std::string& to) {
  return fenced(lease, [&]() -> core::Result<bool> {
    TRY_VOID(database_->run("UPDATE mapping SET name = ? WHERE name = ?", to, from));
    return database_->changes() == 1;
  });
}

core::Result<bool> SqliteStore::rename_rule(const Lease& lease, MappingNo mapping, const std::string& from,
                                            const std::string& to) {
  return fenced(lease, [&]() -> core::Result<bool> {
    TRY_VOID(database_->run("UPDATE rule SET name = ? WHERE mapping = ? AND name = ?", to, mapping, from));
    return database_->changes() == 1;
  });
}

core::Result<std::vector<std::pair<MappingNo, std::string>>> SqliteStore::mapping_names() {
  std::vector<std::pair<MappingNo, std::string>> names;
  Query query = database_->query("SELECT no, name FROM mapping ORDER BY name");
  while (TRY(query.step())) names.emplace_back(query.id<MappingNo>(0), query.text(1));
  return names;
}

core::Result<std::vector<std::pair<RuleNo, std::string>>> SqliteStore::rule_names(MappingNo mapping) {
  std::vector<std::pair<RuleNo, std::string>> names;
  Query query = database_->query("SELECT no, name FROM rule WHERE mapping = ? ORDER BY name", mapping);
  while (TRY(query.step())) names.emplace_back(query.id<RuleNo>(0), query.text(1));
  return names;
}

core::Result<std::vector<ObjectRow>> SqliteStore::object_rows() {
  std::vector<ObjectRow> rows;
  Query query = database_->query("SELECT no, account, name FROM object ORDER BY no");
  while (TRY(query.step())) rows.push_back({query.id<ObjectNo>(0), query.text(1), query.text(2)});
  return rows;
}

core::Result<std::vector<PairRow>> SqliteStore::pair_rows() {
  std::vector<PairRow> rows;
  Query query = database_->query("SELECT no, l, r FROM pair ORDER BY no");
  while (TRY(query.step()))
    rows.push_back({query.id<PairNo>(0), query.id<ObjectNo>(1), query.id<ObjectNo>(2)});
  return rows;
}

}  // namespace parley::store
