#include "engine/run/secrets.hpp"

#include <sys/stat.h>
#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>

#include <doctest/doctest.h>

namespace parley::run {
namespace {

using Kind = SecretReference::Kind;

std::string revealed(const SecretReference& reference) {
  const auto secret = fetch(reference, "connection hs: token");
  return secret ? std::string(secret->reveal()) : "failed: " + secret.error().message;
}

struct File {
  std::string folder = "/tmp/parley-secrets-XXXXXX";
  std::string path;
  File(const std::string& text, mode_t mode) {
    REQUIRE(mkdtemp(folder.data()) != nullptr);
    path = folder + "/secret";
    std::ofstream(path) << text;
    REQUIRE(chmod(path.c_str(), mode) == 0);
  }
  ~File() { std::filesystem::remove_all(folder); }
};

TEST_CASE("a secret comes from a file of one's own, without its last line end") {
  const File file("pat-na1-secret\n", 0600);
  CHECK(revealed({Kind::file, {file.path}}) == "pat-na1-secret");
  const File open("pat-na1-secret\n", 0644);
  CHECK(revealed({Kind::file, {open.path}}) ==
        "failed: connection hs: token: others can read file:" + open.path);
  const File empty("\n", 0600);
  CHECK(revealed({Kind::file, {empty.path}}) ==
        "failed: connection hs: token: file:" + empty.path + " gives nothing");
  CHECK(revealed({Kind::file, {"/nowhere/secret"}}) ==
        "failed: connection hs: token: cannot read file:/nowhere/secret");
}

TEST_CASE("a secret comes from a program, with its words as they are and no shell") {
  CHECK(revealed({Kind::exec, {"printf", "%s\n", "pat $HOME; *"}}) == "pat $HOME; *");
  CHECK(revealed({Kind::exec, {"sh", "-c", "echo pat; exit 3"}}) ==
        "failed: connection hs: token: sh failed");
  CHECK(revealed({Kind::exec, {"/nowhere/program"}}) ==
        "failed: connection hs: token: /nowhere/program failed");
  CHECK(revealed({Kind::exec, {"true"}}) == "failed: connection hs: token: true gives nothing");
}

TEST_CASE("a secret comes from a variable") {
  REQUIRE(setenv("PARLEY_TEST_SECRET", "pat", 1) == 0);
  CHECK(revealed({Kind::env, {"PARLEY_TEST_SECRET"}}) == "pat");
  REQUIRE(unsetenv("PARLEY_TEST_SECRET") == 0);
  CHECK(revealed({Kind::env, {"PARLEY_TEST_SECRET"}}) ==
        "failed: connection hs: token: the variable PARLEY_TEST_SECRET is not set");
}

}  // namespace
}  // namespace parley::run
