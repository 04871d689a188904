#include "compiler/driver/batch.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <iterator>
#include <optional>

#include "compiler/codegen/codegen.hpp"
#include "compiler/codegen/key.hpp"
#include "compiler/driver/fast.hpp"
#include "compiler/interpret/transform.hpp"
#include "stdlib/abi/call.hpp"
#include "stdlib/stream/operand.hpp"
#include "stdlib/stream/window.hpp"

namespace parley::driver {

namespace {

using schema::TypeKind;
using schema::Wire;
using value::State;
using value::Value;

constexpr std::size_t rows_at_a_time = 256;
constexpr std::size_t image_bytes_max = 1U
                                        << 20U;  // what a function reads of one; larger is the interpreter's
constexpr std::size_t room_at_first = 1U << 14U;

// The wire form under which canonical bytes, put into quotes, read as the type's value.
Wire canonical_wire(const schema::Type& type) {
  switch (type.kind) {
    case TypeKind::boolean:
    case TypeKind::integer:
    case TypeKind::decimal:
    case TypeKind::money:
      return Wire::text;
    case TypeKind::text:
    case TypeKind::enumeration:
    case TypeKind::reference:
    case TypeKind::id:
    case TypeKind::date:
    case TypeKind::time:
    case TypeKind::datetime:
    case TypeKind::instant:
    case TypeKind::duration:
    case TypeKind::list:
    case TypeKind::set:
    case TypeKind::map:
    case TypeKind::object:
    case TypeKind::null:
      return Wire::json;
  }
  return Wire::json;
}

// The module as it reads images: the same functions over fields whose wire form is the canonical one.
ir::Module reading_images(const ir::Module& module) {
  ir::Module reading = module;
  for (abi::SideShape& side : reading.sides) {
    side.missing = schema::Missing::unknown;
    for (abi::ProjectedField& field : side.fields) field.field.wire = canonical_wire(field.field.type);
  }
  return reading;
}

stream::Kind kind_of(State state) {
  switch (state) {
    case State::value:
      return stream::Kind::text;
    case State::null:
    case State::blank:
      return stream::Kind::null;
    case State::absent:
    case State::unreadable:
      return stream::Kind::absent;
    case State::invalid:
      return stream::Kind::array;  // what no single value is written as
  }
  return stream::Kind::absent;
}

Came came(ir::Tag tag) {
  switch (tag) {
    case ir::Tag::value:
      return Came::value;
    case ir::Tag::none:
      return Came::none;
    case ir::Tag::unknown:
      return Came::unknown;
    case ir::Tag::failed:
      return Came::failed;
  }
  return Came::failed;
}

Came came(const interpret::Stored& stored) {
  switch (stored.fate) {
    case interpret::Fate::write:
      return stored.from_default ? Came::from_default : Came::value;
    case interpret::Fate::none:
      return Came::none;
    case interpret::Fate::skip:
      return Came::skip;
    case interpret::Fate::reject:
      return Came::reject;
    case interpret::Fate::keep:
    case interpret::Fate::guarded:
    case interpret::Fate::undecided:
      return Came::keep;
  }
  return Came::keep;
}

std::size_t bytes_read(const ir::Function& function, abi::Image image) {
  std::size_t size = 0;
  for (const ir::SlotRef& slot : function.slots) size += image[slot.field.value].bytes.size();
  return size;
}

// Rows of slots over bytes of their own, filled from images. A row that reads too much is surprising: it is
// the interpreter's.
struct Input {
  std::vector<stream::Row> rows;
  std::vector<stream::Slot> slots;
  std::vector<char> bytes;

  void fill(const ir::Function& function, std::span<const abi::Image> images) {
    rows.assign(images.size(), {});
    slots.clear();
    bytes.clear();
    for (std::size_t row = 0; row < images.size(); ++row) {
      rows[row].surprising = bytes_read(function, images[row]) > image_bytes_max;
      for (const ir::SlotRef& slot : function.slots) {
        const abi::Operand& operand = images[row][slot.field.value];
        const bool copied = operand.state == State::value && !rows[row].surprising;
        slots.push_back({static_cast<std::uint32_t>(bytes.size()),
                         copied ? static_cast<std::uint32_t>(operand.bytes.size()) : 0,
                         kind_of(operand.state), false});
        if (copied) bytes.insert(bytes.end(), operand.bytes.begin(), operand.bytes.end());
      }
    }
    bytes.resize(bytes.size() + stream::padding_bytes);
  }
};

// A batch's code in a cache: why each function has none, "LENGTH:REASON", and then the object.
std::string kept_code(std::span<const std::string> refused, std::string_view object) {
  std::string kept;
  for (const std::string& reason : refused)
    fmt::format_to(std::back_inserter(kept), "{}:{}", reason.size(), reason);
  return kept.append(object);
}

std::optional<std::string_view> take_reason(std::string_view& rest) {
  std::size_t length = 0;
  const auto [end, error] = std::from_chars(rest.data(), rest.data() + rest.size(), length);
  if (error != std::errc() || end == rest.data() + rest.size() || *end != ':') return std::nullopt;
  rest.remove_prefix(static_cast<std::size_t>(end - rest.data()) + 1);
  if (length > rest.size()) return std::nullopt;
  const std::string_view reason = rest.substr(0, length);
  rest.remove_prefix(length);
  return reason;
}

static_assert(static_cast<int>(Came::failed) == static_cast<int>(codegen::CellTag::failed) &&
              static_cast<int>(Came::keep) == static_cast<int>(codegen::CellTag::keep) &&
              static_cast<int>(Came::from_default) == static_cast<int>(codegen::CellTag::from_default));

}  // namespace

struct Batch::Parts {
  Parts(const ir::Module& m, std::vector<const ir::Function*> f, core::Instant now)
      : module(m), functions(std::move(f)), context{now}, interpreter(m, now) {}

  bool find_code(core::Cache& cache, const std::string& key);
  void interpret(std::size_t function, abi::Side side, std::size_t number, abi::Image image,
                 Evaluations& results);
  void run_compiled(std::size_t function, abi::Side side, std::span<const abi::Image> images,
                    std::size_t first, Evaluations& results);
  bool reads_only(std::size_t function, abi::Side side) const {
    return std::ranges::all_of(functions[function]->slots,
                               [&](const ir::SlotRef& slot) { return slot.side == side; });
  }
  static std::size_t results_of(const ir::Function& function) {
    return function.results.size() + function.stores.size();
  }

  const ir::Module& module;
  std::vector<const ir::Function*> functions;
  abi::CallContext context;
  interpret::Interpreter interpreter;
  std::unique_ptr<codegen::Compiler> compiler;
  codegen::Compiler::Batch code;
  std::string no_code = "no code was asked for";
  Input input;
  std::vector<codegen::Cell> cells;
  Scratch scratch;
  Counts counts;
};

Batch::Batch(const ir::Module& module, std::vector<const ir::Function*> functions, core::Instant now)
    : parts_(std::make_unique<Parts>(module, std::move(functions), now)) {}
Batch::~Batch() = default;
Batch::Batch(Batch&&) noexcept = default;

const Batch::Counts& Batch::counts() const {
  return parts_->counts;
}

void Batch::make_code(core::Cache* cache) {
  Parts& p = *parts_;
  auto compiler = codegen::Compiler::make();
  if (!compiler) {
    p.no_code = compiler.error().message;
    return;
  }
  p.compiler = std::move(*compiler);
  const ir::Module reading = reading_images(p.module);
  const std::string key = cache == nullptr ? std::string() : codegen::batch_key(reading, p.functions);
  if (cache != nullptr && p.find_code(*cache, key)) return;
  auto code = p.compiler->compile_batch(reading, p.functions);
  p.no_code = code ? "" : code.error().message;
  if (!code) return;
  p.code = std::move(*code);
  if (cache != nullptr) cache->keep(key, kept_code(p.code.refused, p.compiler->object()));
}

// Whatever is not what kept_code() wrote counts as nothing found.
bool Batch::Parts::find_code(core::Cache& cache, const std::string& key) {
  const std::optional<std::string> kept = cache.find(key);
  if (!kept) return false;
  std::string_view rest = *kept;
  codegen::Compiler::Batch found;
  for (std::size_t n = 0; n < functions.size(); ++n) {
    const auto reason = take_reason(rest);
    if (!reason) return false;
    found.refused.emplace_back(*reason);
  }
  auto loaded = compiler->load(rest);
  if (!loaded) return false;
  found.code = *loaded;
  code = std::move(found);
  no_code.clear();
  return true;
}

std::string Batch::interpreted_because(std::size_t function) const {
  return parts_->code.code == nullptr ? parts_->no_code : parts_->code.refused[function];
}

void Batch::run(std::size_t function, abi::Side side, std::span<const abi::Image> images,
                Evaluations& results) {
  Parts& p = *parts_;
  const bool has_code =
      p.code.code != nullptr && p.code.refused[function].empty() && p.reads_only(function, side);
  if (!has_code) return interpret(function, side, images, results);
  results.each = Parts::results_of(*p.functions[function]);
  results.all.assign(images.size() * results.each, {});
  results.bytes.clear();
  for (std::size_t first = 0; first < images.size(); first += rows_at_a_time)
    p.run_compiled(function, side, images.subspan(first, std::min(rows_at_a_time, images.size() - first)),
                   first, results);
}

void Batch::interpret(std::size_t function, abi::Side side, std::span<const abi::Image> images,
                      Evaluations& results) {
  results.each = Parts::results_of(*parts_->functions[function]);
  results.all.assign(images.size() * results.each, {});
  results.bytes.clear();
  for (std::size_t i = 0; i < images.size(); ++i) parts_->interpret(function, side, i, images[i], results);
}

void Batch::Parts::interpret(std::size_t number, abi::Side side, std::size_t image_number, abi::Image image,
                             Evaluations& results) {
  const ir::Function& function = *functions[number];
  interpret::Fields fields = [&](ir::SlotRef slot) {
    return slot.side == side ? stream::value_of(image[slot.field.value], module.field(slot).type)
                             : Value::none(State::absent);
  };
  interpreter.start(function, fields);
  Evaluated* at = results.all.data() + image_number * results.each;
  for (const ir::ValueId id : function.results) {
    const interpret::Datum& datum = interpreter.get(id);
    *at++ = {came(datum.tag),
             datum.has_value() ? results.bytes.keep(value::canonical(datum.value)) : std::string_view()};
  }
  for (const ir::Store& store : function.stores) {
    const interpret::Stored stored = interpret::run_store(interpreter, store);
    const bool writes = stored.fate == interpret::Fate::write;
    *at++ = {came(stored), writes ? results.bytes.keep(value::canonical(stored.value)) : std::string_view()};
  }
}

// Generated code works through the rows until one surprises it, or its room is used up.
void Batch::Parts::run_compiled(std::size_t number, abi::Side side, std::span<const abi::Image> images,
                                std::size_t first, Evaluations& results) {
  const ir::Function& function = *functions[number];
  input.fill(function, images);
  cells.resize(images.size() * results.each);
  codegen::Run run{};
  run.bytes = input.bytes.data();
  run.rows = input.rows.data();
  run.slots = input.slots.data();
  run.row_end = images.size();
  scratch.lend(run);
  run.context = &context;
  run.function = number;
  run.cells = cells.data();
  std::size_t room_wanted = room_at_first;
  std::vector<std::size_t> left;  // to the interpreter
  while (run.row < run.row_end) {
    const std::span<char> room = results.bytes.room(room_wanted);
    run.out = room.data();
    run.out_end = room.data() + room.size();
    const std::uint64_t before = run.row;
    const auto stop = static_cast<codegen::Stop>(code.code(&run));
    results.bytes.took(static_cast<std::size_t>(run.out - room.data()));
    if (stop == codegen::Stop::done) break;
    if (stop == codegen::Stop::full && (run.row > before || room_wanted < fast_room_max)) {
      if (run.row == before) room_wanted *= 2;
      continue;
    }
    left.push_back(run.row++);
  }
  Evaluated* at = results.all.data() + first * results.each;
  for (const codegen::Cell& cell : cells)
    *at++ = {static_cast<Came>(cell.tag), std::string_view(cell.bytes, cell.length)};
  for (const std::size_t row : left) interpret(number, side, first + row, images[row], results);
  counts.compiled += images.size() - left.size();
  counts.given_up += left.size();
}

}  // namespace parley::driver
