#include "engine/connector/hubspot/hubspot.hpp"

#include "engine/connector/hubspot/read.hpp"
#include "engine/connector/hubspot/refusal.hpp"
#include "engine/connector/hubspot/requests.hpp"
#include "engine/connector/hubspot/write.hpp"

namespace parley::hubspot {

using namespace connector;

namespace {

template <class Id>
std::vector<std::string> texts(std::span<const Id> ids) {
  std::vector<std::string> all;
  for (const Id& id : ids) all.push_back(id.value);
  return all;
}

Op reading(Script script) {
  return perform(std::move(script), quiet_after);
}

class HubSpot final : public Connector {
 public:
  explicit HubSpot(Settings settings) : settings_(std::move(settings)) {}

  std::string_view system() const override { return "hubspot"; }

  Capabilities capabilities(const ObjectName&) const override {
    Capabilities can{.tier = Tier::a, .ceiling = Ceiling::full};
    can.history = can.per_item_results = can.archived_readable = true;
    can.scan = can.changes = can.get = can.find = can.find_marker = true;
    can.members = can.options = can.write = true;
    can.index_lag = settings_.index_lag;
    can.version_grain = core::Duration::milliseconds(1);
    can.read_batch = can.write_batch = batch_max;
    can.page_size = list_page_max;
    can.parallel_max = 4;
    can.missing = schema::Missing::unknown;
    can.marker = FieldName(settings_.marker);
    return can;
  }

  Cursor changes_from(const ObjectName& object, core::Instant start) const override {
    return changes_cursor(object, start);
  }
  Op identity() override { return reading(hubspot::identity(settings_)); }
  Op describe(const ObjectName& object) override { return reading(hubspot::describe(settings_, object)); }
  Op scan(const ObjectName& object, const FieldSet& fields, const Cursor& cursor) override {
    return reading(hubspot::scan({settings_, object, fields}, cursor));
  }
  Op changes(const ObjectName& object, const FieldSet& fields, const Cursor& cursor,
             core::Instant until) override {
    return reading(hubspot::changes({settings_, object, fields}, cursor, until));
  }
  Op get(const ObjectName& object, const FieldSet& fields, std::span<const RecordId> ids) override {
    return reading(get_records({settings_, object, fields}, texts(ids)));
  }
  // Only properties with unique values can be asked for in batches; of the shipped ones that is the e-mail
  // address.
  Op find(const ObjectName& object, const FieldSet& fields, const FieldName& field,
          std::span<const std::string> values) override {
    const std::vector<std::string> all(values.begin(), values.end());
    const bool unique = field.value == "email" || field.value == settings_.marker;
    if (unique)
      return reading(find_unique({settings_, object, fields}, field.value, all, Archives::live_only));
    return reading(find_anywhere({settings_, object, fields}, field.value, all));
  }
  Op find_marker(const ObjectName& object, const FieldSet& fields, std::span<const Marker> markers) override {
    return reading(find_unique({settings_, object, fields}, settings_.marker, texts(markers),
                               Archives::live_and_archived));
  }
  Op members(const SetRef& set, const Cursor& cursor) override {
    if (set.owner) return unsupported("reading of associations");
    return reading(hubspot::members(settings_, set, cursor));
  }
  Op options(const ObjectName& object, const FieldName& field, const Context&) override {
    return reading(hubspot::options(settings_, object, field));
  }
  Op history(const ObjectName& object, const FieldSet& fields, std::span<const RecordId> ids,
             core::Instant since) override {
    return reading(hubspot::history({settings_, object, fields}, texts(ids), since));
  }
  Op write(const ObjectName& object, std::span<const Write> writes) override {
    return perform(write_records(settings_, object, {writes.begin(), writes.end()}), quiet_after,
                   OnCancel::answer);
  }
  Op associate(std::span<const Association>) override { return unsupported("writing of associations"); }
  Op file(const FileRequest&) override { return unsupported("reading or writing of files"); }
  Op resume(const JobId&) override { return unsupported("bulk jobs"); }
  http::Budget learn(const http::Response& response) const override { return budget_of(response); }

 private:
  Settings settings_;
};

}  // namespace

std::unique_ptr<Connector> make_connector(Settings settings) {
  return std::make_unique<HubSpot>(std::move(settings));
}

}  // namespace parley::hubspot
