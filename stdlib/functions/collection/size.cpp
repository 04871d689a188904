#include "stdlib/functions/body.hpp"
#include "stdlib/functions/code_points.hpp"

namespace parley::functions {

extern "C" Returned parley_size(CallContext&, Text x, std::int64_t* out) {
  *out = count_code_points(x);
  return call::done;
}

}  // namespace parley::functions

#ifndef PARLEY_BITCODE
#include "stdlib/functions/describe.hpp"

namespace parley::functions {

namespace {

std::int64_t size_of_list(CallContext&, std::span<const value::Value> arguments, value::Value& result) {
  result = value::Value::of(static_cast<std::int64_t>(arguments[0].as<value::List>()->size()));
  return call::done;
}

std::int64_t size_of_map(CallContext&, std::span<const value::Value> arguments, value::Value& result) {
  result = value::Value::of(static_cast<std::int64_t>(arguments[0].as<value::Map>()->entries.size()));
  return call::done;
}

}  // namespace

Overloads describe_size() {
  return {{
              .name = "size",
              .area = "collection",
              .parameters = {{.name = "x", .kind = TypeKind::text}},
              .result = type(TypeKind::integer),
              .body = typed<&parley_size>("parley_size"),
              .summary = "The number of code points of a text.",
              .documentation = "CEL's `size`. `length` counts in other units.",
              .examples = {{R"(size("né"))", "2"}, {R"(size(""))", "0"}},
          },
          {
              .name = "size",
              .area = "collection",
              .parameters = {{.name = "items", .kind = TypeKind::list, .any_element = true}},
              .result = type(TypeKind::integer),
              .body = size_of_list,
              .summary = "The number of items of a list.",
              .documentation = "Items without a value count.",
              .examples = {{R"(size(["a", null]))", "2"}, {"size([])", "0"}},
          },
          {
              .name = "size",
              .area = "collection",
              .parameters = {{.name = "entries", .kind = TypeKind::map, .any_element = true}},
              .result = type(TypeKind::integer),
              .body = size_of_map,
              .summary = "The number of entries of a map.",
              .documentation = "Each key counts once.",
              .examples = {},
          }};
}

}  // namespace parley::functions
#endif
