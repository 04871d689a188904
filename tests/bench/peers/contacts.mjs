// The main case as a plain Node script: JSON.parse, one object, JSON.stringify.
import { blocksOfLines, writeAll } from './lines.mjs';

const stages = new Map([
  ['lead', 'LEAD'],
  ['marketingqualifiedlead', 'QUALIFIED'],
  ['salesqualifiedlead', 'QUALIFIED'],
  ['opportunity', 'OPPORTUNITY'],
  ['customer', 'CUSTOMER'],
]);

// JSON.stringify leaves out what is undefined.
const some = (text) => (text ? text : undefined);

function customer(p) {
  const address = {
    street: some(p.address),
    city: some(p.city),
    state: some(p.state),
    zip: some(p.zip),
    country: some(p.country),
  };
  const revenue = p.annualrevenue ? Number(p.annualrevenue) : NaN;
  return {
    firstName: some(p.firstname?.trim()),
    lastName: some(p.lastname?.trim()) ?? '(unknown)',
    email: some(p.email.trim().toLowerCase()),
    phone: some(p.phone),
    mobile: some(p.mobilephone),
    title: some(p.jobtitle),
    company: some(p.company),
    url: some(p.website),
    address: p.address || p.city || p.state || p.zip || p.country ? address : undefined,
    status: p.lifecyclestage ? (stages.get(p.lifecyclestage) ?? 'OTHER') : undefined,
    revenue: Number.isNaN(revenue) ? undefined : revenue,
    size: some(p.numemployees),
    leadStatus: some(p.hs_lead_status),
    salutation: some(p.salutation),
    language: some(p.hs_language),
    created: some(p.createdate),
  };
}

for (const lines of blocksOfLines()) {
  let out = '';
  for (const line of lines) {
    if (line === '') continue;
    const p = JSON.parse(line).properties;
    if (p.email && p.lifecyclestage !== 'subscriber') out += JSON.stringify(customer(p)) + '\n';
  }
  writeAll(out);
}
