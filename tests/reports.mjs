// The tests of a folder's CTRF reports, which both scripts beside it read.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

export function readReports(folder) {
  const names = existsSync(folder) ? readdirSync(folder).filter((name) => name.endsWith('.ctrf')) : [];
  return { count: names.length, tests: names.flatMap((name) => JSON.parse(readFileSync(join(folder, name), 'utf8')).results.tests) };
}

// A theory's cases share their method; the filter of the runner knows methods only.
export const methodOf = (test) => test.name.replace(/\(.*$/s, '');
