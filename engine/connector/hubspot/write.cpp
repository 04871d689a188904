// Results are matched by what names them, never by position: errors by trace id or ids, results by marker
// (creates) or id (updates). What a 2xx answer names in neither place is unknown, not applied. An answer that
// refuses a whole batch for its content is bisected down to the row that is to blame.
#include "engine/connector/hubspot/write.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <deque>

#include "engine/connector/hubspot/record.hpp"
#include "engine/connector/hubspot/refusal.hpp"
#include "engine/connector/hubspot/requests.hpp"
#include "engine/connector/settling.hpp"
#include "stdlib/core/check.hpp"

namespace parley::hubspot {

using namespace connector;
using value::Json;

namespace {

// Writes of one kind that travel in one request.
struct Batch {
  WriteKind kind = WriteKind::update;
  std::vector<const Write*> writes;
};

std::string trace_of(const Write& write) {
  return std::to_string(write.intent.value);
}

// HubSpot's delete is the archive: a recycle bin for ninety days.
bool is_archive(WriteKind kind) {
  return kind == WriteKind::archive || kind == WriteKind::remove;
}

// A record without a marker goes alone: nothing in the answer would tell it from its neighbours.
std::deque<Batch> batches_of(const std::vector<Write>& writes) {
  std::deque<Batch> batches;
  for (const WriteKind kind : {WriteKind::update, WriteKind::create, WriteKind::archive, WriteKind::remove}) {
    Batch batch{kind, {}};
    for (const Write& write : writes) {
      if (write.kind != kind) continue;
      if (kind == WriteKind::create && write.marker.value.empty()) {
        batches.push_back({kind, {&write}});
        continue;
      }
      batch.writes.push_back(&write);
      if (batch.writes.size() == batch_max) batches.push_back(std::exchange(batch, Batch{kind, {}}));
    }
    if (!batch.writes.empty()) batches.push_back(std::move(batch));
  }
  return batches;
}

// The properties of a body; HubSpot clears a property by "".
Json properties_of(const Write& write) {
  auto body = value::parse_json(write.body);
  ENSURE(body && body->is_object(),
         fmt::format("the body of intent {} is no JSON object", write.intent.value));
  Json* properties = body->find("properties");
  if (!properties || !properties->is_object()) return Json::object();
  for (auto& [name, written] : properties->members()) {
    if (written.is_null()) written = Json("");
  }
  return std::move(*properties);
}

Json input_of(const Settings& settings, const Write& write) {
  Json input = Json::object();
  if (is_archive(write.kind)) {
    input["id"] = write.id.value;
    return input;
  }
  Json properties = properties_of(write);
  if (write.kind == WriteKind::update) input["id"] = write.id.value;
  if (write.kind == WriteKind::create && !write.marker.value.empty()) {
    input["id"] = write.marker.value;
    input["idProperty"] = settings.marker;
    properties[settings.marker] = write.marker.value;
  }
  input["properties"] = std::move(properties);
  input["objectWriteTraceId"] = trace_of(write);
  return input;
}

std::string_view verb_of(const Batch& batch) {
  if (batch.kind == WriteKind::update) return "update";
  if (is_archive(batch.kind)) return "archive";
  return batch.writes.front()->marker.value.empty() ? "create" : "upsert";
}

http::Request request_of(const Settings& settings, const ObjectName& object, const Batch& batch) {
  Json inputs = Json::array();
  for (const Write* write : batch.writes) inputs.push(input_of(settings, *write));
  const std::string path = fmt::format("{}/batch/{}", objects_path(settings, object.value), verb_of(batch));
  Json body = Json::object();
  body["inputs"] = std::move(inputs);
  http::Request request = command(settings, path, value::write_json(body));
  if (is_archive(batch.kind)) request.expects = http::Expects::anything;
  return request;
}

Outcomes same_for_all(const Batch& batch, const Outcome& outcome) {
  Outcomes all;
  for (const Write* write : batch.writes) {
    all.outcomes.push_back(outcome);
    all.outcomes.back().intent = write->intent;
  }
  return all;
}

// The writes of a batch as an answer names them.
class Ledger {
 public:
  explicit Ledger(const Batch& batch) : open_(batch.writes) {}

  const Write* take_by_trace(std::string_view trace) {
    return take([&](const Write& write) { return trace_of(write) == trace; });
  }
  const Write* take_by_id(std::string_view id) {
    return take([&](const Write& write) { return write.id.value == id; });
  }
  const Write* take_by_marker(std::string_view marker) {
    return take([&](const Write& write) { return !marker.empty() && write.marker.value == marker; });
  }
  const Write* take_only() {
    return open_.size() == 1 ? take([](const Write&) { return true; }) : nullptr;
  }
  const std::vector<const Write*>& open() const { return open_; }

 private:
  template <class Predicate>
  const Write* take(Predicate wanted) {
    const auto at = std::ranges::find_if(open_, [&](const Write* write) { return wanted(*write); });
    if (at == open_.end()) return nullptr;
    const Write* found = *at;
    open_.erase(at);
    return found;
  }

  std::vector<const Write*> open_;
};

// The names that an error's context lists: {"objectWriteTraceId":["17"]} or one text.
std::vector<std::string> named(const Json& error, std::string_view member) {
  const Json* found = error.at_path(fmt::format("context.{}", member));
  std::vector<std::string> names;
  if (found && found->is_array()) {
    for (const Json& name : found->items()) names.push_back(text_of(&name));
  } else if (found) {
    names.push_back(text_of(found));
  }
  return names;
}

void settle_errors(const Json& reply, Ledger& ledger, Outcomes& settled) {
  const Json* errors = reply.find("errors");
  if (!errors || !errors->is_array()) return;
  for (const Json& error : errors->items()) {
    const auto settle = [&](const Write* write) {
      if (write) settled.outcomes.push_back(hubspot::outcome_of(error, write->intent));
    };
    for (const auto& trace : named(error, "objectWriteTraceId")) settle(ledger.take_by_trace(trace));
    for (const auto& id : named(error, "ids")) {
      const Write* by_id = ledger.take_by_id(id);
      settle(by_id ? by_id : ledger.take_by_marker(id));
    }
  }
}

Outcome applied(const Write& write, const Item& item, const Json& record) {
  Outcome outcome{.intent = write.intent, .how = Settled::applied, .id = item.id, .version = item.version};
  outcome.after = value::write_json(record);
  return outcome;
}

void settle_result(const Settings& settings, const Json& record, Ledger& ledger, Outcomes& settled) {
  const Item item = item_of(settings, record);
  const Write* write = ledger.take_by_trace(text_of(record.find("objectWriteTraceId")));
  if (!write && item.marker) write = ledger.take_by_marker(item.marker->value);
  if (!write) write = ledger.take_by_id(item.id.value);
  if (write) {
    settled.outcomes.push_back(applied(*write, item, record));
    return;
  }
  for (const RecordId& alias : item.aliases) {
    if (const Write* merged = ledger.take_by_id(alias.value)) {
      settled.outcomes.push_back({.intent = merged->intent, .how = Settled::merged, .id = item.id});
    }
  }
}

Outcomes settle(const Settings& settings, const Batch& batch, const http::Response& response) {
  if (is_archive(batch.kind)) return same_for_all(batch, {.intent = {}, .how = Settled::applied});
  auto reply = value::parse_json(response.body);
  if (!reply || !reply->is_object()) {
    return same_for_all(
        batch, {.intent = {}, .how = Settled::unknown, .words = "HubSpot: an answer without results"});
  }
  Ledger ledger(batch);
  Outcomes settled;
  settle_errors(*reply, ledger, settled);
  const auto results = results_of(*reply);
  for (const Json* record : results) settle_result(settings, *record, ledger, settled);
  if (batch.writes.size() == 1 && results.size() == 1) {
    if (const Write* only = ledger.take_only()) {
      settled.outcomes.push_back(applied(*only, item_of(settings, *results[0]), *results[0]));
    }
  }
  for (const Write* write : ledger.open()) {
    settled.outcomes.push_back(
        {.intent = write->intent,
         .how = Settled::unknown,
         .words = "HubSpot's answer names the record neither among results nor errors"});
  }
  return settled;
}

Outcomes refuse(const Batch& batch, const http::Response& response) {
  auto body = value::parse_json(response.body);
  return same_for_all(batch, hubspot::outcome_of(body && body->is_object() ? *body : Json::object(), {}));
}

// Kinds that this system has no call for.
Outcomes unsupported_kinds(const std::vector<Write>& writes) {
  Outcomes refused;
  for (const Write& write : writes) {
    if (write.kind == WriteKind::update || write.kind == WriteKind::create || is_archive(write.kind))
      continue;
    refused.outcomes.push_back({.intent = write.intent,
                                .how = Settled::rejected,
                                .category = Category::other,
                                .words = "HubSpot's API has no call for this kind of write"});
  }
  return refused;
}

// What an answer other than 2xx says of a whole batch.
enum class Verdict {
  content,  // some row is to blame
  refused,  // nothing written, and the next batch would fare the same
  unknown,  // the server failed on the way
};

Verdict verdict_of(int status) {
  if (status >= 500 && status != 530) return Verdict::unknown;
  const bool ours =
      status == 401 || status == 403 || status == 423 || status == 429 || status == 477 || status == 530;
  return ours ? Verdict::refused : Verdict::content;
}

void bisect(const Batch& batch, std::deque<Batch>& batches) {
  const auto middle = batch.writes.begin() + static_cast<std::ptrdiff_t>(batch.writes.size() / 2);
  batches.push_front({batch.kind, {middle, batch.writes.end()}});
  batches.push_front({batch.kind, {batch.writes.begin(), middle}});
}

}  // namespace

Script write_records(Settings settings, ObjectName object, std::vector<Write> writes) {
  if (Outcomes none = unsupported_kinds(writes); !none.outcomes.empty()) co_await std::move(none);
  std::deque<Batch> batches = batches_of(writes);
  std::optional<Fault> stop;
  while (!batches.empty()) {
    const Batch batch = std::move(batches.front());
    batches.pop_front();
    if (stop) {
      co_await same_for_all(batch, not_written("not sent: " + stop->words));
      continue;
    }
    const http::Answer& answer = co_await Send{request_of(settings, object, batch)};
    if (const auto* none = std::get_if<http::Unanswered>(&answer)) {
      stop = connector::fault_of(*none);
      co_await same_for_all(batch, connector::outcome_of(*none));
      continue;
    }
    const auto& response = std::get<http::Response>(answer);
    if (is_success(response.status)) {
      co_await settle(settings, batch, response);
      continue;
    }
    switch (verdict_of(response.status)) {
      case Verdict::content:
        if (batch.writes.size() > 1) {
          bisect(batch, batches);
        } else {
          co_await refuse(batch, response);
        }
        break;
      case Verdict::refused:
        stop = hubspot::fault_of(response);
        co_await same_for_all(batch, connector::outcome_of(*stop));
        break;
      case Verdict::unknown:
        // 500 may be one poisoned row; the others (gateway, overload) would meet the next batch too.
        if (response.status != 500) stop = hubspot::fault_of(response);
        co_await same_for_all(batch, perhaps_written(hubspot::fault_of(response).words));
        break;
    }
  }
  if (stop) co_return *stop;
  co_return Done{};
}

}  // namespace parley::hubspot
