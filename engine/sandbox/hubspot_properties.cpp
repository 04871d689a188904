#include "engine/sandbox/hubspot_properties.hpp"

#include <fmt/format.h>

#include <cctype>
#include <map>

#include "engine/sandbox/calendar.hpp"
#include "stdlib/core/check.hpp"
#include "stdlib/core/text.hpp"

namespace parley::sandbox {

namespace {

using value::Json;

constexpr std::size_t text_length_max = 65'536;

std::vector<PropertyOption> options(std::initializer_list<std::pair<const char*, const char*>> pairs) {
  std::vector<PropertyOption> out;
  for (const auto& [value, label] : pairs) out.push_back({value, label});
  return out;
}

Property text(const char* name, const char* label) {
  return {name, label, "string", "text"};
}
Property phone(const char* name, const char* label) {
  return {name, label, "string", "phonenumber"};
}

Property choice(const char* name, const char* label, std::vector<PropertyOption> values) {
  Property out{name, label, "enumeration", "select"};
  out.options = std::move(values);
  return out;
}

Property calculated(const char* name, const char* label, const char* type, const char* field_type) {
  Property out{name, label, type, field_type, "contactinformation"};
  out.read_only = true;
  return out;
}

void add_plain(std::vector<Property>& out) {
  for (auto [name, label] : std::initializer_list<std::pair<const char*, const char*>>{
           {"firstname", "First Name"},
           {"lastname", "Last Name"},
           {"salutation", "Salutation"},
           {"jobtitle", "Job Title"},
           {"company", "Company Name"},
           {"website", "Website URL"},
           {"address", "Street Address"},
           {"city", "City"},
           {"state", "State/Region"},
           {"zip", "Postal Code"},
           {"country", "Country/Region"},
           {"industry", "Industry"},
           {"company_size", "Company size"},
           {"hs_timezone", "Time Zone"},
           {"annualrevenue", "Annual Revenue"},
           {"job_function", "Job Function"},
           {"seniority", "Seniority"},
           {"degree", "Degree"},
           {"field_of_study", "Field of Study"},
           {"school", "School"},
           {"graduation_date", "Graduation Date"},
           {"date_of_birth", "Date of Birth"},
           {"gender", "Gender"},
           {"marital_status", "Marital Status"},
           {"military_status", "Military Status"},
           {"relationship_status", "Relationship Status"},
           {"start_date", "Start Date"},
           {"work_email", "Work Email"},
           {"twitterhandle", "Twitter Username"},
           {"hs_linkedin_url", "LinkedIn URL"},
           {"message", "Message"}}) {
    out.push_back(text(name, label));
  }
  out.push_back(phone("phone", "Phone Number"));
  out.push_back(phone("mobilephone", "Mobile Phone Number"));
  out.push_back(phone("fax", "Fax Number"));
  Property email = text("email", "Email");
  email.unique = true;
  out.push_back(std::move(email));
}

void add_choices(std::vector<Property>& out) {
  Property stage = choice("lifecyclestage", "Lifecycle Stage",
                          options({{"subscriber", "Subscriber"},
                                   {"lead", "Lead"},
                                   {"marketingqualifiedlead", "Marketing Qualified Lead"},
                                   {"salesqualifiedlead", "Sales Qualified Lead"},
                                   {"opportunity", "Opportunity"},
                                   {"customer", "Customer"},
                                   {"evangelist", "Evangelist"},
                                   {"other", "Other"}}));
  stage.field_type = "radio";
  stage.external_options = true;
  out.push_back(std::move(stage));
  out.push_back(choice("hs_lead_status", "Lead Status",
                       options({{"NEW", "New"},
                                {"OPEN", "Open"},
                                {"IN_PROGRESS", "In Progress"},
                                {"OPEN_DEAL", "Open Deal"},
                                {"UNQUALIFIED", "Unqualified"},
                                {"ATTEMPTED_TO_CONTACT", "Attempted to Contact"},
                                {"CONNECTED", "Connected"},
                                {"BAD_TIMING", "Bad Timing"}})));
  out.push_back(choice("hs_language", "Preferred language",
                       options({{"de", "German"},
                                {"en", "English"},
                                {"es", "Spanish"},
                                {"fr", "French"},
                                {"it", "Italian"},
                                {"ja", "Japanese"},
                                {"ko", "Korean"},
                                {"nl", "Dutch"},
                                {"pt", "Portuguese"},
                                {"zh", "Chinese"}})));
  out.push_back(choice("numemployees", "Number of Employees",
                       options({{"1-5", "1-5"},
                                {"5-25", "5-25"},
                                {"25-50", "25-50"},
                                {"50-100", "50-100"},
                                {"100-500", "100-500"},
                                {"500-1000", "500-1000"},
                                {"1000+", "1000+"}})));
  out.push_back(choice("hs_country_region_code", "Country/Region Code",
                       options({{"US", "United States"},
                                {"DE", "Germany"},
                                {"FR", "France"},
                                {"KR", "South Korea"},
                                {"GB", "United Kingdom"}})));
  Property roles = choice("hs_buying_role", "Buying Role",
                          options({{"BLOCKER", "Blocker"},
                                   {"BUDGET_HOLDER", "Budget Holder"},
                                   {"CHAMPION", "Champion"},
                                   {"DECISION_MAKER", "Decision Maker"},
                                   {"END_USER", "End User"},
                                   {"INFLUENCER", "Influencer"}}));
  roles.field_type = "checkbox";
  out.push_back(std::move(roles));
  Property basis =
      choice("hs_legal_basis", "Legal basis for processing contact's data",
             options({{"Legitimate interest – prospect/lead", "Legitimate interest – prospect/lead"},
                      {"Freely given consent from contact", "Freely given consent from contact"},
                      {"Not applicable", "Not applicable"}}));
  basis.field_type = "checkbox";
  out.push_back(std::move(basis));
  Property owner = choice("hubspot_owner_id", "Contact owner",
                          options({{"68391045", "Dana Reyes"}, {"68391046", "Jonas Weber"}}));
  owner.external_options = true;
  out.push_back(std::move(owner));
}

void add_typed(std::vector<Property>& out) {
  out.push_back({"closedate", "Close Date", "datetime", "date"});
  out.push_back({"work_anniversary", "Work anniversary", "date", "date"});
  out.push_back({"associatedcompanyid", "Primary Associated Company ID", "number", "number"});
  out.push_back({"birthday", "Birthday", "date", "date", "crm"});
  out.push_back({"customer_since", "Customer since", "date", "date", "crm"});
  out.push_back({"loyalty_points", "Loyalty points", "number", "number", "crm"});
  out.push_back({"credit_limit", "Credit limit", "number", "number", "crm"});
  Property newsletter{"newsletter", "Newsletter", "bool", "booleancheckbox", "crm"};
  newsletter.options = options({{"true", "Yes"}, {"false", "No"}});
  out.push_back(std::move(newsletter));
  Property channels = choice("preferred_channels", "Preferred channels",
                             options({{"email", "E-mail"}, {"phone", "Phone"}, {"post", "Post"}}));
  channels.field_type = "checkbox";
  channels.group = "crm";
  out.push_back(std::move(channels));
  Property key{"parley_key", "Parley key", "string", "text", "crm"};
  key.unique = true;
  out.push_back(std::move(key));
}

void add_calculated(std::vector<Property>& out) {
  for (const char* name :
       {"createdate", "lastmodifieddate", "hs_lifecyclestage_customer_date", "hubspot_owner_assigneddate",
        "notes_last_contacted", "first_deal_created_date", "hs_lastmodifieddate",
        "hs_lifecyclestage_lead_date", "notes_last_updated", "recent_deal_close_date"}) {
    out.push_back(calculated(name, name, "datetime", "date"));
  }
  for (const char* name : {"hs_object_id", "num_associated_deals", "num_notes", "hubspotscore",
                           "hs_email_bounce", "recent_deal_amount", "total_revenue", "days_to_close",
                           "hs_created_by_user_id", "hs_updated_by_user_id"}) {
    out.push_back(calculated(name, name, "number", "number"));
  }
  for (const char* name : {"hs_analytics_source", "hs_object_source", "hs_object_source_id",
                           "hs_object_source_label", "hs_full_name_or_email", "hs_email_domain",
                           "hs_calculated_merged_vids", "hs_searchable_calculated_phone_number"}) {
    out.push_back(calculated(name, name, "string", "text"));
  }
  for (const char* name : {"hs_is_contact", "hs_is_unworked", "hs_email_optout", "hs_marketable_status"}) {
    out.push_back(calculated(name, name, "bool", "booleancheckbox"));
  }
  for (const char* name : {"hs_additional_emails", "hs_merged_object_ids"}) {
    Property many = calculated(name, name, "enumeration", "checkbox");
    many.external_options = true;
    out.push_back(std::move(many));
  }
}

std::vector<Property> make_properties() {
  std::vector<Property> out;
  add_plain(out);
  add_choices(out);
  add_typed(out);
  add_calculated(out);
  return out;
}

const std::map<std::string, FieldNumber, std::less<>>& numbers() {
  static const std::map<std::string, FieldNumber, std::less<>> by_name = [] {
    std::map<std::string, FieldNumber, std::less<>> out;
    for (const Property& property : contact_properties()) {
      out.emplace(property.name, static_cast<FieldNumber>(out.size()));
    }
    return out;
  }();
  return by_name;
}

bool is_number(std::string_view written) {
  std::size_t digits = 0;
  std::size_t points = 0;
  if (!written.empty() && (written.front() == '-' || written.front() == '+')) written.remove_prefix(1);
  for (char c : written) {
    if (c >= '0' && c <= '9') {
      ++digits;
    } else if (c == '.') {
      ++points;
    } else {
      return false;
    }
  }
  return digits > 0 && points <= 1;
}

// Epoch milliseconds or ISO 8601.
std::optional<core::Instant> moment(const std::string& written) {
  if (is_number(written) && written.find('.') == std::string::npos && written.size() <= 15) {
    return core::Instant{std::stoll(written) * 1'000};
  }
  return parse_iso(written);
}

bool is_email(std::string_view address) {
  std::size_t at = address.find('@');
  if (at == 0 || at == std::string_view::npos || address.find('@', at + 1) != std::string_view::npos)
    return false;
  std::string_view domain = address.substr(at + 1);
  std::size_t dot = domain.rfind('.');
  if (dot == 0 || dot == std::string_view::npos || dot + 1 == domain.size()) return false;
  return address.find_first_of(" \t\r\n,;<>()\"") == std::string_view::npos &&
         address.find("..") == std::string_view::npos;
}

std::expected<std::string, InvalidValue> accept_choice(const Property& property, const std::string& written) {
  auto parts =
      property.field_type == "checkbox" ? core::split(written, ';') : std::vector<std::string_view>{written};
  for (std::string_view part : parts) {
    bool found = false;
    for (const PropertyOption& option : property.options) found = found || option.value == part;
    if (found || (part.empty() && parts.size() > 1)) continue;
    std::string allowed;
    for (const PropertyOption& option : property.options) {
      allowed += allowed.empty() ? option.value : ", " + option.value;
    }
    return std::unexpected(InvalidValue{
        "INVALID_OPTION", fmt::format("{} was not one of the allowed options: [{}]", part, allowed)});
  }
  return written;
}

}  // namespace

const std::vector<Property>& contact_properties() {
  static const std::vector<Property> all = make_properties();
  return all;
}

std::optional<FieldNumber> find_property(std::string_view name) {
  auto found = numbers().find(name);
  return found == numbers().end() ? std::nullopt : std::optional(found->second);
}

FieldNumber property_number(std::string_view name) {
  auto number = find_property(name);
  ENSURE(number.has_value(), name);
  return *number;
}

value::Json describe_property(const Property& property) {
  Json json = Json::object();
  json["updatedAt"] = "2026-01-02T09:00:00.000Z";
  json["createdAt"] = "2025-06-01T09:00:00.000Z";
  json["name"] = property.name;
  json["label"] = property.label;
  json["type"] = property.type;
  json["fieldType"] = property.field_type;
  json["description"] = "";
  json["groupName"] = property.group;
  json["options"] = Json::array();
  if (!property.external_options) {
    int order = 0;
    for (const PropertyOption& option : property.options) {
      json["options"].push(Json::Object{
          {"label", option.label}, {"value", option.value}, {"displayOrder", order++}, {"hidden", false}});
    }
  }
  json["displayOrder"] = -1;
  json["calculated"] = false;
  json["externalOptions"] = property.external_options;
  if (property.name == "hubspot_owner_id") json["referencedObjectType"] = "OWNER";
  json["archived"] = false;
  json["hasUniqueValue"] = property.unique;
  json["hidden"] = false;
  json["hubspotDefined"] = property.group != "crm";
  json["modificationMetadata"] = Json::Object{{"archivable", property.group == "crm"},
                                              {"readOnlyDefinition", property.group != "crm"},
                                              {"readOnlyValue", property.read_only}};
  json["formField"] = !property.read_only;
  json["dataSensitivity"] = "non_sensitive";
  return json;
}

std::expected<std::string, InvalidValue> accept_value(const Property& property, const std::string& written) {
  if (written.empty()) return written;
  if (property.name == "email") {
    std::string address = core::lower_ascii(core::trim_ascii(written));
    if (is_email(address)) return address;
    return std::unexpected(
        InvalidValue{"INVALID_EMAIL", fmt::format("Email address {} is invalid", written)});
  }
  if (property.type == "enumeration" || property.type == "bool") return accept_choice(property, written);
  if (property.type == "number") {
    if (is_number(written)) return written;
    return std::unexpected(InvalidValue{"INVALID_FLOAT", fmt::format("{} was not a valid number.", written)});
  }
  if (property.type == "date" || property.type == "datetime") {
    auto at = moment(written);
    bool midnight = at && at->microseconds % 86'400'000'000 == 0;
    if (!at || (property.type == "date" && !midnight)) {
      std::string_view code = property.type == "date" ? "INVALID_DATE" : "INVALID_LONG";
      return std::unexpected(
          InvalidValue{std::string(code), fmt::format("{} was not a valid {}.", written, property.type)});
    }
    return property.type == "date" ? iso_date(civil_from(*at)) : iso_milliseconds(*at);
  }
  if (written.size() > text_length_max) {
    return std::unexpected(InvalidValue{
        "INVALID_STRING_LENGTH", fmt::format("Property \"{}\" was too long: it may have {} characters.",
                                             property.name, text_length_max)});
  }
  return written;
}

}  // namespace parley::sandbox
