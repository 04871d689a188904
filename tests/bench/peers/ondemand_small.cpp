// The bench's small mappings with simdjson's on-demand interface:
//     bench_ondemand_small person < persons.ndjson       also: order, real
// Texts are taken as they stand between their quotes. A phone number is its digits behind +1, a date is put
// together from its parts, a total is computed in doubles: less than what Parley checks.
#include <simdjson.h>

#include <algorithm>
#include <charconv>
#include <cstdio>
#include <string_view>
#include <vector>

#include "stdlib/stream/token.hpp"
#include "tests/bench/peers/bytes.hpp"
#include "tests/bench/peers/input.hpp"

namespace parley::bench {

namespace {

namespace ondemand = simdjson::ondemand;

constexpr std::size_t growth_max = 8;  // of a record, with all constants

// The text as it stands, empty for null and for what is missing.
std::string_view text_of(ondemand::object& record, std::string_view key) {
  ondemand::value value;
  if (record.find_field_unordered(key).get(value) != simdjson::SUCCESS) return {};
  std::string_view token = value.raw_json_token();
  while (!token.empty() && stream::is_blank(token.back())) token.remove_suffix(1);
  return token.size() < 2 || token.front() != '"' ? std::string_view() : token.substr(1, token.size() - 2);
}

class Line {
 public:
  explicit Line(char* out) : out_(out) { put("{"); }
  void put(std::string_view text) { out_ = copy_text(out_, {text.data(), text.size()}); }
  void member(std::string_view begin, std::string_view value, std::string_view end) {
    if (value.empty()) return;
    put(begin);
    put(value);
    put(end);
  }
  void number(std::string_view begin, double value) {
    put(begin);
    out_ = std::to_chars(out_, out_ + 32, value).ptr;
    put(",");
  }
  // Ends an object within the record, which has a member.
  void close() {
    out_[-1] = '}';
    put(",");
  }
  char* end() {
    out_[-1] = '}';
    *out_++ = '\n';
    return out_;
  }
  char* at() const { return out_; }
  void back_to(char* at) { out_ = at; }

 private:
  char* out_;
};

std::string_view trimmed(std::string_view text) {
  while (text.starts_with(' ')) text.remove_prefix(1);
  while (text.ends_with(' ')) text.remove_suffix(1);
  return text;
}

void write_email(Line& line, std::string_view address) {
  char* begin = line.at();
  line.member(R"("email":")", address, "\",");
  constexpr std::size_t key_length = 9;
  for (char* c = begin + key_length; c < line.at(); ++c)
    if (*c >= 'A' && *c <= 'Z') *c = static_cast<char>(*c | 0x20);
}

char* write_person(ondemand::object record, char* out) {
  Line line(out);
  line.member(R"("id":")", text_of(record, "id"), "\",");
  line.member(R"("name":")", trimmed(text_of(record, "name")), "\",");
  write_email(line, text_of(record, "email"));
  line.member(R"("city":")", text_of(record, "city"), "\",");
  std::string_view amount = text_of(record, "amount");
  double number = 0;
  if (!amount.empty() && std::from_chars(amount.begin(), amount.end(), number).ptr == amount.end())
    line.member(R"("amount":)", amount, ",");
  return line.end();
}

double number_of(std::string_view text) {
  double number = 0;
  std::from_chars(text.begin(), text.end(), number);
  return number;
}

char* write_order(ondemand::object record, char* out) {
  Line line(out);
  line.member(R"("id":")", text_of(record, "id"), "\",");
  std::string_view placed = text_of(record, "placed");
  if (placed.size() == 10) {
    line.member(R"("placedOn":")", placed.substr(6), "-");
    line.member("", placed.substr(0, 2), "-");
    line.member("", placed.substr(3, 2), "\",");
  }
  line.member(R"("paidOn":")", text_of(record, "paid").substr(0, 10), "\",");
  line.number(R"("total":)", number_of(text_of(record, "price")) * number_of(text_of(record, "quantity")));
  std::string_view phone = text_of(record, "phone");
  if (!phone.empty()) {
    line.put(R"("phone":"+1)");
    for (char c : phone)
      if (c >= '0' && c <= '9') line.put({&c, 1});
    line.put("\",");
  }
  line.put(R"("label":")");
  char* begin = line.at();
  line.put(text_of(record, "first"));
  line.put(" ");
  line.put(text_of(record, "last"));
  for (char* c = begin; c < line.at(); ++c)
    if (*c >= 'a' && *c <= 'z') *c = static_cast<char>(*c & ~0x20);
  line.put("\",");
  return line.end();
}

std::string_view first_of(ondemand::object& record, std::string_view key, std::string_view otherwise) {
  std::string_view text = text_of(record, key);
  return text.empty() ? text_of(record, otherwise) : text;
}

char* write_real(ondemand::object record, char* out) {
  std::string_view address = trimmed(text_of(record, "Email"));
  if (address.empty()) return out;
  Line line(out);
  line.member(R"("firstName":")", trimmed(text_of(record, "FirstName")), "\",");
  std::string_view last_name = trimmed(text_of(record, "LastName"));
  line.member(R"("lastName":")", last_name.empty() ? "(unknown)" : last_name, "\",");
  write_email(line, address);
  line.member(R"("phone":")", first_of(record, "Phone", "MobilePhone"), "\",");
  line.member(R"("title":")", text_of(record, "Title"), "\",");
  line.member(R"("company":")", text_of(record, "Company"), "\",");
  constexpr std::string_view opening = R"("address":{)";
  char* before = line.at();
  line.put(opening);
  line.member(R"("street":")", first_of(record, "MailingStreet", "Street"), "\",");
  line.member(R"("city":")", first_of(record, "MailingCity", "City"), "\",");
  line.member(R"("state":")", first_of(record, "MailingState", "State"), "\",");
  line.member(R"("zip":")", first_of(record, "MailingPostalCode", "PostalCode"), "\",");
  line.member(R"("country":")", first_of(record, "MailingCountry", "Country"), "\",");
  if (line.at() == before + opening.size()) {
    line.back_to(before);
  } else {
    line.close();
  }
  return line.end();
}

int run(char* (*write_record)(ondemand::object, char*)) {
  Input input;
  ondemand::parser parser;
  std::vector<char> out;
  while (input.next()) {
    std::string_view window = input.window();
    if (out.size() < window.size() * growth_max) out.resize(window.size() * growth_max);
    char* at = out.data();
    ondemand::document_stream documents;
    if (parser.iterate_many(window.data(), window.size(), window.size()).get(documents) != simdjson::SUCCESS)
      return 1;
    for (auto document : documents) {
      ondemand::object record;
      if (document.get_object().get(record) != simdjson::SUCCESS) return 1;
      at = write_record(record, at);
    }
    if (!write_all({out.data(), static_cast<std::size_t>(at - out.data())})) return 6;
  }
  return 0;
}

}  // namespace

}  // namespace parley::bench

int main(int count, char** words) {
  std::string_view mapping = count > 1 ? words[1] : "person";
  auto* write = parley::bench::write_person;
  if (mapping == "order") write = parley::bench::write_order;
  if (mapping == "real") write = parley::bench::write_real;
  return parley::bench::run(write);
}
