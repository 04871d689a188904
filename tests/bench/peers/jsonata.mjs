// Runs a JSONata expression over JSON lines: node jsonata.mjs EXPRESSION_FILE MODULE_PATH < in > out
// $stages is the picklist. JSONata's $trim also makes every inner run of blanks one.
import { createRequire } from 'node:module';
import { readFileSync, readSync, writeSync } from 'node:fs';

const [expressionFile, modulePath] = process.argv.slice(2);
const jsonata = createRequire(modulePath)('jsonata');
const expression = jsonata(readFileSync(expressionFile, 'utf8'));
const bindings = {
  stages: {
    lead: 'LEAD',
    marketingqualifiedlead: 'QUALIFIED',
    salesqualifiedlead: 'QUALIFIED',
    opportunity: 'OPPORTUNITY',
    customer: 'CUSTOMER',
  },
};

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
    const result = await expression.evaluate(JSON.parse(line), bindings);
    if (result !== undefined) out += JSON.stringify(result) + '\n';
  }
  writeAll(out);
  if (count === 0) break;
}
