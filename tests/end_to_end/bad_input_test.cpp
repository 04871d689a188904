// What goes wrong outside of Parley: each ends with an error that names the place, with the right exit code,
// and with nothing lost.
#include <doctest/doctest.h>
#include <fmt/format.h>
#include <signal.h>
#include <sys/mount.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cstdio>
#include <filesystem>
#include <optional>

#include "tests/end_to_end/support/sandbox.hpp"

using namespace parley;
using namespace parley::end_to_end;

namespace {

const std::string good = R"({"id":"1","properties":{"email":"a@b.cd","lastname":"Lu"}})";
const std::string good_out = R"({"email":"a@b.cd","lastName":"Lu","isPerson":true})";

// No `else`: what does not fit is rejected.
const std::string strict = R"(policies strict {
  conflict prefer left
  blank keep
  else reject
  on ambiguous review
  on exit freeze
  on delete in left: ignore
  on delete in right: ignore
}
table stage: hubspot.contacts.lifecyclestage -> netsuite.customer.entityStatus {
  "lead" -> "LEAD-New"
  else -> reject
}
mapping strict uses strict {
  left hs = hubspot.contacts
  right ns = netsuite.customer where ns.isPerson
  scope hs: has(hs.email)
  scope ns: !ns.isInactive
  match email(hs.email) == email(ns.email)
  fields {
    mail: hs.email -> ns.email else reject
    last: hs.lastname -> ns.lastName else reject
    stage: hs.lifecyclestage -> ns.entityStatus via stage else reject
    revenue: decimal(hs.annualrevenue) -> ns.custentity_revenue else reject
  }
}
)";

std::string record(const std::string& member) {
  return R"({"id":"2","properties":{"email":"x@y.zz","lastname":"Zu",)" + member + "}}";
}

struct Mapped {
  Finished run;
  std::vector<std::string> out, rejected;
};

std::vector<std::string> lines_of(const std::string& text) {
  std::vector<std::string> lines;
  for (std::size_t at = 0, end = 0; (end = text.find('\n', at)) != std::string::npos; at = end + 1)
    lines.push_back(text.substr(at, end - at));
  return lines;
}

Mapped map_records(const std::string& mapping, const std::string& input) {
  const Scratch scratch;
  scratch.write("m.parley", mapping);
  Mapped mapped{run({.words = {parley_binary(), "map", "m.parley"},
                     .folder = scratch.path(),
                     .input = scratch.write("in.ndjson", input)}),
                {},
                {}};
  mapped.out = lines_of(mapped.run.out);
  mapped.rejected = lines_of(mapped.run.error);
  return mapped;
}

// One bad record between two good ones: those are written, that one is named.
void rejects_the_second(const std::string& bad, const std::string& words, const std::string& field = "") {
  CAPTURE(bad.substr(0, 80));
  const Mapped mapped = map_records(strict, good + "\n" + bad + "\n" + good + "\n");
  CHECK(mapped.run.code == 1);
  CHECK(mapped.out == std::vector<std::string>{good_out, good_out});
  REQUIRE(mapped.rejected.size() == 1);
  const auto said = value::parse_json(mapped.rejected[0]);
  REQUIRE(said);
  CHECK(said->find("line")->integer() == 2);
  CHECK(said->find("field")->text_or("") == field);
  CHECK((said->find("column") != nullptr) == field.empty());
  CHECK_MESSAGE(said->find("reason")->text_or("").find(words) != std::string::npos, mapped.rejected[0]);
}

void says(const Finished& finished, int code, const std::string& words) {
  CHECK_MESSAGE(!finished.timed_out, "timed out");
  CHECK_MESSAGE(finished.code == code, finished.error);
  CHECK_MESSAGE(finished.error.find(words) != std::string::npos, finished.error);
}

struct World {
  Scratch scratch;
  Sandbox sandbox{scratch, {"--generate", "120", "--lag", "1", "--burst", "0", "--searches", "0"}};

  World() { write_project(scratch, sandbox); }
  Finished parley(std::vector<std::string> words) const {
    return run_parley(scratch, sandbox, std::move(words), 60);
  }
  std::int64_t written() const {
    return writes(sandbox.dump(Side::hubspot)) + writes(sandbox.dump(Side::netsuite));
  }
  // Runs what was interrupted to its end: nobody twice, and then nothing left to do.
  void completes(std::int64_t created_right) const {
    CHECK(parley({"sync", "--accept"}).code == 0);
    CHECK(parley({"sync", "--accept"}).code == 0);
    CHECK(effect(sandbox.dump(Side::netsuite), "created") == created_right);
    const std::int64_t before = written();
    CHECK(parley({"sync"}).code == 0);
    CHECK(written() == before);
  }
};

void replace(const std::string& path, const std::string& from, const std::string& to) {
  std::string text = read_file(path);
  REQUIRE(text.find(from) != std::string::npos);
  text.replace(text.find(from), from.size(), to);
  FILE* file = std::fopen(path.c_str(), "wb");
  std::fwrite(text.data(), 1, text.size(), file);
  std::fclose(file);
}

// How many customers an undisturbed first sync of World creates.
std::int64_t created_undisturbed() {
  static const std::int64_t count = [] {
    const World world;
    REQUIRE(world.parley({"sync", "--accept"}).code == 0);
    return effect(world.sandbox.dump(Side::netsuite), "created");
  }();
  return count;
}

}  // namespace

TEST_SUITE("bad_input") {
  TEST_CASE("a stream of records") {
    rejects_the_second(R"({"id":"2",oops})", "expected a key in quotes");
    rejects_the_second("[1,2]", "is not a JSON object");
    rejects_the_second(record("\"firstname\":\"\xff\xfe\""), "is not valid UTF-8");
    rejects_the_second(record(R"("x":)" + std::string(10'000, '[') + std::string(10'000, ']')),
                       "is nested too deep");
    rejects_the_second(
        R"({"id":"2","properties":{"email":"x@y.zz","lastname":")" + std::string(1'000'000, 'x') + "\"}}",
        "`hs.lastname` is too long", "ns.lastName");
    rejects_the_second(record(R"("lifecyclestage":"nonsense")"), "`hs.lifecyclestage`", "ns.entityStatus");
    rejects_the_second(record(R"("lifecyclestage":"customer")"), "has no row in table stage",
                       "ns.entityStatus");
    rejects_the_second(record(R"("annualrevenue":"1e400")"), "is not a number of at most 38 digits",
                       "ns.custentity_revenue");
    rejects_the_second(record(R"("annualrevenue":"much")"), "annualrevenue", "ns.custentity_revenue");
  }

  TEST_CASE("a record over two lines is two bad records, and the next one is read") {
    const Mapped mapped = map_records(
        strict, good + "\n{\"id\":\"2\",\n\"properties\":{\"email\":\"x@y.zz\"}}\n" + good + "\n");
    CHECK(mapped.run.code == 1);
    CHECK(mapped.out.size() == 2);
    REQUIRE(mapped.rejected.size() == 2);
    CHECK(mapped.rejected[0].starts_with(R"({"line":2,)"));
    CHECK(mapped.rejected[1].starts_with(R"({"line":3,)"));
  }

  TEST_CASE("a missing field is no value: a default or a scope decides") {
    const Mapped mapped = map_records(strict, R"({"id":"3","properties":{}})"
                                              "\n" +
                                                  good + "\n");
    CHECK(mapped.run.code == 0);
    CHECK(mapped.out == std::vector<std::string>{good_out});
  }

  TEST_CASE("files that cannot be read") {
    const Scratch scratch;
    const auto parley = [&](std::vector<std::string> words) {
      words.insert(words.begin(), parley_binary());
      return run({.words = words, .folder = scratch.path()});
    };
    says(parley({"map", "none.parley"}), 2, "cannot read none.parley");
    says(parley({"plan"}), 2, "there is no parley.yaml");
    scratch.write("parley.yaml", "version: [");
    says(parley({"plan"}), 2, "parley.yaml:");
    scratch.write("parley.yaml", "version: 1\nconnections:\n  hs: {system: hubspot, token: secret}\n");
    says(parley({"plan"}), 2, "parley.yaml:3: connection hs has no key `token`");
    scratch.write("parley.yaml",
                  "version: 1\nconnections:\n  hs: {system: hubspot, account: \"1\", auth: {token: abc}}\n");
    const Finished told = parley({"plan"});
    says(told, 2, "never the secret itself");
    CHECK(told.error.find("abc") == std::string::npos);
    if (geteuid() == 0) {
      std::puts("skipped: a file without the right to read it (root may read all)");
    } else {
      chmod(scratch.write("parley.yaml", "version: 1").c_str(), 0);
      says(parley({"plan"}), 2, "cannot read parley.yaml");
    }
  }

  TEST_CASE("output on a full disk") {
    const Scratch scratch;
    scratch.write("m.parley", strict);
    const Finished finished = run({.words = {parley_binary(), "map", "m.parley"},
                                   .folder = scratch.path(),
                                   .input = scratch.write("in.ndjson", good + "\n"),
                                   .output = "/dev/full"});
    says(finished, 6, "No space left on device");
  }

  TEST_CASE("wrong secrets and accounts: refused before anything is read") {
    const World world;
    const auto with = [&](const std::string& name, const std::string& value) {
      Start start = parley_start(world.scratch, world.sandbox, {"sync", "--accept"});
      start.environment[name] = value;
      return run(start);
    };
    says(with("HUBSPOT_TOKEN", "wrong"), 4, "hubspot");
    says(with("NETSUITE_TOKEN_SECRET", "wrong"), 4, "netsuite");
    says(with("HUBSPOT_TOKEN", ""), 2, "token");
    const std::string project = world.scratch.path() + "/parley.yaml", whole = read_file(project);
    replace(project, world.sandbox.environment().at("HUBSPOT_ACCOUNT"), "999");
    says(world.parley({"sync", "--accept"}), 4, "the connection says 999");
    world.scratch.write("parley.yaml", whole);
    replace(project, world.sandbox.environment().at("NETSUITE_ACCOUNT"), "OTHER_SB1");
    says(world.parley({"sync", "--accept"}), 4, "netsuite");
    CHECK(world.written() == 0);
    world.scratch.write("parley.yaml", whole);
    world.completes(created_undisturbed());
  }

  TEST_CASE("a port in use") {
    const World world;
    const std::string port = std::to_string(world.sandbox.port(Side::hubspot));
    says(world.parley({"sandbox", "--hubspot-port", port}), 6, "port " + port);
  }

  TEST_CASE("a second sync on the same state is refused by name, the first one goes on") {
    const World world;
    world.sandbox.fault(Side::netsuite, R"({"action":"delay","delay_ms":1500,"nth":3})");
    Process first(parley_start(world.scratch, world.sandbox, {"sync", "--accept"}));
    Finished second;
    for (int tries = 0; tries < 100 && second.code != 5; ++tries) {
      REQUIRE(first.running());
      if (std::filesystem::exists(world.scratch.path() + "/state.db.generation"))
        second = world.parley({"status", "--fail-on", "failing>0"}),
        second = world.parley({"sync", "--accept"});
      sleep_for(0.01);
    }
    says(second, 5, fmt::format("process {}", first.pid()));
    CHECK(first.wait(60).code == 0);
    world.completes(created_undisturbed());
  }

  TEST_CASE("the sandbox dies in mid-run") {
    World world;
    world.sandbox.fault(Side::netsuite, R"({"action":"delay","delay_ms":50,"method":"PUT","times":1000})");
    Process sync(parley_start(world.scratch, world.sandbox, {"sync", "--accept"}));
    while (sync.running() && effect(world.sandbox.dump(Side::netsuite), "created") < 5) sleep_for(0.005);
    REQUIRE(sync.running());
    world.sandbox.process().signal(SIGKILL);
    const Finished finished = sync.wait(60);
    CHECK(finished.code == 4);
    CHECK_MESSAGE(finished.error.find("127.0.0.1") != std::string::npos, finished.error);
  }

  TEST_CASE("a system that stops answering in mid-run; it comes back and the next run completes") {
    const World world;
    world.sandbox.fault(Side::netsuite, R"({"action":"cut","nth":30,"times":1000000})");
    const Finished finished = world.parley({"sync", "--accept"});
    says(finished, 4, "netsuite");
    world.sandbox.forget_faults();
    world.completes(created_undisturbed());
  }

  TEST_CASE("a full disk under the state; with space again the next run completes") {
    const World world;
    const std::string small = world.scratch.path() + "/small";
    std::filesystem::create_directory(small);
    if (mount("none", small.c_str(), "tmpfs", 0, "size=1m") != 0) {
      std::puts("skipped: a full disk under the state (mounting a small disk is not allowed here)");
      return;
    }
    replace(world.scratch.path() + "/parley.yaml", "sqlite:state.db", "sqlite:small/state.db");
    says(world.parley({"sync", "--accept"}), 6, "no space left to write the state");
    CHECK(mount("none", small.c_str(), "tmpfs", MS_REMOUNT, "size=64m") == 0);
    world.completes(created_undisturbed());
    umount(small.c_str());
  }
}
