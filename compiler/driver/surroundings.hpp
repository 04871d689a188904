// Schemas and imports of one compilation, read when they are first asked for: a user's own from the folder
// `schemas` beside the mapping, then the shipped ones. Owns all that it hands out.
#pragma once

#include <deque>
#include <map>
#include <optional>
#include <string>

#include "compiler/diagnostics/diagnostic.hpp"
#include "compiler/driver/files.hpp"
#include "compiler/resolve/ports.hpp"
#include "compiler/source/source.hpp"

namespace parley::driver {

class Schemas : public resolve::SchemaSource {
 public:
  // `folder` ends in "/" or is empty.
  Schemas(Files& files, std::string folder, source::SourceSet& sources, diagnostics::Sink& sink);

  const schema::System* system(std::string_view name) override;
  std::vector<std::string> system_names() override;

 private:
  std::optional<schema::System> load(const std::string& name);

  Files& files_;
  std::string folder_;
  source::SourceSet& sources_;
  diagnostics::Sink& sink_;
  std::map<std::string, std::optional<schema::System>, std::less<>> systems_;
};

class Imports : public resolve::ImportSource {
 public:
  Imports(Files& files, source::SourceSet& sources, diagnostics::Sink& sink);

  const ast::File* open(const std::string& path) override;

 private:
  Files& files_;
  source::SourceSet& sources_;
  diagnostics::Sink& sink_;
  std::map<std::string, std::optional<ast::File>> opened_;
};

}  // namespace parley::driver
