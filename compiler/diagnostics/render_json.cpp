#include <fmt/format.h>

#include "compiler/diagnostics/render.hpp"

namespace parley::diagnostics {

namespace {

// JSON is written by hand here: the layer below knows no documents.
std::string quoted(std::string_view text) {
  std::string out = "\"";
  for (char c : text) {
    if (c == '"' || c == '\\') {
      out += '\\';
      out += c;
    } else if (c == '\n') {
      out += "\\n";
    } else if (static_cast<unsigned char>(c) < 0x20) {
      out += fmt::format("\\u{:04x}", static_cast<unsigned>(c));
    } else {
      out += c;
    }
  }
  return out + '"';
}

std::string place(Span span, const source::SourceSet& sources) {
  const source::SourceFile& file = sources.file(span.file);
  source::Position start = file.position(span.begin);
  source::Position end = file.position(span.end);
  return fmt::format(R"("file":{},"line":{},"column":{},"end_line":{},"end_column":{},"begin":{},"end":{})",
                     quoted(file.name()), start.line, start.column, end.line, end.column, span.begin,
                     span.end);
}

std::string suggestion_json(const Suggestion& suggestion, const source::SourceSet& sources) {
  std::string edits;
  for (const Edit& edit : suggestion.edits) {
    if (!edits.empty()) edits += ',';
    edits += fmt::format(R"({{{},"text":{}}})", place(edit.span, sources), quoted(edit.text));
  }
  return fmt::format(R"({{"title":{},"safe":{},"edits":[{}]}})", quoted(suggestion.title), suggestion.safe,
                     edits);
}

std::string diagnostic_json(const Diagnostic& diagnostic, const source::SourceSet& sources) {
  std::string out = fmt::format(R"({{"code":"{}","severity":"{}","message":{},{})", diagnostic.code,
                                severity_name(diagnostic.severity), quoted(diagnostic.message),
                                place(diagnostic.span, sources));
  std::string notes;
  for (const Note& note : diagnostic.notes) {
    if (!notes.empty()) notes += ',';
    notes += fmt::format(R"({{"message":{},{}}})", quoted(note.text), place(note.span, sources));
  }
  if (!notes.empty()) out += fmt::format(R"(,"notes":[{}])", notes);
  if (!diagnostic.why.empty()) out += fmt::format(R"(,"why":{})", quoted(diagnostic.why));
  if (!diagnostic.help.empty()) out += fmt::format(R"(,"help":{})", quoted(diagnostic.help));
  if (diagnostic.suggestion)
    out += fmt::format(R"(,"suggestion":{})", suggestion_json(*diagnostic.suggestion, sources));
  return out + '}';
}

}  // namespace

std::string render_json_items(const std::vector<Diagnostic>& all, const source::SourceSet& sources) {
  std::string out;
  for (const Diagnostic& diagnostic : all) {
    if (!out.empty()) out += ",\n ";
    out += diagnostic_json(diagnostic, sources);
  }
  return out;
}

std::string render_json(const std::vector<Diagnostic>& all, const source::SourceSet& sources) {
  return "[" + render_json_items(all, sources) + "]\n";
}

}  // namespace parley::diagnostics
