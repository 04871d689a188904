// The main case as a plain Node script: JSON.parse, one object, JSON.stringify. Input in blocks of 1 MiB.
import { readSync, writeSync } from 'node:fs';

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

function writeAll(text) {
  const bytes = Buffer.from(text);
  for (let done = 0; done < bytes.length; ) done += writeSync(1, bytes, done);
}

const block = Buffer.allocUnsafe(1 << 20);
let kept = Buffer.alloc(0);
for (;;) {
  const count = readSync(0, block);
  const bytes = count === 0 ? kept : Buffer.concat([kept, block.subarray(0, count)]);
  const end = count === 0 ? bytes.length : bytes.lastIndexOf(10) + 1;
  kept = Buffer.from(bytes.subarray(end));
  let out = '';
  for (const line of bytes.toString('utf8', 0, end).split('\n')) {
    if (line === '') continue;
    const p = JSON.parse(line).properties;
    if (p.email && p.lifecyclestage !== 'subscriber') out += JSON.stringify(customer(p)) + '\n';
  }
  writeAll(out);
  if (count === 0) break;
}
