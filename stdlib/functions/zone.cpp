#include "stdlib/functions/zone.hpp"

#include <date/tz.h>

#include <chrono>
#include <exception>
#include <map>
#include <string>

#include "stdlib/core/check.hpp"

namespace parley::functions {

namespace {

using core::Instant;
using value::DateTime;

constexpr std::int64_t second = 1'000'000;

// "+02:00" or "02:00" (as CEL allows) in seconds; nothing where the text is no offset.
std::optional<std::int64_t> fixed_offset(std::string_view zone) {
  if (zone == "UTC" || zone == "Z") return 0;
  std::int64_t sign = zone.starts_with('-') ? -1 : 1;
  if (zone.starts_with('-') || zone.starts_with('+')) zone.remove_prefix(1);
  auto time = value::parse_time(std::string(zone) + ":00");
  if (zone.size() != 5 || !time) return std::nullopt;
  return sign * time->microseconds / second;
}

const date::time_zone* located_anew(std::string_view zone) {
  try {
    return date::locate_zone(zone);
  } catch (const std::exception&) {
    return nullptr;  // no such zone, or no database
  }
}

const date::time_zone* located(std::string_view zone) {
  // Zones are literals, so a project names a handful.
  constexpr std::size_t zones_max = 1'024;
  thread_local std::map<std::string, const date::time_zone*, std::less<>> known;
  if (auto found = known.find(zone); found != known.end()) return found->second;
  if (known.size() == zones_max) known.clear();
  return known.emplace(zone, located_anew(zone)).first->second;
}

const date::time_zone& zone_of(std::string_view zone) {
  const date::time_zone* found = located(zone);
  ENSURE(found != nullptr, "a zone that the checker has accepted");
  return *found;
}

std::chrono::seconds whole_seconds(std::int64_t microseconds) {
  return std::chrono::floor<std::chrono::seconds>(std::chrono::microseconds(microseconds));
}

}  // namespace

bool is_zone(std::string_view zone) {
  return fixed_offset(zone) || located(zone) != nullptr;
}

DateTime civil_in(Instant instant, std::string_view zone) {
  if (auto offset = fixed_offset(zone)) return {instant.microseconds + *offset * second};
  auto at = zone_of(zone).get_info(date::sys_seconds(whole_seconds(instant.microseconds)));
  return {instant.microseconds + at.offset.count() * second};
}

Resolved resolve(DateTime civil, std::string_view zone) {
  auto at = [&](std::chrono::seconds offset) {
    return Instant{civil.microseconds - offset.count() * second};
  };
  if (auto offset = fixed_offset(zone)) {
    Instant only = at(std::chrono::seconds(*offset));
    return {Resolved::Kind::unique, only, only};
  }
  auto local = zone_of(zone).get_info(date::local_seconds(whole_seconds(civil.microseconds)));
  switch (local.result) {
    case date::local_info::ambiguous:
      return {Resolved::Kind::ambiguous, at(local.first.offset), at(local.second.offset)};
    case date::local_info::nonexistent: {
      Instant jump{local.first.end.time_since_epoch().count() * second};
      return {Resolved::Kind::missing, jump, jump};
    }
    default:
      return {Resolved::Kind::unique, at(local.first.offset), at(local.first.offset)};
  }
}

}  // namespace parley::functions
