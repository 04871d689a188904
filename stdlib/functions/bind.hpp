// typed, heavy: the TypedBody of a body, with a thunk made from the body's C++ signature that takes its
// arguments from Values and puts its result into one.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <tuple>
#include <type_traits>
#include <utility>
#include <vector>

#include "stdlib/abi/descriptor.hpp"
#include "stdlib/core/check.hpp"

namespace parley::functions {

// One argument of a body, taken from a Value. `text_bytes` and `items` count towards the growth of a text
// result.
template <class T>
class Argument {
 public:
  explicit Argument(const value::Value& v) : value_(v.as<T>()) {
    ENSURE(value_ != nullptr, "an argument is not of the kind that its parameter names");
  }
  const T& get() const { return *value_; }
  std::size_t text_bytes() const { return 0; }
  std::size_t items() const { return 0; }
  std::size_t outside_lists() const { return 0; }

 private:
  const T* value_;
};

// A mode word: its index among the parameter's words.
template <>
class Argument<std::int32_t> : public Argument<std::int64_t> {
 public:
  using Argument<std::int64_t>::Argument;
  std::int32_t get() const { return static_cast<std::int32_t>(Argument<std::int64_t>::get()); }
};

template <>
class Argument<abi::Text> : public Argument<std::string> {
 public:
  using Argument<std::string>::Argument;
  abi::Text get() const { return std::string_view(Argument<std::string>::get()); }
  std::size_t text_bytes() const { return get().length; }
  std::size_t outside_lists() const { return get().length; }
};

template <>
class Argument<abi::TextList> {
 public:
  explicit Argument(const value::Value& v) {
    const auto* list = v.as<value::List>();
    ENSURE(list != nullptr, "an argument is not of the kind that its parameter names");
    for (const value::Value& item : *list) {
      const auto* text = item.as<std::string>();
      items_.push_back({text == nullptr ? abi::Text() : abi::Text(std::string_view(*text)), item.state});
      text_bytes_ += text == nullptr ? 0 : text->size();
    }
  }
  abi::TextList get() const { return {items_.data(), items_.size()}; }
  std::size_t text_bytes() const { return text_bytes_; }
  std::size_t items() const { return items_.size(); }
  std::size_t outside_lists() const { return 0; }

 private:
  std::vector<abi::TextItem> items_;
  std::size_t text_bytes_ = 0;
};

// Where a body puts its result.
template <class R>
class Answer {
 public:
  explicit Answer(std::size_t) {}
  R* place() { return &result_; }
  value::Value taken(std::int64_t) { return value::Value::of(std::move(result_)); }

 private:
  R result_{};
};

template <>
class Answer<char> {
 public:
  explicit Answer(std::size_t bytes_max) : buffer_(bytes_max, '\0') {}
  char* place() { return buffer_.data(); }
  value::Value taken(std::int64_t length) {
    ENSURE(static_cast<std::size_t>(length) <= buffer_.size(), "a body wrote more than its growth allows");
    buffer_.resize(static_cast<std::size_t>(length));
    return value::Value::of(std::move(buffer_));
  }

 private:
  std::string buffer_;
};

template <auto body, abi::Growth growth, class R, class... Arguments, std::size_t... places>
std::int64_t call_typed(abi::CallContext& context, std::span<const value::Value> values, value::Value& result,
                        std::index_sequence<places...>) {
  std::tuple<Argument<std::remove_cvref_t<Arguments>>...> arguments{
      Argument<std::remove_cvref_t<Arguments>>(values[places])...};
  std::size_t bytes = (std::size_t{0} + ... + std::get<places>(arguments).text_bytes());
  std::size_t items = (std::size_t{0} + ... + std::get<places>(arguments).items());
  std::size_t between =
      growth.between_items ? items * (std::size_t{0} + ... + std::get<places>(arguments).outside_lists()) : 0;
  Answer<R> answer(bytes * growth.per_byte + growth.constant + between);
  std::int64_t returned = body(context, std::get<places>(arguments).get()..., answer.place());
  if (returned >= 0) result = answer.taken(returned);
  if (returned == abi::call::none) result = value::Value::none(value::State::null);
  return returned;
}

// Splits a body's signature into its arguments and the place of its result.
template <class Signature>
struct Shape;
template <class... Parameters>
struct Shape<std::int64_t (*)(abi::CallContext&, Parameters...)> {
  static constexpr std::size_t count = sizeof...(Parameters) - 1;
  template <std::size_t i>
  using At = std::tuple_element_t<i, std::tuple<Parameters...>>;
  using Result = std::remove_pointer_t<At<count>>;

  template <auto body, abi::Growth growth, std::size_t... places>
  static std::int64_t call(abi::CallContext& context, std::span<const value::Value> values,
                           value::Value& result, std::index_sequence<places...> sequence) {
    ENSURE(values.size() == count, "a call has as many arguments as its function has parameters");
    return call_typed<body, growth, Result, At<places>...>(context, values, result, sequence);
  }
};

template <auto body, abi::Growth growth>
std::int64_t thunk(abi::CallContext& context, std::span<const value::Value> values, value::Value& result) {
  using BodyShape = Shape<decltype(body)>;
  return BodyShape::template call<body, growth>(context, values, result,
                                                std::make_index_sequence<BodyShape::count>());
}

// A body that is in the bitcode; `slow_paths` are what it calls on the native side.
template <auto body, abi::Growth growth = abi::Growth{}>
abi::TypedBody typed(std::string_view symbol, std::vector<abi::NativeSymbol> slow_paths = {}) {
  return {symbol, thunk<body, growth>, reinterpret_cast<void*>(body), false, std::move(slow_paths)};
}

// A body that only the native side has.
template <auto body, abi::Growth growth = abi::Growth{}>
abi::TypedBody heavy(std::string_view symbol) {
  return {symbol, thunk<body, growth>, reinterpret_cast<void*>(body), true, {}};
}

template <class Signature>
abi::NativeSymbol slow_path(std::string_view name, Signature* function) {
  return {name, reinterpret_cast<void*>(function)};
}

}  // namespace parley::functions
