#include <fmt/format.h>

#include <algorithm>

#include "compiler/parse/context.hpp"
#include "compiler/parse/parse.hpp"
#include "grammar/scan.hpp"
#include "stdlib/core/text.hpp"

namespace parley::parse {

namespace {

constexpr std::size_t shown_expectations_max = 4;

// The word or sign at an offset; empty at the end of a line or of the text.
std::string_view found_at(std::string_view text, std::size_t offset) {
  if (offset >= text.size() || text[offset] == '\n' || text[offset] == '\r') return {};
  std::size_t end = offset;
  while (end < text.size() && grammar::is_word_byte(text[end])) ++end;
  if (end > offset) return text.substr(offset, end - offset);
  for (std::string_view sign : {"<->", "<-", "->", "==", "!=", "<=", ">=", "&&", "||", "??"})
    if (text.substr(offset).starts_with(sign)) return sign;
  end = offset + 1;
  while (end < text.size() && (static_cast<unsigned char>(text[end]) & 0xC0U) == 0x80U) ++end;
  return text.substr(offset, end - offset);
}

std::string listed(const std::vector<std::string_view>& all) {
  const std::size_t shown = std::min(all.size(), shown_expectations_max);
  std::string out;
  for (std::size_t n = 0; n < shown; ++n) {
    if (n > 0) out += n + 1 == shown ? " or " : ", ";
    out += all[n];
  }
  return out;
}

// Two letters swapped, mostly.
bool same_letters(std::string_view a, std::string_view b) {
  return std::ranges::is_permutation(a, b);
}

// The keyword that the author may have meant.
std::string_view close_keyword(std::string_view found, const std::vector<std::string_view>& keywords) {
  constexpr std::size_t distance_max = 2;
  std::string_view closest;
  std::size_t best = distance_max + 1;
  for (std::string_view keyword : keywords) {
    const std::size_t distance = core::edit_distance(found, keyword, distance_max);
    if (same_letters(found, keyword)) return keyword;
    if (distance < best && distance * 2 < keyword.size()) {
      best = distance;
      closest = keyword;
    }
  }
  return closest;
}

// A line such as `hs.e <-1 -> ns.e`.
bool number_behind_arrow(std::string_view text, std::size_t offset) {
  const std::size_t line = text.rfind('\n', offset) + 1;
  const std::size_t sign = text.substr(line, offset - line).find("<-");
  return sign != std::string_view::npos && line + sign + 2 < text.size() && text[line + sign + 2] >= '0' &&
         text[line + sign + 2] <= '9';
}

std::string help_for(std::string_view found, const SyntaxError& error, std::string_view text) {
  const bool arrow_as_operator =
      found == "<-" && std::ranges::find(error.expected, "an operator") != error.expected.end();
  if (arrow_as_operator || (found.ends_with("->") && number_behind_arrow(text, error.offset)))
    return "`<-` is an arrow; less-than-minus is written `< -`.";
  if (found == "=" && std::ranges::find(error.expected, "an operator") != error.expected.end())
    return "Values are compared with `==`.";
  if (text.substr(std::min<std::size_t>(error.offset, text.size())).starts_with("//"))
    return "A comment starts with `#`.";
  if (error.offset >= text.size())
    return "The text ends too early; a closing bracket or quote may be missing above.";
  return {};
}

}  // namespace

void report_syntax_errors(const Context& context, const Syntax& syntax) {
  const std::string_view text = context.file.text();
  for (const SyntaxError& error : syntax.errors) {
    const auto size = static_cast<std::uint32_t>(text.size());
    const std::uint32_t offset = std::min(error.offset, size);
    const std::string_view found = found_at(text, offset);
    const source::Span span{context.file.id(), offset, offset + static_cast<std::uint32_t>(found.size())};
    if (error.too_deep) {
      context.report("P004", span, fmt::format("this is nested more than {} levels deep", depth_max),
                     "Take parts out into a lens or a rule of their own.");
      continue;
    }
    const std::string shown = !found.empty()   ? fmt::format("`{}`", found)
                              : offset == size ? "the end of the file"
                                               : "the end of the line";
    diagnostics::Diagnostic finding =
        diagnostics::make("P001", span, fmt::format("expected {}, found {}", listed(error.expected), shown));
    finding.help = help_for(found, error, text);
    const std::string_view keyword =
        found.empty() ? std::string_view{} : close_keyword(found, error.keywords);
    if (!keyword.empty()) {
      finding.help = fmt::format("Did you mean `{}`?", keyword);
      finding.suggestion =
          diagnostics::Suggestion{fmt::format("write `{}`", keyword), {{span, std::string(keyword)}}};
    }
    context.sink.add(std::move(finding));
  }
}

}  // namespace parley::parse
