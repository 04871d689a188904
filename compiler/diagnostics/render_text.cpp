#include <fmt/format.h>

#include <algorithm>

#include "compiler/diagnostics/render.hpp"

namespace parley::diagnostics {

namespace {

// Long lines are shown around the finding only.
constexpr std::size_t shown_columns_max = 160;

struct Palette {
  std::string_view error, warning, note, frame, bold, reset;
};

Palette palette(Colour colour) {
  if (colour == Colour::never) return {};
  return {"\x1b[1;31m", "\x1b[1;33m", "\x1b[1;36m", "\x1b[34m", "\x1b[1m", "\x1b[0m"};
}

std::string_view paint(Severity severity, const Palette& paints) {
  switch (severity) {
    case Severity::error:
      return paints.error;
    case Severity::warning:
      return paints.warning;
    case Severity::note:
      return paints.note;
  }
  return {};
}

std::size_t code_points(std::string_view text) {
  return static_cast<std::size_t>(
      std::ranges::count_if(text, [](char c) { return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U; }));
}

// Tabs become one blank, so that the marks stand under what they mark; other control characters are shown as
// `?`.
std::string visible(std::string_view text) {
  std::string shown(text);
  for (char& c : shown) {
    if (c == '\t') c = ' ';
    if (static_cast<unsigned char>(c) < 0x20 || c == 0x7F) c = '?';
  }
  return shown;
}

// The line of the span with marks below it; of a span over several lines the first line is shown.
void append_excerpt(std::string& out, Span span, const source::SourceSet& sources,
                    std::string_view mark_paint, const Palette& paints) {
  const source::SourceFile& file = sources.file(span.file);
  source::Position start = file.position(span.begin);
  std::string_view line = file.line(start.line);
  std::size_t from = std::min<std::size_t>(span.begin - file.line_start(start.line), line.size());
  std::size_t length = std::min<std::size_t>(span.size(), line.size() - from);
  if (line.size() > shown_columns_max) {
    std::size_t cut = from > 60 ? from - 60 : 0;
    while (cut > 0 && (static_cast<unsigned char>(line[cut]) & 0xC0U) == 0x80U) --cut;
    line = line.substr(cut);
    std::size_t kept = std::min(line.size(), shown_columns_max);
    while (kept < line.size() && (static_cast<unsigned char>(line[kept]) & 0xC0U) == 0x80U) --kept;
    line = line.substr(0, kept);
    from -= cut;
    length = std::min(length, line.size() - std::min(from, line.size()));
  }
  std::string number = std::to_string(start.line);
  std::string margin(number.size(), ' ');
  std::size_t indent = code_points(line.substr(0, from));
  std::size_t marks = std::max<std::size_t>(1, code_points(line.substr(std::min(from, line.size()), length)));
  out += fmt::format("{}{}-->{} {}:{}:{}\n", margin, paints.frame, paints.reset, file.name(), start.line,
                     start.column);
  out += fmt::format("{} {}|{}\n", margin, paints.frame, paints.reset);
  out += fmt::format("{}{} |{} {}\n", paints.frame, number, paints.reset, visible(line));
  out += fmt::format("{} {}|{} {}{}{}{}\n", margin, paints.frame, paints.reset, std::string(indent, ' '),
                     mark_paint, std::string(marks, '^'), paints.reset);
}

}  // namespace

std::string_view severity_name(Severity severity) {
  switch (severity) {
    case Severity::error:
      return "error";
    case Severity::warning:
      return "warning";
    case Severity::note:
      return "note";
  }
  return "";
}

std::string render_text(const Diagnostic& diagnostic, const source::SourceSet& sources, Colour colour) {
  Palette paints = palette(colour);
  std::string_view paint_of = paint(diagnostic.severity, paints);
  std::string out = fmt::format("{}{}[{}]{}{}: {}{}\n", paint_of, severity_name(diagnostic.severity),
                                diagnostic.code, paints.reset, paints.bold, diagnostic.message, paints.reset);
  append_excerpt(out, diagnostic.span, sources, paint_of, paints);
  for (const Note& note : diagnostic.notes) {
    out += fmt::format("  {}note{}: {}\n", paints.note, paints.reset, note.text);
    append_excerpt(out, note.span, sources, paints.note, paints);
  }
  if (!diagnostic.why.empty()) out += fmt::format("  = why: {}\n", diagnostic.why);
  if (!diagnostic.help.empty()) out += fmt::format("  = help: {}\n", diagnostic.help);
  if (diagnostic.suggestion) out += fmt::format("  = fix: {}\n", diagnostic.suggestion->title);
  return out;
}

std::string render_text(const std::vector<Diagnostic>& all, const source::SourceSet& sources, Colour colour) {
  std::string out;
  for (const Diagnostic& diagnostic : all) {
    out += render_text(diagnostic, sources, colour);
    out += '\n';
  }
  return out;
}

}  // namespace parley::diagnostics
