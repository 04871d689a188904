// Runs a JSONata expression over JSON lines: node jsonata.mjs EXPRESSION_FILE MODULE_PATH < in > out
// $stages is the picklist. JSONata's $trim also makes every inner run of blanks one.
import { createRequire } from 'node:module';
import { readFileSync } from 'node:fs';
import { blocksOfLines, writeAll } from './lines.mjs';

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

for (const lines of blocksOfLines()) {
  let out = '';
  for (const line of lines) {
    if (line === '') continue;
    const result = await expression.evaluate(JSON.parse(line), bindings);
    if (result !== undefined) out += JSON.stringify(result) + '\n';
  }
  writeAll(out);
}
