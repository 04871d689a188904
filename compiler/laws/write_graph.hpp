// The write graph: which field feeds which, over all mappings of a file, and of other files of its project. A
// `<->` is one edge. A cycle would move a value for ever; the longest chain says after how many cycles of a
// sync everything rests: twice its length.
#pragma once

#include <string>
#include <vector>

#include "compiler/check/checked.hpp"

namespace parley::laws {

struct Edge {
  std::string from;  // "hubspot.contacts.email"
  std::string to;
  bool two_way = false;
  source::Span span;
  std::string elsewhere = {};  // "orders.parley:12" for an edge of another file, which has no span here
  std::size_t rule = 0;        // edges of one rule have one number
};

struct WriteGraph {
  std::vector<Edge> edges;  // guarded rules are left out of cycles: their guards may exclude each other
  std::vector<std::vector<const Edge*>> cycles;  // each once, from its first edge in this file's text
  std::size_t longest_chain = 0;                 // in edges
  std::size_t rules = 0;                         // how many rules gave edges
};

WriteGraph write_graph(const check::CheckedFile& file, const std::vector<Edge>& elsewhere = {});

// The edges of a file, for the graphs of the other files of its project.
std::vector<Edge> edges_elsewhere(const check::CheckedFile& file, const source::SourceSet& sources);

}  // namespace parley::laws
