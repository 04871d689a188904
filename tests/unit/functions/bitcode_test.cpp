// What is in the bitcode, read with LLVM's own nm: a stray symbol would fail only in generated code.
#include "stdlib/functions/bitcode.hpp"

#include <algorithm>
#include <array>
#include <cstdio>
#include <fstream>
#include <memory>
#include <set>
#include <sstream>
#include <string>

#include "stdlib/functions/registry.hpp"

#include <doctest/doctest.h>

using namespace parley;
using namespace parley::functions;

namespace {

struct Symbols {
  std::set<std::string> defined;
  std::set<std::string> wanted;
};

Symbols read_symbols() {
  auto bitcode = functions_bitcode();
  std::string path = std::string(std::tmpnam(nullptr)) + ".bc";
  std::ofstream(path, std::ios::binary)
      .write(reinterpret_cast<const char*>(bitcode.data()), static_cast<std::streamsize>(bitcode.size()));
  std::unique_ptr<FILE, int (*)(FILE*)> nm(popen(("llvm-nm-19 --format=posix " + path).c_str(), "r"), pclose);
  std::string text;
  std::array<char, 4096> buffer{};
  for (std::size_t n = 0; (n = fread(buffer.data(), 1, buffer.size(), nm.get())) > 0;)
    text.append(buffer.data(), n);
  std::remove(path.c_str());
  Symbols symbols;
  std::istringstream lines(text);
  for (std::string line; std::getline(lines, line);) {
    std::istringstream words(line);
    std::string name;
    std::string kind;
    words >> name >> kind;
    (kind == "U" || kind == "w" ? symbols.wanted : symbols.defined).insert(name);
  }
  return symbols;
}

}  // namespace

TEST_CASE("the bitcode defines every body that is not heavy") {
  Symbols symbols = read_symbols();
  REQUIRE(symbols.defined.size() > 2);
  for (const abi::Function& function : all()) {
    const auto* typed = std::get_if<abi::TypedBody>(&function.body);
    if (typed == nullptr) continue;
    CHECK_MESSAGE(symbols.defined.contains(std::string(typed->symbol)) == !typed->heavy, typed->symbol);
    CHECK(typed->native != nullptr);
  }
}

TEST_CASE("the bitcode wants nothing but the runtime's symbols and the slow paths") {
  std::set<std::string_view> allowed(runtime_symbols().begin(), runtime_symbols().end());
  auto native = native_symbols();
  for (const abi::NativeSymbol& symbol : native) allowed.insert(symbol.name);
  for (const std::string& wanted : read_symbols().wanted) CHECK_MESSAGE(allowed.contains(wanted), wanted);
}
