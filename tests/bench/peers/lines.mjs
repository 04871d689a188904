// Standard input as blocks of whole lines, read 1 MiB at a time; and standard output.
import { readSync, writeSync } from 'node:fs';

export function* blocksOfLines() {
  const block = Buffer.allocUnsafe(1 << 20);
  let kept = Buffer.alloc(0);
  for (;;) {
    const count = readSync(0, block);
    const bytes = count === 0 ? kept : Buffer.concat([kept, block.subarray(0, count)]);
    const end = count === 0 ? bytes.length : bytes.lastIndexOf(10) + 1;
    kept = Buffer.from(bytes.subarray(end));
    yield bytes.toString('utf8', 0, end).split('\n');
    if (count === 0) return;
  }
}

export function writeAll(text) {
  const bytes = Buffer.from(text);
  for (let done = 0; done < bytes.length; ) done += writeSync(1, bytes, done);
}
