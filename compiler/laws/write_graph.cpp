#include "compiler/laws/write_graph.hpp"

#include <algorithm>
#include <map>
#include <optional>
#include <set>

#include <fmt/format.h>

namespace parley::laws {

namespace {

// What a chain of edges may visit; longer ones are counted as this long.
constexpr std::size_t chain_max = 64;

std::string name(const check::Mapping& mapping, abi::Side side, abi::FieldNo no) {
  const abi::SideShape& shape = mapping.program.shape(side);
  return shape.system + "." + shape.object + "." + shape.fields[no.value].name;
}

void add_edges(const check::Mapping& mapping, WriteGraph& graph) {
  for (std::size_t i = 0; i < mapping.rules.size(); ++i) {
    const abi::Rule& rule = mapping.program.rules[i];
    if (rule.guarded || rule.once) continue;
    const bool to_right = rule.arrow != abi::Arrow::left;
    const abi::Side from = to_right ? abi::Side::left : abi::Side::right;
    const auto& sources = to_right ? rule.left : rule.right;
    const auto& targets = to_right ? rule.right : rule.left;
    for (const abi::FieldNo source : sources)
      for (const abi::FieldNo target : targets)
        graph.edges.push_back({name(mapping, from, source),
                               name(mapping, abi::other(from), target),
                               rule.arrow == abi::Arrow::both,
                               mapping.rules[i].span,
                               {},
                               graph.rules});
    ++graph.rules;
  }
}

class CycleSearch {
 public:
  explicit CycleSearch(WriteGraph& graph) : graph_(graph) {
    for (const Edge& edge : graph.edges) {
      out_[edge.from].push_back({edge.to, &edge});
      if (edge.two_way) out_[edge.to].push_back({edge.from, &edge});
    }
  }

  void find_cycles() {
    std::set<const Edge*> reported;
    for (const Edge& edge : graph_.edges) {
      if (reported.contains(&edge) || !edge.elsewhere.empty()) continue;
      auto way_back = path(edge.to, edge.from, edge);
      if (!way_back) continue;
      way_back->insert(way_back->begin(), &edge);
      reported.insert(way_back->begin(), way_back->end());
      graph_.cycles.push_back(std::move(*way_back));
    }
  }

  // Exact where there is no cycle, which is where it is of use.
  std::size_t longest() {
    std::size_t best = 0;
    for (const auto& [node, steps] : out_) best = std::max(best, longest_from(node, nullptr, 0));
    return best;
  }

 private:
  struct Hop {
    std::string to;
    const Edge* edge;
  };

  // Breadth first, without going over the edge itself or over one rule twice.
  std::optional<std::vector<const Edge*>> path(const std::string& from, const std::string& to,
                                               const Edge& without) const {
    std::map<std::string, std::pair<std::string, const Edge*>> came = {{from, {"", nullptr}}};
    std::vector<std::string> open = {from};
    for (std::size_t next = 0; next < open.size(); ++next) {
      const std::string node = open[next];
      if (node == to) return unwind(came, to);
      const auto hops = out_.find(node);
      if (hops == out_.end()) continue;
      for (const Hop& hop : hops->second) {
        if (hop.edge->rule == without.rule) continue;
        if (came.try_emplace(hop.to, node, hop.edge).second) open.push_back(hop.to);
      }
    }
    return std::nullopt;
  }

  static std::vector<const Edge*> unwind(
      const std::map<std::string, std::pair<std::string, const Edge*>>& came, const std::string& node) {
    std::vector<const Edge*> edges;
    for (auto at = came.find(node); at->second.second != nullptr; at = came.find(at->second.first))
      edges.push_back(at->second.second);
    std::ranges::reverse(edges);
    return edges;
  }

  std::size_t longest_from(const std::string& node, const Edge* arrived, std::size_t depth) {
    if (depth >= chain_max) return 0;
    const auto key = std::pair(node, arrived);
    if (const auto known = longest_.find(key); known != longest_.end()) return known->second;
    longest_[key] = 0;  // while open: a cycle ends here
    std::size_t best = 0;
    const auto hops = out_.find(node);
    if (hops != out_.end())
      for (const Hop& hop : hops->second)
        if (hop.edge != arrived) best = std::max(best, 1 + longest_from(hop.to, hop.edge, depth + 1));
    return longest_[key] = best;
  }

  WriteGraph& graph_;
  std::map<std::string, std::vector<Hop>> out_;
  std::map<std::pair<std::string, const Edge*>, std::size_t> longest_;
};

}  // namespace

WriteGraph write_graph(const check::CheckedFile& file, const std::vector<Edge>& elsewhere) {
  WriteGraph graph;
  for (const check::Mapping& mapping : file.mappings) add_edges(mapping, graph);
  for (Edge edge : elsewhere) {
    edge.rule += graph.rules;
    graph.edges.push_back(std::move(edge));
  }
  CycleSearch search(graph);
  search.find_cycles();
  graph.longest_chain = search.longest();
  return graph;
}

std::vector<Edge> edges_elsewhere(const check::CheckedFile& file, const source::SourceSet& sources) {
  WriteGraph graph;
  for (const check::Mapping& mapping : file.mappings) add_edges(mapping, graph);
  for (Edge& edge : graph.edges) {
    const source::SourceFile& text = sources.file(edge.span.file);
    edge.elsewhere = fmt::format("{}:{}", text.name(), text.position(edge.span.begin).line);
    edge.span = {};
  }
  return std::move(graph.edges);
}

}  // namespace parley::laws
