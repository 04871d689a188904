#include "engine/connector/netsuite/netsuite.hpp"

#include "engine/connector/netsuite/read.hpp"
#include "engine/connector/netsuite/record.hpp"
#include "engine/connector/netsuite/refusal.hpp"
#include "engine/connector/netsuite/requests.hpp"
#include "engine/connector/netsuite/write.hpp"

namespace parley::netsuite {

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

class NetSuite final : public Connector {
 public:
  explicit NetSuite(Settings settings) : settings_(std::move(settings)) {}

  std::string_view system() const override { return "netsuite"; }

  Capabilities capabilities(const ObjectName& object) const override {
    const bool external = settings_.marker == "externalId";
    Capabilities can{.tier = external ? Tier::a : Tier::b, .ceiling = Ceiling::full};
    can.per_item_results = true;
    can.scan = can.changes = can.get = can.find = can.find_marker = true;
    can.write = can.restore = true;
    can.index_lag = settings_.overlap;
    can.version_grain = core::Duration::seconds(1);
    can.page_size = settings_.page_rows;
    can.parallel_max = 2;
    can.missing = missing_of(settings_, object);
    can.marker = FieldName(settings_.marker);
    return can;
  }

  Cursor changes_from(const ObjectName& object, core::Instant start) const override {
    return changes_cursor(object, start);
  }
  Op identity() override { return reading(netsuite::identity(settings_)); }
  Op describe(const ObjectName& object) override { return reading(netsuite::describe(settings_, object)); }
  Op scan(const ObjectName& object, const FieldSet& fields, const Cursor& cursor) override {
    return reading(netsuite::scan({settings_, object, fields}, cursor));
  }
  Op changes(const ObjectName& object, const FieldSet& fields, const Cursor& cursor,
             core::Instant until) override {
    return reading(netsuite::changes({settings_, object, fields}, cursor, until));
  }
  Op get(const ObjectName& object, const FieldSet& fields, std::span<const RecordId> ids) override {
    return reading(get_records({settings_, object, fields}, texts(ids)));
  }
  Op find(const ObjectName& object, const FieldSet& fields, const FieldName& field,
          std::span<const std::string> values) override {
    return reading(netsuite::find({settings_, object, fields}, field.value, {values.begin(), values.end()}));
  }
  Op find_marker(const ObjectName& object, const FieldSet& fields, std::span<const Marker> markers) override {
    if (settings_.marker == "externalId")
      return reading(find_external({settings_, object, fields}, texts(markers)));
    return reading(netsuite::find({settings_, object, fields}, settings_.marker, texts(markers)));
  }
  Op members(const SetRef&, const Cursor&) override { return unsupported("reading of sets"); }
  Op options(const ObjectName&, const FieldName&, const Context&) override {
    return unsupported("reading of select options");
  }
  Op history(const ObjectName&, const FieldSet&, std::span<const RecordId>, core::Instant) override {
    return unsupported("field history");
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
  return std::make_unique<NetSuite>(std::move(settings));
}

}  // namespace parley::netsuite
