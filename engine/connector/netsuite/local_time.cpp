#include "engine/connector/netsuite/local_time.hpp"

#include <algorithm>

namespace parley::netsuite {

using core::Duration;
using core::Instant;
using value::DateTime;

namespace {

constexpr std::string_view utc_names[] = {"UTC", "GMT", "Z", "Etc/UTC", "Etc/GMT", "UCT"};

// "+02:00", "-08:00"
std::optional<Duration> fixed_offset(std::string_view zone) {
  if (std::ranges::find(utc_names, zone) != std::end(utc_names)) return Duration{};
  if (zone.size() != 6 || (zone[0] != '+' && zone[0] != '-') || zone[3] != ':') return std::nullopt;
  const auto time = value::parse_time(std::string(zone.substr(1)) + ":00");
  if (!time) return std::nullopt;
  return Duration{zone[0] == '-' ? -time->microseconds : time->microseconds};
}

}  // namespace

std::optional<LocalTime> LocalTime::of(std::string_view zone, const ZoneRules& rules) {
  LocalTime local;
  local.zone_ = zone;
  local.fixed_ = fixed_offset(zone);
  local.rules_ = rules;
  if (!local.fixed_ && (!rules || !rules(zone, DateTime{}))) return std::nullopt;
  return local;
}

std::optional<Instant> LocalTime::instant(std::string_view text) const {
  std::string iso(text);
  if (iso.size() > 10 && iso[10] == ' ') iso[10] = 'T';
  const auto civil = value::parse_datetime(iso);
  if (!civil) return std::nullopt;
  return Instant{civil->microseconds} - offset(*civil);
}

// Where clocks go back, the civil time an hour later is the same: the smallest offset around `at` is taken.
std::string LocalTime::text_not_after(Instant at) const {
  Duration smallest = offset(DateTime{at.microseconds});
  for (const std::int64_t hours : {-26, -14, 14, 26}) {
    const Instant near = at + Duration::seconds(hours * 3'600);
    smallest = std::min(smallest, offset(DateTime{near.microseconds}));
  }
  const std::int64_t civil = (at + smallest).microseconds;
  const std::int64_t seconds = civil >= 0 ? civil / 1'000'000 : (civil - 999'999) / 1'000'000;
  std::string text = value::to_text(DateTime{seconds * 1'000'000});
  text[10] = ' ';
  return text;
}

Duration LocalTime::offset(DateTime civil) const {
  if (fixed_) return *fixed_;
  return rules_(zone_, civil).value_or(Duration{});
}

}  // namespace parley::netsuite
