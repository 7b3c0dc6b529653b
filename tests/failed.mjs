// Prints the methods of the failed tests of a run, one a line, when they are few enough that they may have failed for want of a turn; nothing when so many failed that something is broken.
//   node tests/failed.mjs FOLDER
import { methodOf, readReports } from './reports.mjs';

// A change that breaks something fails more than this; the tests that ever failed for want of a turn on two cores came one or two in a run.
const fewAtMost = 3;

const methods = [...new Set(readReports(process.argv[2]).tests.filter((test) => test.status === 'failed').map(methodOf))];
if (methods.length <= fewAtMost) {
  methods.forEach((method) => console.log(method));
}
