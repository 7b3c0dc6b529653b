// Reads the CTRF reports of a test run: prints why tests were skipped and the closing line "N passed, N failed, N skipped".
// Every failed test is named with its message; one that passed when it ran once more, alone (FOLDER/again), is named too and counts as passed.
//   node tests/summarise.mjs FOLDER EXPECTED_REPORTS EXIT_CODE_OF_DOTNET_TEST
// Exit code 1 when a test failed, a test project wrote no report (it crashed or never ran), or nothing ran;
// with CI=true also when every test of a category was skipped.
import { join } from 'node:path';
import { readReports } from './reports.mjs';

const [folder, expectedReports, testExit] = process.argv.slice(2);
const { count: reports, tests } = readReports(folder);
const passedAlone = new Set(readReports(join(folder, 'again')).tests.filter((test) => test.status === 'passed').map((test) => test.name));

const skipped = tests.filter((test) => test.status === 'skipped' || test.status === 'pending');
const notPassed = tests.filter((test) => test.status !== 'passed' && !skipped.includes(test));
const secondTime = notPassed.filter((test) => passedAlone.has(test.name));
const failed = notPassed.length - secondTime.length;
const passed = tests.length - skipped.length - failed;

for (const test of notPassed) {
  console.log(`${secondTime.includes(test) ? 'passed only when run alone' : 'FAILED'}: ${test.name}`);
  console.log(`    ${(test.message ?? 'no message').trim().replaceAll('\n', '\n    ')}`);
}

const faults = [];
if (reports < Number(expectedReports)) {
  faults.push(`${expectedReports} test projects should have reported, ${reports} did: one crashed or ran no test.`);
}

if (passed + failed === 0) {
  faults.push('No test ran.');
}

if (Number(testExit) !== 0 && notPassed.length === 0) {
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
