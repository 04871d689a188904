#include "compiler/driver/surroundings.hpp"

#include <algorithm>

#include "compiler/parse/parse.hpp"
#include "compiler/schema/load.hpp"
#include "stdlib/schema/shipped.hpp"

namespace parley::driver {

Schemas::Schemas(Files& files, std::string folder, source::SourceSet& sources, diagnostics::Sink& sink)
    : files_(files), folder_(std::move(folder)), sources_(sources), sink_(sink) {}

const schema::System* Schemas::system(std::string_view name) {
  auto found = systems_.find(name);
  if (found == systems_.end()) found = systems_.emplace(name, load(std::string(name))).first;
  return found->second ? &*found->second : nullptr;
}

std::optional<schema::System> Schemas::load(const std::string& name) {
  std::string path = folder_ + "schemas/" + name + ".yaml";
  if (files_.exists(path)) {
    auto text = files_.read(path);
    if (text) return schema::load(sources_.add(path, std::move(*text)), sink_);
  }
  for (const schema::ShippedFile& file : schema::shipped())
    if (file.system == name) return schema::load(sources_.add(name + ".yaml", std::string(file.text)), sink_);
  return std::nullopt;
}

std::vector<std::string> Schemas::system_names() {
  std::vector<std::string> names;
  for (const schema::ShippedFile& file : schema::shipped()) names.emplace_back(file.system);
  constexpr std::string_view ending = ".yaml";
  for (const std::string& file : files_.list(folder_ + "schemas"))
    if (file.ends_with(ending)) names.push_back(file.substr(0, file.size() - ending.size()));
  std::ranges::sort(names);
  names.erase(std::ranges::unique(names).begin(), names.end());
  return names;
}

Imports::Imports(Files& files, source::SourceSet& sources, diagnostics::Sink& sink)
    : files_(files), sources_(sources), sink_(sink) {}

const ast::File* Imports::open(const std::string& path) {
  auto found = opened_.find(path);
  if (found != opened_.end()) return found->second ? &*found->second : nullptr;
  std::optional<ast::File>& opened = opened_[path];
  auto text = files_.read(path);
  if (!text) return nullptr;
  opened = parse::parse(sources_.add(path, std::move(*text)), sink_);
  return &*opened;
}

}  // namespace parley::driver
