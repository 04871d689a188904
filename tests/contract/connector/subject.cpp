#include "tests/contract/connector/subject.hpp"

#include <stdexcept>

namespace parley::contract {

namespace {

sandbox::Request carried(const http::Request& request) {
  const auto scheme = request.url.find("://");
  const auto path = request.url.find('/', scheme + 3);
  sandbox::Request out{.method = std::string(http::method_name(request.method)),
                       .target = path == std::string::npos ? "/" : request.url.substr(path),
                       .headers = {{"Host", request.url.substr(scheme + 3, path - scheme - 3)}},
                       .body = request.body};
  for (const auto& header : request.headers.all) out.headers.push_back({header.name, header.value});
  return out;
}

bool is_live(const value::Json& record) {
  for (const char* mark : {"archived", "deleted"}) {
    const value::Json* flag = record.find(mark);
    if (flag && flag->is_bool() && flag->boolean()) return false;
  }
  return true;
}

}  // namespace

http::Answer Subject::answer(const http::Request& request) {
  clock.advance(core::Duration::seconds(1));
  http::Request signed_request = request;
  authorize(signed_request);
  sandbox::Response response = system().answer(carried(signed_request));
  if (response.cut) return http::Unanswered{http::Trouble::cut, "the connection ended", true};
  http::Response out;
  out.status = response.status;
  for (auto& header : response.headers) out.headers.add(std::move(header.name), std::move(header.value));
  out.body = std::move(response.body);
  return out;
}

std::vector<connector::RecordId> Subject::load(int count, core::Instant modified) {
  std::vector<connector::RecordId> ids;
  for (int n = 0; n < count; ++n) {
    auto id = system().load(loaded(n), modified);
    if (!id)
      throw std::runtime_error("the sandbox does not load record " + std::to_string(n) + ": " +
                               id.error().message);
    ids.emplace_back(*id);
  }
  return ids;
}

std::map<std::string, std::vector<std::string>> Subject::holders() {
  std::map<std::string, std::vector<std::string>> all;
  const value::Json dump = system().dump();
  for (const value::Json& record : dump.find("records")->items()) {
    const value::Json* held = record.at_path("values." + marker_name());
    if (is_live(record) && held) all[held->text_or("")].push_back(record.find("id")->text_or(""));
  }
  return all;
}

std::size_t Subject::live_records() {
  std::size_t live = 0;
  const value::Json dump = system().dump();
  for (const value::Json& record : dump.find("records")->items()) live += is_live(record) ? 1 : 0;
  return live;
}

const std::vector<Maker>& subjects() {
  static const std::vector<Maker> all = {{"hubspot", make_hubspot}, {"netsuite", make_netsuite}};
  return all;
}

}  // namespace parley::contract
