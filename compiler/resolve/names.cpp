#include "compiler/resolve/names.hpp"

#include <filesystem>
#include <set>
#include <vector>

#include <fmt/format.h>

namespace parley::resolve {

namespace {

class Collector {
 public:
  Collector(const source::SourceSet& sources, ImportSource& imports, diagnostics::Sink& sink)
      : sources_(sources), imports_(imports), sink_(sink) {}

  void visit(const ast::File& file, std::size_t depth) {
    open_.push_back(file_name(file));
    seen_.insert(file_name(file));
    add_all(file, depth > 0);
    for (const ast::Import& import : file.imports) follow(file, import, depth);
    open_.pop_back();
  }

  Names names;

 private:
  std::string file_name(const ast::File& file) const {
    return std::filesystem::path(sources_.file(file.source).name()).lexically_normal().string();
  }

  void add_all(const ast::File& file, bool imported) {
    for (const ast::Table& table : file.tables) add(names.tables, "table", file, table, imported);
    for (const ast::Lens& lens : file.lenses) add(names.lenses, "lens", file, lens, imported);
    for (const ast::PoliciesDeclaration& policies : file.policies)
      add(names.policies, "policies", file, policies, imported);
  }

  template <class T>
  void add(std::map<std::string, Declared<T>, std::less<>>& all, std::string_view what, const ast::File& file,
           const T& node, bool imported) {
    if (node.name.empty()) return;
    const auto [place, added] = all.try_emplace(node.name.text, Declared<T>{&file, &node, imported});
    if (added) return;
    auto finding = diagnostics::make("P106", node.name.span,
                                     fmt::format("{} `{}` is declared a second time", what, node.name.text));
    finding.notes.push_back({place->second.node->name.span, "first declared here"});
    finding.help = "rename one of them";
    sink_.add(std::move(finding));
  }

  void follow(const ast::File& file, const ast::Import& import, std::size_t depth) {
    if (import.path.empty()) return;
    const auto directory = std::filesystem::path(sources_.file(file.source).name()).parent_path();
    const std::string path = (directory / import.path.text).lexically_normal().string();
    for (const std::string& open : open_)
      if (open == path) return refuse(import, fmt::format("`{}` imports itself", path));
    if (seen_.contains(path)) return;
    if (depth + 1 >= import_depth_max || seen_.size() >= imported_files_max)
      return refuse(import, "too many imports");
    const ast::File* imported = imports_.open(path);
    if (imported == nullptr) return refuse(import, fmt::format("`{}` cannot be read", path));
    visit(*imported, depth + 1);
  }

  void refuse(const ast::Import& import, std::string message) {
    auto finding = diagnostics::make("P112", import.path.span, std::move(message));
    finding.why = "an import is a path relative to the file that it stands in";
    sink_.add(std::move(finding));
  }

  const source::SourceSet& sources_;
  ImportSource& imports_;
  diagnostics::Sink& sink_;
  std::vector<std::string> open_;
  std::set<std::string> seen_;
};

}  // namespace

Names collect(const ast::File& file, const source::SourceSet& sources, ImportSource& imports,
              diagnostics::Sink& sink) {
  Collector collector(sources, imports, sink);
  collector.visit(file, 0);
  return std::move(collector.names);
}

}  // namespace parley::resolve
