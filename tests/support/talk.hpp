// Talk: drives one connector operation to its end against a function that answers requests, and keeps what it
// said.
#pragma once

#include <functional>
#include <string>
#include <variant>
#include <vector>

#include "engine/connector/connector.hpp"

namespace parley::test {

// A record as it was delivered, with its bytes copied out of the page.
struct Delivered {
  connector::Item item;  // its json views nothing
  std::string json;
};

struct Talk {
  std::vector<Delivered> items;
  std::vector<connector::Cursor> cursors;  // Page::next, page by page
  std::vector<std::size_t> page_sizes;
  connector::FieldSet unreadable;
  connector::Strength strength = connector::Strength::index;
  std::optional<connector::Certificate> complete;
  std::vector<connector::Outcome> outcomes;
  std::optional<connector::Account> account;
  std::optional<connector::Schema> schema;
  std::vector<connector::PastValue> history;
  std::vector<connector::Option> options;
  std::vector<connector::RecordId> members;
  std::vector<core::Duration> sleeps;
  std::vector<http::Request> requests;
  std::optional<connector::Fault> fault;

  std::string words() const { return fault ? fault->words : ""; }
  std::vector<std::string> ids() const {
    std::vector<std::string> all;
    for (const auto& delivered : items) all.push_back(delivered.item.id.value);
    return all;
  }
};

using Server = std::function<http::Answer(const http::Request&)>;

inline void keep(Talk& talk, const connector::Step& step) {
  using namespace connector;
  if (const auto* page = std::get_if<Page>(&step)) {
    for (const Item& item : page->items) {
      Delivered delivered{item, std::string(item.json)};
      delivered.item.json = {};
      talk.items.push_back(std::move(delivered));
    }
    talk.page_sizes.push_back(page->items.size());
    talk.cursors.push_back(page->next);
    talk.unreadable = page->unreadable;
    talk.strength = page->strength;
    if (page->complete) talk.complete = page->complete;
  } else if (const auto* outcomes = std::get_if<Outcomes>(&step)) {
    talk.outcomes.insert(talk.outcomes.end(), outcomes->outcomes.begin(), outcomes->outcomes.end());
  } else if (const auto* account = std::get_if<Account>(&step)) {
    talk.account = *account;
  } else if (const auto* schema = std::get_if<Schema>(&step)) {
    talk.schema = *schema;
  } else if (const auto* histories = std::get_if<Histories>(&step)) {
    talk.history.insert(talk.history.end(), histories->values.begin(), histories->values.end());
  } else if (const auto* options = std::get_if<Options>(&step)) {
    talk.options = options->options;
  } else if (const auto* members = std::get_if<Members>(&step)) {
    talk.members.insert(talk.members.end(), members->records.begin(), members->records.end());
  }
}

constexpr int talk_steps_max = 100'000;

// Plays the operation to Done or Fault. `pages_max`: cancel after so many pages.
inline Talk play(connector::Op operation, const Server& server, std::size_t pages_max = SIZE_MAX) {
  using namespace connector;
  Talk talk;
  Step step = operation->next(Begin{});
  for (int i = 0; i < talk_steps_max; ++i) {
    if (const auto* send = std::get_if<Send>(&step)) {
      talk.requests.push_back(send->request);
      const http::Answer answer = server(send->request);
      step = operation->next(Answered{answer});
      continue;
    }
    if (const auto* sleep = std::get_if<Sleep>(&step)) {
      talk.sleeps.push_back(sleep->length);
      step = operation->next(Woken{});
      continue;
    }
    if (std::holds_alternative<Done>(step)) return talk;
    if (const auto* fault = std::get_if<Fault>(&step)) {
      talk.fault = *fault;
      return talk;
    }
    keep(talk, step);
    step = talk.page_sizes.size() >= pages_max ? operation->next(Cancel{}) : operation->next(Taken{});
  }
  talk.fault = Fault{Fault::Kind::incomplete, "the operation does not end", {}};
  return talk;
}

}  // namespace parley::test
