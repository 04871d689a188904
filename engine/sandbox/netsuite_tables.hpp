// The SuiteQL tables of the served NetSuite account: customer, customersubsidiaryrelationship, systemnote,
// deletedrecord, dual. Each is a view on the store, which must outlive it.
#pragma once

#include <memory>
#include <string_view>

#include "engine/sandbox/calendar.hpp"
#include "engine/sandbox/customer_store.hpp"
#include "engine/sandbox/suiteql_run.hpp"

namespace parley::sandbox {

// Null where there is no table of that name.
std::unique_ptr<SqlTable> open_table(std::string_view name, const CustomerStore& store, const Zone& zone);

}  // namespace parley::sandbox
