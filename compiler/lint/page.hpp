// What `parley explain CODE` prints beside the code's title: what is found, why it matters, an example that
// shows it, and the same example repaired. The tests compile both.
#pragma once

#include <string>
#include <string_view>

namespace parley::lint {

// What stands around an example, so that it shows only what matters.
enum class Frame {
  file,     // nothing
  mapping,  // a mapping of HubSpot contacts (`hs`) and NetSuite customers (`ns`)
  fields,   // its `fields` block
  shop,     // the `fields` block of a mapping of the orders (`o`) and invoices (`i`) of a shop of one's own
  schema,   // it is a schema's YAML
  told,     // it is described, and no text that could be read
};

struct Page {
  std::string_view what;
  std::string_view why;
  Frame frame = Frame::fields;
  std::string_view failing;
  std::string_view repaired;
};

// The example as a whole file.
std::string framed(Frame frame, std::string_view example);

}  // namespace parley::lint
