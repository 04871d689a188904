// The kinds of nodes of the syntax tree. A rule of the grammar that makes a node names its kind in a member
// `node`. What children a kind has is written beside each; `?` may be missing, `*` any number.
#pragma once

#include <cstdint>

namespace parley::grammar {

enum class NodeKind : std::uint8_t {
  file,  // declarations*, or one expression

  // words
  name,         // an identifier
  quoted_name,  // "Account Name" behind a dot
  word,         // one of a closed set of words or signs: newest, ->, keep
  number,       // digits of a limit or a type's argument
  percent,      // 2%

  // expressions
  integer,
  unsigned_integer,
  decimal,
  text,
  bytes,
  constant,       // true, false, null
  variable,       // name
  absolute_name,  // .name: part of CEL
  parens,         // expression
  list,           // expression*
  map,            // entry*
  entry,          // key, value
  call,           // name, argument*
  form,           // link(m as V), first(s by F): expression, name or path
  postfix,        // operand, then select | method | index | message in order
  select,         // name
  method,         // name, argument*
  index,          // expression
  message,        // entry*: part of CEL
  unary,          // word, operand
  chain,          // operand, then word, operand …; all words of one level
  conditional,    // condition, then, otherwise

  // clauses; what stands on a line of its own as a setting is the same node
  via,             // lens_use*
  lens_use,        // name, argument*
  else_clause,     // answer, or direction*
  default_clause,  // expression, or direction*
  direction,       // word (arrow), answer or expression
  answer,          // word, or expression
  timing,          // once, fill
  when_clause,     // expression
  conflict,        // word, side or word ?
  blank,           // word
  first,           // word, side?
  drift,           // word
  lossy,           //
  was,             // name
  clauses,         // the clauses of a line in braces

  // fields
  fields,      // body
  body,        // items of a block in braces
  when_block,  // expression, body
  field_rule,  // label?, operand, word (arrow), operand, clause* or clauses
  label,       // name
  group,       // expression, expression…

  // mappings
  mapping,     // name, uses?, was?, body
  uses,        // name…
  left_side,   // name, name, name, where?
  right_side,  //
  where,       // expression
  scope,       // name, expression
  match,       // expression
  event,       // word, qualifier?, action, limit?
  qualifier,   // name
  action,      // word
  limit,       // percent or number, percent or number ?

  // other declarations
  import,          // text
  policies,        // name, body
  table,           // name, table_side, word (arrow), table_side, body
  table_side,      // name or quoted_name …
  row,             // expression, word (arrow), expression
  lens,            // name, parameter*, type, word (arrow), type, body
  parameter,       // name, type
  type,            // name, type_arguments?, type_elements?
  type_arguments,  // name or number …
  type_elements,   // type …
  lens_body,       // word (arrow), expression
  test,            // text, name, body
  base,            // name, record
  given,           // name, record
  expect,          // word…, then what belongs to it
  record,          // record_field*
  record_field,    // record_key, record_state or record or expression
  record_key,      // name or text, …
  record_state,    // absent, unreadable, clear

  reserved,  // a construct of a later version, as far as it reaches; its first word names it
};

}  // namespace parley::grammar
