# The same transform for jq 1.6. It has no trim; this one is the fastest we found for texts with few blanks.
def trimmed: if . == null then null else until(startswith(" ") | not; .[1:]) | until(endswith(" ") | not; .[:-1]) end;
def set(key; $value): if $value == null or $value == "" then . else .[key] = $value end;
.properties as $p
| select($p.email != null and $p.email != "" and $p.lifecyclestage != "subscriber")
| {}
| set("firstName"; $p.firstname | trimmed)
| set("lastName"; ($p.lastname | trimmed) as $name | if $name == null or $name == "" then "(unknown)" else $name end)
| set("email"; $p.email | trimmed | ascii_downcase)
| set("phone"; $p.phone)
| set("mobile"; $p.mobilephone)
| set("title"; $p.jobtitle)
| set("company"; $p.company)
| set("url"; $p.website)
| set("address"; {} | set("street"; $p.address) | set("city"; $p.city) | set("state"; $p.state) | set("zip"; $p.zip)
    | set("country"; $p.country) | if . == {} then null else . end)
| set("status"; if $p.lifecyclestage == null or $p.lifecyclestage == "" then null
    else {lead: "LEAD", marketingqualifiedlead: "QUALIFIED", salesqualifiedlead: "QUALIFIED",
          opportunity: "OPPORTUNITY", customer: "CUSTOMER"}[$p.lifecyclestage] // "OTHER" end)
| set("revenue"; if $p.annualrevenue == null or $p.annualrevenue == "" then null else $p.annualrevenue | tonumber? end)
| set("size"; $p.numemployees)
| set("leadStatus"; $p.hs_lead_status)
| set("salutation"; $p.salutation)
| set("language"; $p.hs_language)
| set("created"; $p.createdate)
