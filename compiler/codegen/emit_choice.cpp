// Which of the words of a picklist or table a text is: by a table without collisions where there is one, else
// by the text's length.
#include <bit>
#include <cstring>
#include <map>
#include <optional>

#include "compiler/codegen/emitter.hpp"

namespace parley::codegen {

namespace {

constexpr std::size_t words_max = 64;
constexpr std::size_t tries_max = 256;                 // of factors for one size of the table
constexpr std::uint32_t bits_max = 12;                 // of a place in it
constexpr std::uint64_t golden = 0x9E3779B97F4A7C15U;  // its bits are as good as random

struct ChoicePlan {
  std::vector<std::uint8_t> numbers;  // by place: of the word; the words' count where there is none
  std::uint64_t spread = 0;
  std::uint64_t factor = 0;
  std::uint32_t shift = 0;
};

std::uint64_t part_of(std::string_view word, std::size_t from) {
  std::uint64_t part = 0;
  if (from < word.size()) std::memcpy(&part, word.data() + from, std::min(sizeof part, word.size() - from));
  return part;
}

// False where two words have one place. The first of equal words stands for all.
bool place_all(ChoicePlan& plan, std::span<const std::string_view> words) {
  std::ranges::fill(plan.numbers, static_cast<std::uint8_t>(words.size()));
  for (std::size_t n = 0; n < words.size(); ++n) {
    const std::string_view word = words[n];
    std::uint8_t& number = plan.numbers[choice_place(part_of(word, 0), part_of(word, sizeof(std::uint64_t)),
                                                     word.size(), plan.spread, plan.factor, plan.shift)];
    if (number == words.size()) {
      number = static_cast<std::uint8_t>(n);
    } else if (words[number] != word) {
      return false;
    }
  }
  return true;
}

// Nothing for words that are too many, too long, empty, or too much alike.
std::optional<ChoicePlan> plan_of(std::span<const std::string_view> words) {
  const bool fits = std::ranges::all_of(
      words, [](std::string_view word) { return !word.empty() && word.size() <= choice_bytes; });
  if (!fits || words.empty() || words.size() > words_max) return std::nullopt;
  const auto least = static_cast<std::uint32_t>(std::bit_width(words.size()));
  for (std::uint32_t bits = least + 1; bits <= bits_max; ++bits) {
    ChoicePlan plan;
    plan.numbers.resize(std::size_t{1} << bits);
    plan.shift = 64 - bits;
    for (const std::uint64_t spread : {std::uint64_t{0}, golden}) {
      plan.spread = spread;
      plan.factor = golden;
      for (std::size_t tries = 0; tries < tries_max; ++tries, plan.factor = plan.factor * 5 + 2)
        if (place_all(plan, words)) return plan;
    }
  }
  return std::nullopt;
}

}  // namespace

llvm::Value* Emitter::choice_of(const Emitted& text, const std::vector<schema::PicklistValue>& picklist) {
  std::vector<std::string_view> words;
  for (const schema::PicklistValue& listed : picklist) words.emplace_back(listed.value);
  return position(text, words);
}

// The number of the word that the plain text is; their count where it is none or has no value. The first of
// equal words.
llvm::Value* Emitter::position(const Emitted& text, std::span<const std::string_view> words) {
  const std::optional<ChoicePlan> plan = plan_of(words);
  if (!plan) return position_by_length(text, words);
  auto* bytes = llvm::ArrayType::get(builder_.getInt8Ty(), choice_bytes);
  auto* shape = llvm::StructType::get(context_, {bytes, builder_.getInt64Ty()});
  std::vector<llvm::Constant*> entries;
  auto add = [&](std::string_view word, std::uint64_t length) {
    std::string padded(word);
    padded.resize(choice_bytes, '\0');
    entries.push_back(llvm::ConstantStruct::get(
        shape, {llvm::ConstantDataArray::getRaw(padded, choice_bytes, builder_.getInt8Ty()),
                builder_.getInt64(length)}));
  };
  for (std::string_view word : words) add(word, word.size());
  add("", no_length);
  auto constant = [&](llvm::Constant* initial) {
    return new llvm::GlobalVariable(module_, initial->getType(), true, llvm::GlobalValue::PrivateLinkage,
                                    initial);
  };
  llvm::Value* all = constant(llvm::ConstantArray::get(llvm::ArrayType::get(shape, entries.size()), entries));
  llvm::Value* numbers = constant(llvm::ConstantDataArray::get(context_, plan->numbers));
  llvm::Value* length = builder_.CreateSelect(is_tag(text, tag_value), text.length, builder_.getInt64(0));
  return call(
      "parley_choice", builder_.getInt32Ty(),
      {text.payload, length, all, numbers, builder_.getInt64(plan->spread), builder_.getInt64(plan->factor),
       builder_.getInt32(plan->shift), builder_.getInt32(static_cast<std::uint32_t>(words.size()))});
}

llvm::Value* Emitter::position_by_length(const Emitted& text, std::span<const std::string_view> words) {
  std::map<std::size_t, std::vector<std::uint32_t>> by_length;
  for (std::uint32_t n = 0; n < words.size(); ++n) by_length[words[n].size()].push_back(n);
  llvm::Value* none = builder_.getInt64(static_cast<std::uint64_t>(-1));  // no word is so long
  llvm::Value* length = builder_.CreateSelect(is_tag(text, tag_value), text.length, none);
  llvm::BasicBlock* start = builder_.GetInsertBlock();
  llvm::BasicBlock* after = block("chosen");
  llvm::SwitchInst* by = builder_.CreateSwitch(length, after, static_cast<unsigned>(by_length.size()));
  builder_.SetInsertPoint(after);
  llvm::PHINode* chosen = builder_.CreatePHI(builder_.getInt32Ty(), 2);
  llvm::Value* unlisted = builder_.getInt32(static_cast<std::uint32_t>(words.size()));
  chosen->addIncoming(unlisted, start);
  for (const auto& [size, numbers] : by_length) {
    llvm::BasicBlock* of_length = block("of_length");
    by->addCase(builder_.getInt64(size), of_length);
    builder_.SetInsertPoint(of_length);
    llvm::Value* result = unlisted;
    for (std::size_t n = numbers.size(); n-- > 0;)
      result = builder_.CreateSelect(equals(text.payload, words[numbers[n]]), builder_.getInt32(numbers[n]),
                                     result);
    builder_.CreateBr(after);
    chosen->addIncoming(result, of_length);
  }
  builder_.SetInsertPoint(after);
  return chosen;
}

// Whether bytes as many as the constant's are the constant's: by words that may overlap.
llvm::Value* Emitter::equals(llvm::Value* text, std::string_view constant) {
  llvm::Value* difference = builder_.getInt64(0);
  auto compare = [&](std::size_t offset, std::size_t size) {
    std::uint64_t word = 0;
    std::memcpy(&word, constant.data() + offset, size);
    auto* type = builder_.getIntNTy(static_cast<unsigned>(size * 8));
    llvm::Value* at = builder_.CreateConstInBoundsGEP1_64(builder_.getInt8Ty(), text, offset);
    llvm::Value* loaded = builder_.CreateAlignedLoad(type, at, llvm::Align(1));
    llvm::Value* bits = builder_.CreateXor(loaded, llvm::ConstantInt::get(type, word));
    difference = builder_.CreateOr(difference, builder_.CreateZExt(bits, builder_.getInt64Ty()));
  };
  std::size_t size = std::bit_floor(std::min<std::size_t>(constant.size(), sizeof(std::uint64_t)));
  for (std::size_t offset = 0; size > 0 && offset < constant.size(); offset += size)
    compare(std::min(offset, constant.size() - size), size);
  return builder_.CreateICmpEQ(difference, builder_.getInt64(0));
}

}  // namespace parley::codegen
