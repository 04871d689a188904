// What happens to records that are ambiguous, leave the scope, or are deleted.
#include <fmt/format.h>

#include "compiler/check/work.hpp"
#include "compiler/resolve/suggest.hpp"

namespace parley::check {

namespace {

class Events {
 public:
  explicit Events(MappingWork& m) : m_(m), policies_(m.out.program.policies), written_(m.out.written) {}

  // A rule that comes earlier is nearer, and counts.
  void take(const std::vector<ast::EventRule>& rules) {
    for (const ast::EventRule& rule : rules) {
      switch (rule.event) {
        case ast::Event::ambiguous:
          if (!written_.ambiguous) policies_.ambiguous = ambiguous(rule.action);
          written_.ambiguous = true;
          break;
        case ast::Event::exit:
          if (!written_.exit) policies_.exit = exit(rule.action);
          written_.exit = true;
          break;
        case ast::Event::deleted:
          take_delete(rule);
          break;
      }
    }
  }

 private:
  static abi::OnAmbiguous ambiguous(ast::EventAction action) {
    return action == ast::EventAction::review ? abi::OnAmbiguous::review : abi::OnAmbiguous::reject;
  }

  static abi::OnExit exit(ast::EventAction action) {
    if (action == ast::EventAction::unlink) return abi::OnExit::unlink;
    return action == ast::EventAction::archive ? abi::OnExit::archive : abi::OnExit::freeze;
  }

  static abi::OnDelete deleted(ast::EventAction action) {
    switch (action) {
      case ast::EventAction::review:
        return abi::OnDelete::review;
      case ast::EventAction::unlink:
        return abi::OnDelete::unlink;
      case ast::EventAction::archive:
        return abi::OnDelete::archive;
      case ast::EventAction::delete_both:
        return abi::OnDelete::remove;
      case ast::EventAction::skip:
      case ast::EventAction::freeze:
      case ast::EventAction::ignore:
        return abi::OnDelete::ignore;
    }
    return abi::OnDelete::ignore;
  }

  void take_delete(const ast::EventRule& rule) {
    abi::Breaker limit;
    if (rule.limit) {
      if (rule.limit->percent) limit.percent = *rule.limit->percent;
      limit.count = rule.limit->count;
    }
    const auto side = rule.side ? m_.side(*rule.side) : std::nullopt;
    if (rule.side && !side) return;
    if (side != abi::Side::right && !written_.delete_in_left) {
      policies_.delete_in_left = deleted(rule.action);
      policies_.delete_limit_left = limit;
      written_.delete_in_left = true;
    }
    if (side != abi::Side::left && !written_.delete_in_right) {
      policies_.delete_in_right = deleted(rule.action);
      policies_.delete_limit_right = limit;
      written_.delete_in_right = true;
    }
  }

  MappingWork& m_;
  abi::Policies& policies_;
  Written& written_;
};

void report_unknown_policies(MappingWork& m) {
  for (const ast::Name& name : m.node.uses) {
    if (m.work.names.policies.contains(name.text)) continue;
    std::vector<std::string> known;
    known.reserve(m.work.names.policies.size());
    for (const auto& [each, declared] : m.work.names.policies) known.push_back(each);
    const auto near = resolve::nearest(name.text, known);
    m.work.report("P102", name.span, fmt::format("there are no policies `{}`", name.text),
                  near ? fmt::format("did you mean `{}`?", *near) : "");
  }
}

}  // namespace

void check_events(MappingWork& m) {
  report_unknown_policies(m);
  Events events(m);
  events.take(m.node.events);
  for (const auto& declared : used_policies(m)) events.take(declared.node->events);
}

}  // namespace parley::check
