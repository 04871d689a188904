def some(key): if . == null or . == "" then {} else {(key): .} end;
def trimmed:
  if . == null then null
  elif startswith(" ") or endswith(" ") then until(startswith(" ") | not; .[1:]) | until(endswith(" ") | not; .[:-1])
  else . end;
{id}
+ (.name | trimmed | some("name"))
+ (.email | if . == null or . == "" then {} else {email: ascii_downcase} end)
+ (.city | if . == null or . == "" then {} else {city: .} end)
+ (.amount | if . == null or . == "" then {} else (tonumber? | {amount: .}) // {} end)
