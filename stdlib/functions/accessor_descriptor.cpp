#include "stdlib/functions/accessor_descriptor.hpp"

#include "stdlib/functions/zone.hpp"

namespace parley::functions {

Overloads describe(const Accessor& accessor) {
  const auto overload = [&](const AccessorForm& form, std::vector<abi::Parameter> parameters) {
    return abi::Function{.name = accessor.name,
                         .area = "time",
                         .parameters = std::move(parameters),
                         .result = type(TypeKind::integer),
                         .body = form.body,
                         .summary = accessor.summary,
                         .documentation = accessor.documentation,
                         .examples = {form.example}};
  };
  const abi::Parameter instant = {.name = "t", .kind = TypeKind::instant};
  Overloads all = {
      overload(accessor.utc, {instant}),
      overload(accessor.in_zone, {instant,
                                  {.name = "zone",
                                   .kind = TypeKind::text,
                                   .literal = true,
                                   .accepts = is_zone,
                                   .expects = "a time zone of the IANA database, UTC or an offset"}})};
  if (accessor.of_duration)
    all.push_back(overload(*accessor.of_duration, {{.name = "x", .kind = TypeKind::duration}}));
  return all;
}

}  // namespace parley::functions
