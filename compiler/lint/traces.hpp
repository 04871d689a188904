// How a law that does not hold is told.
#pragma once

#include "compiler/lint/rule.hpp"

namespace parley::lint {

// Reports each refuted rule whose values rest in the end, or those whose values do not.
void report_refuted(const Subject& subject, bool rests, std::string_view message, std::string_view help,
                    Report& report);

}  // namespace parley::lint
