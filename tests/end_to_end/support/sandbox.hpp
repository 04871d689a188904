// Sandbox: `parley sandbox` as a process, with its control paths: dump, edit, fault, advance. And a project
// folder whose connections lead to it. Failures throw std::runtime_error, which fails the test.
#pragma once

#include <memory>

#include "stdlib/value/json.hpp"
#include "tests/end_to_end/support/process.hpp"

namespace parley::end_to_end {

enum class Side { hubspot, netsuite };

class Sandbox {
 public:
  Sandbox(const Scratch& scratch, std::vector<std::string> options);
  ~Sandbox();

  const Environment& environment() const { return environment_; }  // HUBSPOT_URL, NETSUITE_TOKEN …
  Process& process() { return *process_; }
  int port(Side side) const;

  value::Json dump(Side side) const;
  std::string edit(Side side, const value::Json& edit) const;  // the body of the answer
  void fault(Side side, const std::string& rules) const;
  void forget_faults() const;
  void advance(std::int64_t seconds) const;

 private:
  std::string control(Side side, const std::string& method, const std::string& path,
                      const std::string& body = {}) const;

  std::unique_ptr<Process> process_;
  Environment environment_;
};

// Calls that wrote, as the sandbox counted them.
std::int64_t effect(const value::Json& dump, const std::string& name);
std::int64_t writes(const value::Json& dump);
// Text of a record's field in a dump; empty where it has none.
std::string field(const value::Json& record, const std::string& name);

// Writes parley.yaml and the mapping into the scratch folder.
void write_project(const Scratch& scratch, const Sandbox& sandbox, const std::string& lag = "1s",
                   const std::string& mapping = "mappings/hubspot_netsuite/contacts.parley");
// Runs `parley WORDS` in the project's folder.
Finished run_parley(const Scratch& scratch, const Sandbox& sandbox, std::vector<std::string> words,
                    double seconds = 120);
Start parley_start(const Scratch& scratch, const Sandbox& sandbox, std::vector<std::string> words);

}  // namespace parley::end_to_end
