// Reads the CTRF reports of a test run: prints why tests were skipped and the closing line "N passed, N failed, N skipped".
//   node tests/summarise.mjs FOLDER EXPECTED_REPORTS EXIT_CODE_OF_DOTNET_TEST
// Exit code 1 when a test failed, a test project wrote no report (it crashed or never ran), or nothing ran;
// with CI=true also when every test of a category was skipped.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const [folder, expectedReports, testExit] = process.argv.slice(2);
const reports = readdirSync(folder).filter((name) => name.endsWith('.ctrf'));
const tests = reports.flatMap((name) => JSON.parse(readFileSync(join(folder, name), 'utf8')).results.tests);

const count = (status) => tests.filter((test) => test.status === status).length;
const passed = count('passed');
const skipped = tests.filter((test) => test.status === 'skipped' || test.status === 'pending');
const failed = tests.length - passed - skipped.length;

const faults = [];
if (reports.length < Number(expectedReports)) {
  faults.push(`${expectedReports} test projects should have reported, ${reports.length} did: one crashed or ran no test.`);
}

if (passed + failed === 0) {
  faults.push('No test ran.');
}

if (Number(testExit) !== 0 && failed === 0) {
  faults.push(`dotnet test ended with exit code ${testExit} though no test failed.`);
}

const byReason = new Map();
for (const test of skipped) {
  const reason = test.message ?? 'no reason given';
  byReason.set(reason, [...(byReason.get(reason) ?? []), test]);
}

for (const [reason, same] of byReason) {
  console.log(`skipped ${same.length}: ${reason}`);
  for (const test of same) {
    console.log(`    ${test.name}`);
  }
}

const categories = new Map();
for (const test of tests) {
  const category = test.labels?.Category;
  for (const name of [category ?? []].flat()) {
    const counts = categories.get(name) ?? { ran: 0, skipped: 0 };
    counts[skipped.includes(test) ? 'skipped' : 'ran'] += 1;
    categories.set(name, counts);
  }
}

for (const [name, counts] of [...categories].sort()) {
  console.log(`category ${name}: ${counts.ran} ran, ${counts.skipped} skipped`);
  if (process.env.CI === 'true' && counts.ran === 0) {
    faults.push(`Every test of the category ${name} was skipped.`);
  }
}

for (const fault of faults) {
  console.log(`FAULT: ${fault}`);
}

console.log(`${passed} passed, ${failed + faults.length} failed, ${skipped.length} skipped`);
process.exit(failed + faults.length > 0 ? 1 : 0);
