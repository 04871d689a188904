// The outcomes that every connector gives alike where an answer says nothing of a single record.
#pragma once

#include <string>

#include "engine/connector/operation.hpp"
#include "engine/connector/write.hpp"

namespace parley::connector {

// Certainly not written, and worth another try.
Outcome not_written(std::string words);
// May have been written.
Outcome perhaps_written(std::string words);
// Of a request that got no answer: one of the two above.
Outcome outcome_of(const http::Unanswered& unanswered);
// Of a refusal that has nothing to do with the record: the secret, the role, the rate, a locked account.
Outcome outcome_of(const Fault& fault);

}  // namespace parley::connector
