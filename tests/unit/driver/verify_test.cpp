// Two engines over the same record: ordinary code is found right, wrong code is found out and stopped.
#include "compiler/driver/verify.hpp"

#include <cstring>

#include "tests/unit/driver/contacts.hpp"

using namespace parley;

namespace {

// Generated code gone wrong: it writes an empty object for every record.
std::uint32_t write_nothing(codegen::Run* run) {
  constexpr std::string_view line = "{}\n";
  for (; run->row < run->row_end; ++run->row) {
    if (run->out + line.size() > run->out_end) return static_cast<std::uint32_t>(codegen::Stop::full);
    std::memcpy(run->out, line.data(), line.size());
    run->out += line.size();
  }
  return static_cast<std::uint32_t>(codegen::Stop::done);
}

// It leaves every record out.
std::uint32_t leave_all_out(codegen::Run* run) {
  run->left_out += run->row_end - run->row;
  run->row = run->row_end;
  return static_cast<std::uint32_t>(codegen::Stop::done);
}

struct DifferenceOutlet : support::TextOutlet {
  void differs(const driver::Difference& d) override {
    lines_found.push_back(d.line);
    generated = d.generated;
    interpreted = d.interpreted;
  }
  std::vector<std::uint64_t> lines_found;
  std::string generated;
  std::string interpreted;
};

std::string ordinary_lines(int count) {
  core::Random random(3);
  std::string input;
  for (int i = 0; i < count; ++i) input += support::ordinary_contact(random) + "\n";
  return input;
}

std::string last_lines(const std::string& text, int count) {
  std::size_t at = text.size() - 1;
  for (int i = 0; i < count && at != std::string::npos; ++i) at = text.rfind('\n', at - 1);
  return at == std::string::npos ? text : text.substr(at + 1);
}

}  // namespace

TEST_CASE("documents are compared, not bytes") {
  CHECK(driver::is_same_document("", ""));
  CHECK(driver::is_same_document("{\"a\":\"\\u00e9\",\"n\":1.50}\n", "{\"a\":\"\xC3\xA9\",\"n\":1.50}\n"));
  CHECK(driver::is_same_document("{\"n\":[1e2]}", "{\"n\":[100]}"));
  CHECK_FALSE(driver::is_same_document("{\"a\":1}", "{\"a\":2}"));
  CHECK_FALSE(driver::is_same_document("{\"a\":1}", ""));
  CHECK_FALSE(driver::is_same_document("{\"a\":1,\"b\":2}", "{\"b\":2,\"a\":1}"));
}

TEST_CASE("verifying right code finds nothing and changes nothing") {
  std::string input = ordinary_lines(500);
  auto plain = support::map_contacts(input, {.engine = driver::Engine::compiled});
  for (std::size_t workers : {1UL, 2UL}) {
    auto verified = support::map_contacts(input, {.engine = driver::Engine::compiled,
                                                  .workers = workers,
                                                  .verify_every = 7,
                                                  .window = {.size = 16'384}});
    CHECK((verified.written == plain.written));
    // Each worker counts the lines that it maps.
    CHECK(verified.counts.verified <= 500 / 7);
    CHECK(verified.counts.verified + workers > 500 / 7);
    CHECK(verified.counts.differences == 0);
    CHECK(verified.counts.compiled == plain.counts.compiled);
  }
}

TEST_CASE("wrong code is stopped at the first record that shows it") {
  std::string input = ordinary_lines(60);
  auto right = support::map_contacts(input, {.engine = driver::Engine::interpret});
  for (codegen::Transform wrong : {&write_nothing, &leave_all_out}) {
    driver::Transform transform(support::contacts(), {.verify_every = 20, .ready_code = wrong});
    support::TextSource source(input);
    DifferenceOutlet outlet;
    REQUIRE(transform.run(source, outlet).has_value());
    CHECK(outlet.lines_found == std::vector<std::uint64_t>{20});
    CHECK(transform.counts().differences == 1);
    CHECK(transform.counts().compiled == 19);
    CHECK(right.written.find(outlet.interpreted) != std::string::npos);
    // From the verified record on everything is as the interpreter has it.
    CHECK((last_lines(outlet.written, 41) == last_lines(right.written, 41)));
    CHECK((last_lines(outlet.written, 42) != last_lines(right.written, 42)));
    // A second input of the same run stays with the interpreter.
    support::TextSource more(input);
    support::TextOutlet plain;
    REQUIRE(transform.run(more, plain).has_value());
    CHECK((plain.written == right.written));
  }
}

TEST_CASE("without verification nobody notices") {
  std::string input = ordinary_lines(60);
  auto ran = support::map_contacts(input, {.ready_code = &write_nothing});
  CHECK(ran.counts.differences == 0);
  CHECK(ran.written.starts_with("{}\n{}\n"));
}
