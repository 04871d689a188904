// Columns: which SuiteQL columns answer a caller's fields, and how a row becomes a record.
//
//   fields {lastName, isPerson, entityStatus}
//   SELECT id, lastname, isperson, entitystatus, externalid, TO_CHAR(lastmodifieddate,'…') AS
//   lastmodifieddate FROM …
//   {"id":"7","lastname":"Zoë","isperson":"T"} →
//   {"id":"7","lastName":"Zoë","isPerson":true,"entityStatus":null,…}
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "engine/connector/netsuite/local_time.hpp"
#include "engine/connector/netsuite/netsuite.hpp"
#include "stdlib/value/json.hpp"

namespace parley::netsuite {

class Columns {
 public:
  Columns(const Settings& settings, const connector::ObjectName& object, const connector::FieldSet& asked);
  Columns(const Columns&) = delete;
  Columns& operator=(const Columns&) = delete;

  std::string select_list() const;
  // Of a field; nothing where the object has none of that name.
  std::optional<std::string> column_of(std::string_view field) const;

  // Takes a column out that the system refused, and counts its field unreadable. False where no such column
  // can go.
  bool drop(std::string_view column);
  const connector::FieldSet& unreadable() const { return unreadable_; }
  // Asked fields that no column can give: nested lists.
  bool need_records() const { return need_records_; }

  value::Json record_of(const value::Json& row, const LocalTime& local) const;

 private:
  struct Column {
    const schema::Field* field;
    std::string name;
  };
  void add(const schema::Field& field);

  std::vector<schema::Field> fields_;  // of the object, as the schema has them
  std::vector<Column> columns_;
  connector::FieldSet unreadable_;
  bool need_records_ = false;
};

}  // namespace parley::netsuite
