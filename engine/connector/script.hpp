// Script: an operation written top to bottom, as a coroutine.
//
//   Script count(Settings settings) {
//     const http::Answer& answer = co_await Send{request};   // valid until the next co_await
//     ...
//     co_await Page{...};                                    // handed to the caller, who takes it
//     co_return Done{};
//   }
//   Op op = perform(count(settings), learn);
//
// perform() adds what every operation needs: it checks the order of events, answers refusals for rate with
// Sleep and a resend, and ends a cancelled operation. Scripts take parameters by value: they outlive the call
// that made them. Owned by one caller, one thread.
#pragma once

#include <coroutine>
#include <functional>
#include <utility>

#include "engine/connector/operation.hpp"

namespace parley::connector {

class Script {
 public:
  struct promise_type;
  using Frame = std::coroutine_handle<promise_type>;

  explicit Script(Frame frame) : frame_(frame) {}
  Script(Script&& other) noexcept : frame_(std::exchange(other.frame_, nullptr)) {}
  Script(const Script&) = delete;
  Script& operator=(const Script&) = delete;
  Script& operator=(Script&&) = delete;
  ~Script() {
    if (frame_) frame_.destroy();
  }

  Frame frame() const { return frame_; }

 private:
  Frame frame_;
};

struct Script::promise_type {
  std::optional<Step> step;              // what the script said last
  const http::Answer* answer = nullptr;  // to its last Send

  struct Sending {
    promise_type& promise;
    bool await_ready() const noexcept { return false; }
    void await_suspend(std::coroutine_handle<>) const noexcept {}
    const http::Answer& await_resume() const noexcept { return *promise.answer; }
  };

  Script get_return_object() { return Script(Frame::from_promise(*this)); }
  std::suspend_always initial_suspend() noexcept { return {}; }
  std::suspend_always final_suspend() noexcept { return {}; }
  void unhandled_exception() { std::terminate(); }
  void return_value(Step last) { step = std::move(last); }

  Sending await_transform(Send send) {
    step = std::move(send);
    return {*this};
  }
  template <class Result>
  std::suspend_always await_transform(Result result) {
    step = std::move(result);
    return {};
  }
};

// How long the system wants quiet after this response; nothing where it is no refusal for rate.
using Quiet = std::function<std::optional<core::Duration>(const http::Response&)>;

enum class OnCancel {
  stop,    // reads: Done at once
  answer,  // writes: open and later requests end as unanswered, so that the script settles every intent
};

Op perform(Script script, Quiet quiet, OnCancel on_cancel = OnCancel::stop);

// The whole of a call that the system has not.
Op unsupported(std::string_view call);
Op failing(Fault fault);

// What a request without an answer means for a read.
Fault fault_of(const http::Unanswered& unanswered);

}  // namespace parley::connector
