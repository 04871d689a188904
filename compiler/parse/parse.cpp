#include "compiler/parse/parse.hpp"

#include <fmt/format.h>

#include "compiler/parse/context.hpp"
#include "compiler/parse/expressions.hpp"
#include "compiler/parse/syntax.hpp"
#include "compiler/parse/tree_builder.hpp"
#include "stdlib/core/text.hpp"

namespace parley::parse {

namespace {

// The first byte that is no UTF-8, by halving.
std::uint32_t first_bad_byte(std::string_view text) {
  std::size_t good = 0;
  for (std::size_t step = text.size(); step > 0;) {
    if (good + step <= text.size() && core::is_valid_utf8(text.substr(good, step)))
      good += step;
    else
      step /= 2;
  }
  return static_cast<std::uint32_t>(good);
}

bool readable(const Context& context) {
  const std::string_view text = context.file.text();
  if (text.size() > source::file_bytes_max) {
    context.report(
        "P003", {context.file.id(), 0, 0},
        fmt::format("the file has {} bytes; at most {} are read", text.size(), source::file_bytes_max),
        "Split it into several files and `import` them.");
    return false;
  }
  if (!core::is_valid_utf8(text)) {
    const std::uint32_t bad = first_bad_byte(text);
    context.report("P002", {context.file.id(), bad, bad}, "this byte is not valid UTF-8",
                   "Save the file in UTF-8.");
    return false;
  }
  return true;
}

}  // namespace

ast::File parse(const source::SourceFile& file, diagnostics::Sink& sink) {
  const Context context{file, sink};
  if (!readable(context)) {
    ast::File empty;
    empty.source = file.id();
    return empty;
  }
  const Syntax syntax = read_file(file.text());
  report_syntax_errors(context, syntax);
  return TreeBuilder(context, syntax.errors).build(syntax.root);
}

ast::LoneExpression parse_expression(const source::SourceFile& file, diagnostics::Sink& sink) {
  const Context context{file, sink};
  ast::LoneExpression lone;
  ExpressionBuilder builder(context, lone.expressions);
  if (readable(context)) {
    const Syntax syntax = read_expression(file.text());
    report_syntax_errors(context, syntax);
    if (!syntax.root.children.empty()) {
      lone.root = builder.build(syntax.root.children.front());
      return lone;
    }
  }
  lone.expressions.push_back({});
  lone.root = ast::ExpressionId(static_cast<std::uint32_t>(lone.expressions.size() - 1));
  return lone;
}

}  // namespace parley::parse
