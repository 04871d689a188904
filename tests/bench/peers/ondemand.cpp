// The main case of the benchmark with simdjson's on-demand interface, tuned by hand:
//     bench_ondemand < contacts.ndjson > customers.ndjson
//     bench_ondemand whole < contacts.ndjson > customers.ndjson
// The first reads windows of 1 MiB; the second loads the whole file, as simdjson's own examples do, and takes
// as much memory. Properties are asked for in the order in which HubSpot writes them, so that a search
// usually ends at the next key. Texts are taken as they stand between their quotes. What it does not ask for
// is not checked, as on-demand is meant: escapes, numbers and literals of other fields, keys that stand
// twice.
#include <simdjson.h>

#include <algorithm>
#include <cstdio>
#include <string_view>
#include <vector>

#include "tests/bench/peers/bytes.hpp"
#include "tests/bench/peers/customer.hpp"
#include "tests/bench/peers/input.hpp"

namespace parley::bench {

namespace {

namespace ondemand = simdjson::ondemand;

// The text without its quotes; empty for null. False for another kind.
bool place_of(ondemand::value value, Place& place) {
  std::string_view token = value.raw_json_token();
  while (!token.empty() && stream::is_blank(token.back())) token.remove_suffix(1);
  bool is_text = token.size() >= 2 && token.front() == '"' && token.back() == '"';
  place = {token.data() + 1, is_text ? token.size() - 2 : 0};
  return is_text || token == "null";
}

// False where the record is none of this kind.
bool read_record(ondemand::object properties, Places& places, bool& escapes) {
  for (std::size_t i = 0; i < skipped; ++i) {
    ondemand::value value;
    auto error = properties.find_field_unordered(names[i]).get(value);
    if (error == simdjson::NO_SUCH_FIELD) {
      places[i].length = 0;
      continue;
    }
    if (error != simdjson::SUCCESS || !place_of(value, places[i])) return false;
  }
  // Only these need their plain form.
  escapes = false;
  for (Field field : {email, firstname, lastname, lifecyclestage, annualrevenue, createdate, numemployees,
                      hs_lead_status, hs_language})
    escapes = escapes || has_escape(places[field]);
  return true;
}

class Program {
 public:
  int run_windows() {
    Input input;
    while (input.next())
      if (int failure = transform_all(input.window()); failure != 0) return failure;
    return 0;
  }

  int run_whole() {
    simdjson::padded_string file;
    if (auto error = simdjson::padded_string::load("/dev/stdin").get(file)) return stop(error);
    return transform_all(file);
  }

 private:
  int transform_all(std::string_view records) {
    out_.resize(std::max(out_.size(), window_bytes + record_room));
    char* out = out_.data();
    Places places;
    places.fill({records.data(), 0});
    ondemand::document_stream documents;
    std::size_t batch = std::min(records.size(), window_bytes);
    auto error = parser_.iterate_many(records.data(), records.size(), batch).get(documents);
    if (error != simdjson::SUCCESS) return stop(error);
    for (auto document : documents) {
      ondemand::object properties;
      error = document["properties"].get(properties);
      if (error != simdjson::SUCCESS) return stop(error);
      bool escapes = false;
      if (!read_record(properties, places, escapes)) return stop(simdjson::INCORRECT_TYPE);
      out = make_room(out, places);
      transform(places, escapes, made_, out);
    }
    if (documents.truncated_bytes() != 0) return stop(simdjson::INCOMPLETE_ARRAY_OR_OBJECT);
    return write_all({out_.data(), static_cast<std::size_t>(out - out_.data())}) ? 0 : 6;
  }

  // Writes what is there when the next record may not fit.
  char* make_room(char* out, const Places& places) {
    std::size_t need = record_room;
    for (const Place& place : places) need += place.length;
    auto done = static_cast<std::size_t>(out - out_.data());
    constexpr std::size_t growth_of_escapes = 6;
    if (done + need * growth_of_escapes <= out_.size()) return out;
    write_all({out_.data(), done});
    out_.resize(std::max(out_.size(), need * growth_of_escapes));
    return out_.data();
  }

  static int stop(simdjson::error_code error) {
    std::fprintf(stderr, "bench_ondemand: %s\n", simdjson::error_message(error));
    return 5;
  }

  ondemand::parser parser_;
  std::vector<char> out_;
  Unusual made_;
};

}  // namespace

}  // namespace parley::bench

int main(int count, char** words) {
  parley::bench::Program program;
  return count > 1 && std::string_view(words[1]) == "whole" ? program.run_whole() : program.run_windows();
}
