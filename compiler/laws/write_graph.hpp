// The write graph: which field feeds which, over all mappings of a file. A `<->` is one edge. A cycle would
// move a value for ever; the longest chain says after how many cycles of a sync everything rests.
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
};

struct WriteGraph {
  std::vector<Edge> edges;  // guarded rules are left out of cycles: their guards may exclude each other
  std::vector<std::vector<const Edge*>> cycles;  // each once, from its first edge in the text
  std::size_t longest_chain = 0;                 // in edges
};

WriteGraph write_graph(const check::CheckedFile& file);

}  // namespace parley::laws
