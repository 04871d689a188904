#include "engine/sandbox/netsuite_tables.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <limits>

#include "stdlib/core/text.hpp"

namespace parley::sandbox {

namespace {

constexpr std::int64_t lowest = std::numeric_limits<std::int64_t>::min() / 2;
constexpr std::int64_t highest = std::numeric_limits<std::int64_t>::max() / 2;

std::optional<std::int64_t> whole_number(const SqlValue& value) {
  std::int64_t number = 0;
  auto [end, error] = std::from_chars(value.text.data(), value.text.data() + value.text.size(), number);
  bool whole = error == std::errc() && end == value.text.data() + value.text.size() && !value.text.empty();
  return whole ? std::optional(number) : std::nullopt;
}

SqlValue local_time(const Zone& zone, core::Instant utc) {
  return SqlValue::of_time(instant_from(zone.local(utc)));
}

class CustomerTable final : public SqlTable {
 public:
  CustomerTable(const CustomerStore& store, const Zone& zone) : store_(store), zone_(zone) {}

  std::vector<std::string> columns() const override {
    std::vector<std::string> names = {"id"};
    for (const CustomerField& field : customer_fields()) {
      if (!field.column.empty()) names.push_back(field.column);
    }
    return names;
  }

  bool has(std::string_view column) const override {
    return column == "id" || find_customer_column(column).has_value();
  }

  std::vector<std::int64_t> rows(const std::vector<SqlBound>& bounds) const override {
    for (const SqlBound& bound : bounds) {
      if (auto exact = by_key(bound)) return *exact;
    }
    std::int64_t first = lowest;
    std::int64_t last = highest;
    core::Instant since{lowest};
    core::Instant until{highest};
    bool timed = false;
    for (const SqlBound& bound : bounds) {
      if (bound.values.size() != 1) continue;
      bool lower = bound.op == ">" || bound.op == ">=" || bound.op == "=";
      bool upper = bound.op == "<" || bound.op == "<=" || bound.op == "=";
      if (auto id = whole_number(bound.values[0]); id && bound.column == "id") {
        if (lower) first = std::max(first, *id);
        if (upper) last = std::min(last, *id);
      }
      if (bound.column != "lastmodifieddate" || bound.values[0].kind != SqlValue::Kind::time) continue;
      // An hour either way, so that a local time that stands twice is not missed; the condition itself
      // decides.
      core::Instant at = zone_.utc(civil_from(bound.values[0].local));
      if (lower) since = std::max(since, at - core::Duration::seconds(3'600));
      if (upper) until = std::min(until, at + core::Duration::seconds(3'600));
      timed = true;
    }
    std::vector<std::int64_t> ids;
    if (timed) {
      ids = store_.modified_between(since, until);
      std::ranges::sort(ids);
      return ids;
    }
    for (auto at = store_.all().lower_bound(first); at != store_.all().end() && at->first <= last; ++at)
      ids.push_back(at->first);
    return ids;
  }

  SqlValue value(std::int64_t row, std::string_view column) const override {
    const Customer* customer = store_.find(row);
    if (customer == nullptr) return {};
    if (column == "id") return SqlValue::of_number(std::to_string(row));
    auto number = find_customer_column(column);
    if (!number) return {};
    const CustomerField& field = customer_fields()[*number];
    if (field.name == "dateCreated") return local_time(zone_, customer->created);
    if (field.name == "lastModifiedDate") return local_time(zone_, customer->modified);
    const std::string* held = customer->image.find(*number);
    if (held == nullptr) return field.kind == FieldKind::boolean ? SqlValue::of_text("F") : SqlValue{};
    switch (field.kind) {
      case FieldKind::number:
      case FieldKind::integer:
        return SqlValue::of_number(*held);
      case FieldKind::date:
      case FieldKind::date_time:
        return SqlValue::of_time(parse_iso(*held).value_or(core::Instant{}));
      case FieldKind::text:
      case FieldKind::boolean:
      case FieldKind::reference:
      case FieldKind::choice:
        return SqlValue::of_text(*held);
    }
    return {};
  }

 private:
  // A bound that an index answers exactly: ids, external ids, e-mail addresses.
  std::optional<std::vector<std::int64_t>> by_key(const SqlBound& bound) const {
    if (bound.op != "=" && bound.op != "in") return std::nullopt;
    std::vector<std::int64_t> ids;
    for (const SqlValue& wanted : bound.values) {
      if (bound.column == "id") {
        auto id = whole_number(wanted);
        if (id && store_.find(*id) != nullptr) ids.push_back(*id);
      } else if (bound.column == "externalid") {
        const Customer* holder = store_.by_external_id(wanted.text);
        if (holder != nullptr) ids.push_back(holder->id);
      } else if (bound.column == "email") {
        for (std::int64_t id : store_.with_email(wanted.text)) ids.push_back(id);
      } else {
        return std::nullopt;
      }
    }
    std::ranges::sort(ids);
    ids.erase(std::ranges::unique(ids).begin(), ids.end());
    return ids;
  }

  const CustomerStore& store_;
  const Zone& zone_;
};

// A table whose rows are counted from 0 and whose columns are few.
class SmallTable : public SqlTable {
 public:
  explicit SmallTable(std::vector<std::string> names) : names_(std::move(names)) {}

  std::vector<std::string> columns() const override { return names_; }
  bool has(std::string_view column) const override {
    return std::ranges::find(names_, column) != names_.end();
  }
  std::vector<std::int64_t> rows(const std::vector<SqlBound>&) const override {
    std::vector<std::int64_t> all;
    for (std::int64_t row = 0; row < count(); ++row) all.push_back(row);
    return all;
  }

 protected:
  virtual std::int64_t count() const = 0;

 private:
  std::vector<std::string> names_;
};

class DualTable final : public SmallTable {
 public:
  DualTable() : SmallTable({"dummy"}) {}
  SqlValue value(std::int64_t, std::string_view) const override { return SqlValue::of_text("X"); }

 protected:
  std::int64_t count() const override { return 1; }
};

class NoteTable final : public SmallTable {
 public:
  NoteTable(const CustomerStore& store, const Zone& zone)
      : SmallTable(
            {"id", "recordid", "recordtypeid", "field", "oldvalue", "newvalue", "date", "name", "context"}),
        store_(store),
        zone_(zone) {}

  SqlValue value(std::int64_t row, std::string_view column) const override {
    const FieldNote& note = store_.notes()[static_cast<std::size_t>(row)];
    if (column == "id") return SqlValue::of_number(std::to_string(row + 1));
    if (column == "recordid") return SqlValue::of_number(std::to_string(note.customer));
    if (column == "recordtypeid") return SqlValue::of_number("-2");
    if (column == "field")
      return SqlValue::of_text("ENTITY." + core::lower_ascii(customer_fields()[note.field].name));
    if (column == "oldvalue") return SqlValue::of_text(note.old_text);
    if (column == "newvalue") return SqlValue::of_text(note.new_text);
    if (column == "date") return local_time(zone_, note.at);
    if (column == "name") return SqlValue::of_number(note.actor == Actor::person ? "21" : "5");
    return SqlValue::of_text(note.actor == Actor::person ? "UIF" : "RST");
  }

 protected:
  std::int64_t count() const override { return static_cast<std::int64_t>(store_.notes().size()); }

 private:
  const CustomerStore& store_;
  const Zone& zone_;
};

class DeletedTable final : public SmallTable {
 public:
  DeletedTable(const CustomerStore& store, const Zone& zone)
      : SmallTable({"recordid", "name", "type", "recordtypeid", "deleteddate"}), store_(store), zone_(zone) {}

  SqlValue value(std::int64_t row, std::string_view column) const override {
    const DeletedCustomer& gone = store_.deleted()[static_cast<std::size_t>(row)];
    if (column == "recordid") return SqlValue::of_number(std::to_string(gone.customer.id));
    if (column == "type") return SqlValue::of_text("Customer");
    if (column == "recordtypeid") return SqlValue::of_number("-2");
    if (column == "deleteddate") return local_time(zone_, gone.at);
    const std::string* name = gone.customer.image.find(customer_field("altName"));
    return SqlValue::of_text(name == nullptr ? std::string() : *name);
  }

 protected:
  std::int64_t count() const override { return static_cast<std::int64_t>(store_.deleted().size()); }

 private:
  const CustomerStore& store_;
  const Zone& zone_;
};

class SubsidiaryTable final : public SmallTable {
 public:
  explicit SubsidiaryTable(const CustomerStore& store)
      : SmallTable({"entity", "subsidiary", "isprimarysub"}), store_(store) {}

  std::vector<std::int64_t> rows(const std::vector<SqlBound>&) const override {
    std::vector<std::int64_t> all;
    for (const auto& [id, customer] : store_.all()) all.push_back(id);
    return all;
  }

  SqlValue value(std::int64_t row, std::string_view column) const override {
    if (column == "entity") return SqlValue::of_number(std::to_string(row));
    if (column == "isprimarysub") return SqlValue::of_text("T");
    const std::string* held = store_.find(row)->image.find(customer_field("subsidiary"));
    return SqlValue::of_number(held == nullptr ? "1" : *held);
  }

 protected:
  std::int64_t count() const override { return static_cast<std::int64_t>(store_.all().size()); }

 private:
  const CustomerStore& store_;
};

}  // namespace

std::unique_ptr<SqlTable> open_table(std::string_view name, const CustomerStore& store, const Zone& zone) {
  if (name == "customer") return std::make_unique<CustomerTable>(store, zone);
  if (name == "customersubsidiaryrelationship") return std::make_unique<SubsidiaryTable>(store);
  if (name == "systemnote") return std::make_unique<NoteTable>(store, zone);
  if (name == "deletedrecord") return std::make_unique<DeletedTable>(store, zone);
  if (name == "dual") return std::make_unique<DualTable>();
  return nullptr;
}

}  // namespace parley::sandbox
