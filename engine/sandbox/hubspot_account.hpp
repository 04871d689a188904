// HubspotAccount: the calls of the contact API on one account: what each one checks, does and answers.
// Routing, authentication and limits lie before it, in hubspot_sandbox.cpp. Not shared between threads.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <set>
#include <string>
#include <variant>
#include <vector>

#include "engine/sandbox/contact_search.hpp"
#include "engine/sandbox/contact_store.hpp"
#include "engine/sandbox/hubspot_sandbox.hpp"

namespace parley::sandbox {

// Why a call, or one input of a batch, is refused.
struct Refusal {
  int status = 400;
  std::string category;  // VALIDATION_ERROR, CONFLICT, OBJECT_NOT_FOUND; empty: none
  std::string message;
  value::Json errors;      // an array, or null
  value::Json context;     // an object, or null
  std::string brief = {};  // what a batch without trace ids says instead of `message`; empty: the same
};

template <class T>
using Verdict = std::variant<T, Refusal>;

class HubspotAccount {
 public:
  using Count = std::function<void(std::string_view)>;

  HubspotAccount(HubspotOptions options, Count count_effect);

  // One record (hubspot_records.cpp).
  Response list(const Target& target, core::Instant now);
  Response get(const Target& target, const std::string& id, core::Instant now);
  Response create(const value::Json& body, core::Instant now);
  Response update(const Target& target, const std::string& id, const value::Json& body, core::Instant now);
  Response archive(const std::string& id, core::Instant now);

  // A hundred at a time (hubspot_batch.cpp).
  Response batch_read(const Target& target, const value::Json& body, core::Instant now);
  Response batch_write(const std::string& kind, const value::Json& body,
                       core::Instant now);  // create update upsert
  Response batch_archive(const value::Json& body, core::Instant now);

  Response search(const value::Json& body, std::size_t body_length, core::Instant now);  // hubspot_search.cpp

  // Beside the records (hubspot_account.cpp).
  Response properties();
  Response property(const std::string& name);
  Response details();
  Response lifecycle_stages();

  Response refuse(const Refusal& refusal);
  Response refuse(int status, std::string category, std::string message);

  core::Result<std::string> edit(const value::Json& change, core::Instant now);
  core::Result<std::string> load(const value::Json& values, core::Instant modified);
  value::Json records() const;

  const HubspotOptions& options() const { return options_; }
  std::string correlation_id();

 private:
  struct Asked {
    std::vector<FieldNumber> properties;
    std::vector<FieldNumber> with_history;
  };
  struct Draft {
    std::optional<ContactId> id;  // none: create
    FieldValues values;
  };

  static Asked asked_from(const Target& target);
  static Asked asked_from(const value::Json& body);
  value::Json render(const Contact& contact, const Image& image, const Asked& asked) const;
  value::Json render(const Contact& contact, const Asked& asked) const {
    return render(contact, *contact.image, asked);
  }
  static Asked full(const Contact& contact);
  static Asked written(const Draft& draft);

  Verdict<FieldValues> accept(const value::Json& properties) const;
  // Refused where a unique value belongs to another live contact.
  std::optional<Refusal> conflict(const Draft& draft) const;
  // By id, or by the unique property that `id_property` names.
  const Contact* look_up(const std::string& id, const std::string* id_property, bool archived) const;
  std::optional<Refusal> check_id_property(const std::string* name) const;
  const Contact& commit(const Draft& draft, core::Instant now, Actor actor);
  Verdict<Draft> draft_of(const std::string& kind, const value::Json& input) const;
  Response batch_in_one(const std::string& kind, const value::Json& inputs, core::Instant now);
  Response batch_one_by_one(const std::string& kind, const value::Json& inputs, core::Instant now);
  Response batch_answer(int status, value::Json results, value::Json errors, core::Instant now);
  value::Json shuffled(value::Json results);

  HubspotOptions options_;
  Count count_effect_;
  ContactStore store_;
  ContactIndex index_;
  core::Random random_;
};

}  // namespace parley::sandbox
