// A mapping file checked in memory, against the shipped schemas and tests/support/shop.yaml.
#pragma once

#include <doctest/doctest.h>

#include <deque>
#include <map>
#include <string>
#include <vector>

#include "compiler/check/check.hpp"
#include "compiler/diagnostics/render.hpp"
#include "compiler/lint/lint.hpp"
#include "compiler/parse/parse.hpp"
#include "compiler/resolve/ports.hpp"
#include "compiler/schema/load.hpp"
#include "stdlib/schema/shipped.hpp"
#include "tests/support/golden.hpp"

namespace parley::support {

class Schemas final : public resolve::SchemaSource {
 public:
  static Schemas& all() {
    static Schemas schemas;
    return schemas;
  }
  const schema::System* system(std::string_view name) override {
    const auto found = systems_.find(name);
    return found != systems_.end() ? &found->second : nullptr;
  }
  std::vector<std::string> system_names() override {
    std::vector<std::string> names;
    for (const auto& [name, system] : systems_) names.push_back(name);
    return names;
  }

  // The texts that the schemas were read from.
  void add_to(source::SourceSet& sources) const {
    for (std::uint32_t i = 0; i < sources_.size(); ++i) {
      const source::SourceFile& file = sources_.file(source::FileId(i));
      sources.add(file.name(), std::string(file.text()));
    }
  }

 private:
  Schemas() {
    for (const schema::ShippedFile& file : schema::shipped())
      add(std::string(file.system) + ".yaml", std::string(file.text));
    add("shop.yaml", read_text("tests/support/shop.yaml"));
  }
  void add(const std::string& file, std::string text) {
    diagnostics::Sink sink;
    auto system = schema::load(sources_.add(file, std::move(text)), sink);
    REQUIRE(system.has_value());
    REQUIRE(!sink.has_errors());
    std::string name = system->name;
    systems_.emplace(std::move(name), std::move(*system));
  }
  source::SourceSet sources_;
  std::map<std::string, schema::System, std::less<>> systems_;
};

// One run of the compiler up to the lint rules.
class Checked final : resolve::ImportSource {
 public:
  explicit Checked(std::string text, std::map<std::string, std::string> imports = {},
                   std::string name = "example.parley")
      : imports_(std::move(imports)) {
    file = parse::parse(sources.add(std::move(name), std::move(text)), sink);
    Schemas::all().add_to(sources);
    checked = check::check(file, {Schemas::all(), *this, sources}, sink);
  }
  lint::Outcome lint(const lint::Options& options = {}) { return lint::run(checked, sources, options, sink); }

  const ast::File* open(const std::string& path) override {
    const auto text = imports_.find(path);
    if (text == imports_.end()) return nullptr;
    opened_.push_back(parse::parse(sources.add(path, text->second), sink));
    return &opened_.back();
  }

  std::vector<diagnostics::Diagnostic> of(std::string_view code) const {
    std::vector<diagnostics::Diagnostic> found;
    for (const auto& finding : sink.sorted())
      if (finding.code == code) found.push_back(finding);
    return found;
  }
  std::string codes() const {
    std::string all;
    for (const auto& finding : sink.sorted()) all += (all.empty() ? "" : " ") + std::string(finding.code);
    return all;
  }
  std::string text() const {
    return diagnostics::render_text(sink.sorted(), sources, diagnostics::Colour::never);
  }

  source::SourceSet sources;
  diagnostics::Sink sink;
  ast::File file;
  check::CheckedFile checked;

 private:
  std::map<std::string, std::string> imports_;
  std::deque<ast::File> opened_;
};

}  // namespace parley::support
