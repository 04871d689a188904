#include "engine/sandbox/netsuite_fields.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "engine/sandbox/calendar.hpp"
#include "stdlib/core/check.hpp"
#include "stdlib/core/text.hpp"

namespace parley::sandbox {

namespace {

using value::Json;

CustomerField plain(const char* name, FieldKind kind, std::size_t length_max = 0) {
  return {name, kind, core::lower_ascii(name), length_max};
}

CustomerField fixed(const char* name, FieldKind kind) {
  CustomerField field = plain(name, kind);
  field.read_only = true;
  return field;
}

CustomerField listed(const char* name, FieldKind kind, std::vector<ListEntry> entries) {
  CustomerField field = plain(name, kind);
  field.entries = std::move(entries);
  return field;
}

void add_texts(std::vector<CustomerField>& out) {
  for (auto [name, length] :
       std::initializer_list<std::pair<const char*, std::size_t>>{{"externalId", 255},
                                                                  {"entityId", 83},
                                                                  {"companyName", 83},
                                                                  {"firstName", 32},
                                                                  {"middleName", 32},
                                                                  {"lastName", 32},
                                                                  {"salutation", 30},
                                                                  {"title", 99},
                                                                  {"email", 254},
                                                                  {"altEmail", 254},
                                                                  {"phone", 22},
                                                                  {"altPhone", 22},
                                                                  {"mobilePhone", 22},
                                                                  {"homePhone", 22},
                                                                  {"fax", 22},
                                                                  {"url", 999},
                                                                  {"comments", 4'000},
                                                                  {"accountNumber", 99},
                                                                  {"vatRegNumber", 20},
                                                                  {"printOnCheckAs", 83},
                                                                  {"phoneticName", 99},
                                                                  {"resaleNumber", 20},
                                                                  {"thirdPartyAcct", 32},
                                                                  {"thirdPartyZipcode", 32},
                                                                  {"custentity_parley_key", 300},
                                                                  {"custentity_industry", 300},
                                                                  {"custentity_language", 10},
                                                                  {"custentity_source", 60}}) {
    out.push_back(plain(name, FieldKind::text, length));
  }
  out.push_back(fixed("defaultAddress", FieldKind::text));
  out.push_back(fixed("altName", FieldKind::text));
}

void add_plain(std::vector<CustomerField>& out) {
  for (const char* name : {"isPerson", "isInactive", "autoName", "emailTransactions", "faxTransactions",
                           "printTransactions", "giveAccess", "shipComplete", "taxable", "isBudgetApproved",
                           "unsubscribe", "custentity_newsletter"}) {
    out.push_back(plain(name, FieldKind::boolean));
  }
  for (const char* name : {"creditLimit", "openingBalance", "estimatedBudget", "custentity_revenue"}) {
    out.push_back(plain(name, FieldKind::number));
  }
  for (const char* name :
       {"balance", "overdueBalance", "depositBalance", "unbilledOrders", "consolBalance"}) {
    out.push_back(fixed(name, FieldKind::number));
  }
  out.push_back(fixed("daysOverdue", FieldKind::integer));
  out.push_back(plain("reminderDays", FieldKind::integer));
  out.push_back(plain("custentity_loyalty_points", FieldKind::integer));
  for (const char* name :
       {"startDate", "endDate", "reminderDate", "openingBalanceDate", "custentity_birthday"}) {
    out.push_back(plain(name, FieldKind::date));
  }
  out.push_back(plain("custentity_hs_created", FieldKind::date_time));
  out.push_back(fixed("dateCreated", FieldKind::date_time));
  out.push_back(fixed("lastModifiedDate", FieldKind::date_time));
}

void add_lists(std::vector<CustomerField>& out) {
  CustomerField subsidiary =
      listed("subsidiary", FieldKind::reference, {{"1", "Parent Company"}, {"2", "Europe GmbH"}});
  subsidiary.column.clear();  // SuiteQL keeps it in customersubsidiaryrelationship
  out.push_back(std::move(subsidiary));
  out.push_back(listed("entityStatus", FieldKind::reference,
                       {{"6", "LEAD-Unqualified"},
                        {"7", "LEAD-Qualified"},
                        {"8", "PROSPECT-In Discussion"},
                        {"9", "PROSPECT-Identified Decision Makers"},
                        {"10", "PROSPECT-Proposal"},
                        {"11", "PROSPECT-In Negotiation"},
                        {"12", "PROSPECT-Purchasing"},
                        {"13", "CUSTOMER-Closed Won"},
                        {"14", "PROSPECT-Closed Lost"},
                        {"15", "CUSTOMER-Renewal"},
                        {"16", "CUSTOMER-Lost Customer"},
                        {"17", "LEAD-New"}}));
  out.push_back(
      listed("currency", FieldKind::reference, {{"1", "USD"}, {"2", "GBP"}, {"3", "CAD"}, {"4", "EUR"}}));
  out.push_back(listed("parent", FieldKind::reference, {}));
  out.push_back(listed("salesRep", FieldKind::reference, {{"21", "Dana Reyes"}, {"22", "Jonas Weber"}}));
  out.push_back(listed("terms", FieldKind::reference,
                       {{"1", "Net 15"}, {"2", "Net 30"}, {"3", "Net 60"}, {"4", "Due on receipt"}}));
  out.push_back(listed("priceLevel", FieldKind::reference, {{"1", "Base Price"}, {"5", "Online Price"}}));
  out.push_back(
      listed("category", FieldKind::reference, {{"1", "Individual"}, {"2", "Corporate"}, {"3", "From Web"}}));
  out.push_back(
      listed("leadSource", FieldKind::reference, {{"-2", "Ad"}, {"-3", "Web"}, {"-4", "Referral"}}));
  out.push_back(listed("territory", FieldKind::reference, {{"-5", "Default Round-Robin"}}));
  out.push_back(listed("partner", FieldKind::reference, {{"31", "Northwind Resellers"}}));
  out.push_back(listed("taxItem", FieldKind::reference, {{"-7", "-Not Taxable-"}}));
  out.push_back(listed("image", FieldKind::reference, {{"41", "portrait.png"}}));
  out.push_back(listed("customForm", FieldKind::reference, {{"-2", "Standard Customer Form"}}));
  out.push_back(listed("shippingItem", FieldKind::reference, {{"3", "Standard Shipping"}}));
  out.push_back(listed("custentity_preferred_channel", FieldKind::reference,
                       {{"1", "E-mail"}, {"2", "Phone"}, {"3", "Post"}}));
  out.push_back(listed("language", FieldKind::choice,
                       {{"en_US", "English (U.S.)"},
                        {"en", "English (International)"},
                        {"en_GB", "English (U.K.)"},
                        {"de_DE", "German"},
                        {"fr_FR", "French (France)"},
                        {"es_ES", "Spanish"},
                        {"it_IT", "Italian"},
                        {"nl_NL", "Dutch"},
                        {"pt_BR", "Portuguese (Brazil)"},
                        {"ja_JP", "Japanese"},
                        {"ko_KR", "Korean"},
                        {"zh_CN", "Chinese (Simplified)"}}));
  out.push_back(listed("emailPreference", FieldKind::choice,
                       {{"DEFAULT", "Default"}, {"HTML", "HTML"}, {"PDF", "PDF"}}));
  out.push_back(listed(
      "globalSubscriptionStatus", FieldKind::choice,
      {{"1", "Soft Opt-In"}, {"2", "Soft Opt-Out"}, {"3", "Confirmed Opt-In"}, {"4", "Confirmed Opt-Out"}}));
  out.push_back(
      listed("creditHoldOverride", FieldKind::choice, {{"AUTO", "Auto"}, {"ON", "On"}, {"OFF", "Off"}}));
  CustomerField stage = listed("stage", FieldKind::choice,
                               {{"LEAD", "Lead"}, {"PROSPECT", "Prospect"}, {"CUSTOMER", "Customer"}});
  stage.column = "searchstage";
  stage.read_only = true;
  out.push_back(std::move(stage));
}

std::vector<CustomerField> make_fields() {
  std::vector<CustomerField> out;
  add_texts(out);
  add_plain(out);
  add_lists(out);
  return out;
}

using Numbers = std::map<std::string, FieldNumber, std::less<>>;

Numbers number_by(std::string CustomerField::* key) {
  Numbers out;
  FieldNumber number = 0;
  for (const CustomerField& field : customer_fields()) {
    if (!(field.*key).empty()) out.emplace(field.*key, number);
    ++number;
  }
  return out;
}

std::optional<FieldNumber> look_up(const Numbers& numbers, std::string_view key) {
  auto found = numbers.find(key);
  return found == numbers.end() ? std::nullopt : std::optional(found->second);
}

// Characters, not bytes.
std::size_t length_of(std::string_view text) {
  return static_cast<std::size_t>(std::ranges::count_if(text, [](char c) { return (c & 0xC0) != 0x80; }));
}

RefusedValue wrong_content(const CustomerField& field) {
  return {"INVALID_CONTENT",
          fmt::format("Invalid content in the request body. Provide a valid value for the field {}.",
                      field.name)};
}

std::expected<std::string, RefusedValue> accept_reference(const CustomerField& field, const Json& written) {
  const Json* id = written.is_object() ? written.find("id") : &written;
  if (id == nullptr || !(id->is_text() || id->is_number())) return std::unexpected(wrong_content(field));
  std::string text = id->is_number() ? id->digits() : id->text();
  bool known =
      field.entries.empty() || std::ranges::find(field.entries, text, &ListEntry::id) != field.entries.end();
  if (known) return text;
  return std::unexpected(RefusedValue{
      "USER_ERROR",
      fmt::format("Error while accessing a resource. Invalid Field Value {} for the following field: {}",
                  text, core::lower_ascii(field.name))});
}

std::expected<std::string, RefusedValue> accept_text(const CustomerField& field, const std::string& written) {
  if (field.length_max == 0 || length_of(written) <= field.length_max) return written;
  return std::unexpected(
      RefusedValue{"USER_ERROR", fmt::format("Error while accessing a resource. The field {} contained more "
                                             "than the maximum number ( {} ) of characters allowed.",
                                             core::lower_ascii(field.name), field.length_max)});
}

std::string name_of(const CustomerField& field, const std::string& id) {
  auto found = std::ranges::find(field.entries, id, &ListEntry::id);
  return found == field.entries.end() ? id : found->name;
}

}  // namespace

const std::vector<CustomerField>& customer_fields() {
  static const std::vector<CustomerField> all = make_fields();
  return all;
}

std::optional<FieldNumber> find_customer_field(std::string_view name) {
  static const Numbers numbers = number_by(&CustomerField::name);
  return look_up(numbers, name);
}

std::optional<FieldNumber> find_customer_column(std::string_view lower_case) {
  static const Numbers numbers = number_by(&CustomerField::column);
  return look_up(numbers, lower_case);
}

FieldNumber customer_field(std::string_view name) {
  auto number = find_customer_field(name);
  ENSURE(number.has_value(), name);
  return *number;
}

std::expected<std::string, RefusedValue> accept_field(const CustomerField& field, const Json& written) {
  if (written.is_null()) return std::string();
  switch (field.kind) {
    case FieldKind::boolean:
      if (!written.is_bool()) return std::unexpected(wrong_content(field));
      return std::string(written.boolean() ? "T" : "F");
    case FieldKind::number:
      if (!written.is_number()) return std::unexpected(wrong_content(field));
      return written.digits();
    case FieldKind::integer:
      if (!written.integer()) return std::unexpected(wrong_content(field));
      return written.digits();
    case FieldKind::date:
    case FieldKind::date_time: {
      auto at = written.is_text() ? parse_iso(written.text()) : std::nullopt;
      if (!at) return std::unexpected(wrong_content(field));
      return field.kind == FieldKind::date ? iso_date(civil_from(*at)) : iso_seconds(*at);
    }
    case FieldKind::reference:
    case FieldKind::choice:
      return accept_reference(field, written);
    case FieldKind::text:
      if (!written.is_text()) return std::unexpected(wrong_content(field));
      return accept_text(field, written.text());
  }
  return std::unexpected(wrong_content(field));
}

Json show_field(const CustomerField& field, const std::string& text, const std::string& record_url) {
  switch (field.kind) {
    case FieldKind::boolean:
      return text == "T";
    case FieldKind::number:
    case FieldKind::integer:
      return Json::Number{text};
    case FieldKind::choice:
      return Json::Object{{"id", text}, {"refName", name_of(field, text)}};
    case FieldKind::reference: {
      std::string type = field.name == "parent" ? "customer" : field.name;
      Json link = Json::Object{{"rel", "self"}, {"href", fmt::format("{}/{}/{}", record_url, type, text)}};
      return Json::Object{
          {"links", Json::Array{std::move(link)}}, {"id", text}, {"refName", name_of(field, text)}};
    }
    case FieldKind::text:
    case FieldKind::date:
    case FieldKind::date_time:
      return text;
  }
  return text;
}

Json describe_field(const CustomerField& field) {
  Json json = Json::Object{{"title", field.name}};
  switch (field.kind) {
    case FieldKind::text:
      json["type"] = "string";
      if (field.length_max > 0) json["maxLength"] = field.length_max;
      break;
    case FieldKind::boolean:
      json["type"] = "boolean";
      break;
    case FieldKind::number:
      json["type"] = "number";
      json["format"] = "double";
      break;
    case FieldKind::integer:
      json["type"] = "integer";
      json["format"] = "int64";
      break;
    case FieldKind::date:
    case FieldKind::date_time:
      json["type"] = "string";
      json["format"] = field.kind == FieldKind::date ? "date" : "date-time";
      break;
    case FieldKind::reference:
    case FieldKind::choice: {
      json["type"] = "object";
      json["properties"] = Json::Object{{"id", Json::Object{{"type", "string"}}},
                                        {"refName", Json::Object{{"type", "string"}}}};
      if (field.kind == FieldKind::reference) break;
      Json ids = Json::array();
      for (const ListEntry& entry : field.entries) ids.push(entry.id);
      json["properties"]["id"]["enum"] = std::move(ids);
      break;
    }
  }
  json["nullable"] = true;
  if (field.read_only) json["readOnly"] = true;
  json["x-ns-filterable"] = !field.column.empty();
  if (field.name.starts_with("custentity")) json["x-ns-custom-field"] = true;
  return json;
}

}  // namespace parley::sandbox
