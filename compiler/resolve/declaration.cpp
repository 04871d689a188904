#include "compiler/resolve/declaration.hpp"

#include <fmt/format.h>

namespace parley::resolve {

std::optional<diagnostics::Note> declaration(const source::SourceSet& sources, const schema::Object& object,
                                             const schema::Field& field) {
  const source::SourceFile* file = sources.find(object.file);
  if (file == nullptr || field.line == 0 || field.line > file->line_count()) return std::nullopt;
  const std::string_view line = file->line(field.line);
  const std::size_t blanks = std::min(line.find_first_not_of(' '), line.size());
  const std::size_t end = std::min(line.find(':'), line.size());
  const std::uint32_t start = file->line_start(field.line);
  const source::Span span{file->id(), start + static_cast<std::uint32_t>(blanks),
                          start + static_cast<std::uint32_t>(std::max(blanks, end))};
  return diagnostics::Note{span, fmt::format("`{}` is declared here", field.name)};
}

}  // namespace parley::resolve
