# Dates are cut from their places, and totals computed in doubles; a phone number is its digits behind +1.
{id, total: ((.price | tonumber) * (.quantity | tonumber)), label: (.first + " " + .last | ascii_upcase)}
+ (.placed | if . == null then {} else {placedOn: (.[6:10] + "-" + .[0:2] + "-" + .[3:5])} end)
+ (.paid | if . == null then {} else {paidOn: .[0:10]} end)
+ (.phone | if . == null then {} else {phone: ("+1" + (explode | map(select(. >= 48 and . <= 57)) | implode))} end)
