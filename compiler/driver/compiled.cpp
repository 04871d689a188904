#include "compiler/driver/compiled.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "stdlib/stream/operand.hpp"
#include "stdlib/value/json.hpp"

namespace parley::driver {

namespace {

using abi::Side;
using abi::Verdict;
using ir::index;
using schema::TypeKind;
using value::State;

// A field whose JSON text without escapes is its canonical form, whatever stands in it.
bool is_plain(const abi::ProjectedField& field) {
  const schema::Type& type = field.field.type;
  const bool any_value = type.kind == TypeKind::text || type.kind == TypeKind::id ||
                         type.kind == TypeKind::reference ||
                         (type.kind == TypeKind::enumeration && (!type.restricted || type.picklist.empty()));
  return any_value && field.field.wire != schema::Wire::reference;
}

std::vector<std::uint8_t> plain_fields(const abi::SideShape& shape) {
  std::vector<std::uint8_t> plain;
  for (const abi::ProjectedField& field : shape.fields) plain.push_back(is_plain(field) ? 1 : 0);
  return plain;
}

Verdict verdict(const Evaluated& evaluated) {
  if (evaluated.came != Came::value) return Verdict::unknown;
  return evaluated.bytes == "true" ? Verdict::yes : Verdict::no;
}

}  // namespace

CompiledEvaluator::Functions CompiledEvaluator::functions_of(const ir::Module& module) {
  Functions functions;
  auto place = [&](const ir::Function& function) {
    functions.all.push_back(&function);
    return functions.all.size() - 1;
  };
  for (const std::size_t side : {std::size_t{0}, std::size_t{1}}) {
    Places& places = functions.places[side];
    if (module.where[side]) places.where = place(*module.where[side]);
    if (module.scope[side]) places.scope = place(*module.scope[side]);
    for (const auto& match : module.keys) places.keys.push_back(place(match[side]));
  }
  return functions;
}

CompiledEvaluator::CompiledEvaluator(const CompiledMapping& mapping,
                                     std::unique_ptr<abi::Evaluator> reference, Options options)
    : CompiledEvaluator(mapping, std::move(reference), options, functions_of(mapping.module)) {}

CompiledEvaluator::CompiledEvaluator(const CompiledMapping& mapping,
                                     std::unique_ptr<abi::Evaluator> reference, Options options,
                                     Functions functions)
    : ForwardingEvaluator(std::move(reference)),
      mapping_(mapping),
      options_(options),
      places_(std::move(functions.places)),
      batch_(mapping.module, std::move(functions.all), options.now),
      walks_{PageWalk(mapping.module.sides[0]), PageWalk(mapping.module.sides[1])},
      plain_{plain_fields(mapping.module.sides[0]), plain_fields(mapping.module.sides[1])} {
  batch_.make_code(options.cache);
}

std::string CompiledEvaluator::interpreted_parts() const {
  std::string parts;
  auto add = [&](std::string_view what, Side side, std::size_t function) {
    const std::string reason = batch_.interpreted_because(function);
    if (reason.empty()) return;
    parts += fmt::format("{}{} of {}: {}", parts.empty() ? "" : "; ", what, mapping_.module.shape(side).alias,
                         reason);
  };
  for (const Side side : {Side::left, Side::right}) {
    const Places& places = places_[index(side)];
    if (places.where) add("where", side, *places.where);
    if (places.scope) add("scope", side, *places.scope);
    for (const std::size_t key : places.keys) add("match key", side, key);
  }
  return parts;
}

void CompiledEvaluator::project(Side side, std::span<const std::string_view> records,
                                const abi::PageContext& page, abi::Projection& projection) {
  if (!difference_.empty()) return inner_->project(side, records, page, projection);
  const auto& fields = mapping_.module.shape(side).fields;
  projection.start(records.size(), fields.size());
  const std::uint8_t* plain = plain_[index(side)].data();
  walks_[index(side)].walk(
      records, projection.bytes,
      [&](std::size_t record, std::span<const stream::Slot> slots, std::string_view bytes) {
        abi::Operand* image = projection.fields.data() + record * fields.size();
        for (std::size_t n = 0; n < fields.size(); ++n) {
          const stream::Slot& slot = slots[n];
          if (plain[n] != 0 && slot.kind == stream::Kind::text && slot.length > 0 && !slot.has_escape)
            image[n] = {State::value, bytes.substr(slot.start, slot.length)};
          else
            image[n] = stream::operand_of(slot, bytes, fields[n].field, page.missing, projection.bytes);
        }
        for (abi::FieldNo field : page.unreadable) image[field.value] = {State::unreadable, {}};
      },
      [&](std::size_t record, const char* why) { projection.failures[record] = why; });
  counts_.projected += records.size();
  if (!verify_projection(side, records, page, projection)) inner_->project(side, records, page, projection);
}

void CompiledEvaluator::judge(Side side, std::span<const abi::Image> images, abi::Judgement& judgement) {
  if (!difference_.empty()) return inner_->judge(side, images, judgement);
  const Places& places = places_[index(side)];
  judgement.start(images.size(), places.keys.size());
  verdicts(places.where, side, images, judgement.where);
  verdicts(places.scope, side, images, judgement.scope);
  for (std::size_t match = 0; match < places.keys.size(); ++match) keys(match, side, images, judgement);
  if (!verify_judgement(side, images, judgement)) inner_->judge(side, images, judgement);
}

void CompiledEvaluator::verdicts(std::optional<std::size_t> function, Side side,
                                 std::span<const abi::Image> images, std::vector<Verdict>& verdicts) {
  if (!function) return verdicts.assign(images.size(), Verdict::yes);
  batch_.run(*function, side, images, evaluations_);
  for (std::size_t i = 0; i < images.size(); ++i) verdicts[i] = verdict(evaluations_.of(i)[0]);
}

// One component is its canonical bytes; several are a JSON array of them, so that no two keys run together.
void CompiledEvaluator::keys(std::size_t match, Side side, std::span<const abi::Image> images,
                             abi::Judgement& judgement) {
  batch_.run(places_[index(side)].keys[match], side, images, evaluations_);
  for (std::size_t i = 0; i < images.size(); ++i) {
    abi::Operand& key = judgement.keys[i * judgement.keys_each + match];
    const std::span<const Evaluated> parts = evaluations_.of(i);
    const auto missing =
        std::ranges::find_if(parts, [](const Evaluated& e) { return e.came != Came::value; });
    key.state = State::value;
    if (missing != parts.end()) {
      key.state = missing->came == Came::unknown ? State::absent : State::null;
    } else if (parts.size() == 1) {
      key.bytes = judgement.bytes.keep(parts[0].bytes);
      if (key.bytes.empty()) key.state = State::null;
    } else {
      key_ = "[";
      for (const Evaluated& part : parts) {
        if (key_.size() > 1) key_ += ',';
        value::append_quoted(key_, part.bytes);
      }
      key.bytes = judgement.bytes.keep(key_ + "]");
    }
  }
}

CompiledEvaluator::Sample CompiledEvaluator::due(std::uint64_t& rest, std::size_t count) const {
  if (rest >= count) {
    rest -= count;
    return {};
  }
  const auto first = static_cast<std::size_t>(rest);
  rest = options_.verify_every - std::min<std::uint64_t>(options_.verify_every, count - first);
  return options_.verify_every == 1 ? Sample{0, count} : Sample{first, 1};
}

bool CompiledEvaluator::verify_projection(Side side, std::span<const std::string_view> records,
                                          const abi::PageContext& page, const abi::Projection& projection) {
  const auto [first, count] = due(until_projection_, records.size());
  if (count == 0) return true;
  inner_->project(side, records.subspan(first, count), page, other_projection_);
  counts_.verified += count;
  for (std::size_t i = 0; i < count; ++i) {
    const abi::Image ours = projection.image(first + i), theirs = other_projection_.image(i);
    if (projection.failures[first + i].empty() != other_projection_.failures[i].empty())
      difference_ = fmt::format("a record reads as {}, and the interpreter says {}",
                                projection.failures[first + i].empty() ? "good" : "bad",
                                other_projection_.failures[i].empty() ? "good" : "bad");
    for (std::size_t n = 0; n < ours.size() && difference_.empty(); ++n)
      if (ours[n] != theirs[n])
        difference_ = fmt::format("field {}: {} {:?}, and the interpreter says {} {:?}",
                                  mapping_.module.shape(side).fields[n].name, static_cast<int>(ours[n].state),
                                  ours[n].bytes, static_cast<int>(theirs[n].state), theirs[n].bytes);
  }
  return difference_.empty();
}

bool CompiledEvaluator::verify_judgement(Side side, std::span<const abi::Image> images,
                                         const abi::Judgement& judgement) {
  const auto [first, count] = due(until_judgement_, images.size());
  if (count == 0) return true;
  inner_->judge(side, images.subspan(first, count), other_judgement_);
  for (std::size_t i = 0; i < count; ++i) {
    if (judgement.where[first + i] != other_judgement_.where[i]) difference_ = "where";
    if (judgement.scope[first + i] != other_judgement_.scope[i]) difference_ = "scope";
    if (!std::ranges::equal(judgement.keys_of(first + i), other_judgement_.keys_of(i)))
      difference_ = "a match key";
  }
  if (!difference_.empty())
    difference_ += fmt::format(" of {}: the interpreter says otherwise", mapping_.module.shape(side).alias);
  return difference_.empty();
}

}  // namespace parley::driver
