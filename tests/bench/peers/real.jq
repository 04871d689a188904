def trimmed:
  if . == null then null
  elif startswith(" ") or endswith(" ") then until(startswith(" ") | not; .[1:]) | until(endswith(" ") | not; .[:-1])
  else . end;
def some(key): if . == null or . == "" then {} else {(key): .} end;
def first_of(a; b): if a == null or a == "" then b else a end;
select(.Email != null and .Email != "")
| (.FirstName | trimmed | some("firstName"))
+ {lastName: (.LastName | trimmed | if . == null or . == "" then "(unknown)" else . end)}
+ (.Email | trimmed | ascii_downcase | some("email"))
+ (first_of(.Phone; .MobilePhone) | some("phone"))
+ (.Title | some("title"))
+ (.Company | some("company"))
+ (((first_of(.MailingStreet; .Street) | some("street"))
   + (first_of(.MailingCity; .City) | some("city"))
   + (first_of(.MailingState; .State) | some("state"))
   + (first_of(.MailingPostalCode; .PostalCode) | some("zip"))
   + (first_of(.MailingCountry; .Country) | some("country"))) | if . == {} then . else {address: .} end)
