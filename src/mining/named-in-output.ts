// What an output names beside its error line, so that the same cause is known by it over sessions: the argument that a tool
// call lacks, the test that failed, the files that a test run takes. Pure text questions on bounded text.

/** Most of an output that is read at its start and at its end; test runs list their failures last. */
const PART = 20_000;
const MAX_LINE = 300;

/** How tools say that a call of theirs lacks an argument. */
const MISSING_ARGUMENT: readonly RegExp[] = [
  /missing key\s{1,10}at \["(\w{1,40})"\]/i,
  /required (?:parameter|argument|property|field)s? [`'"]?(\w{1,40})[`'"]? (?:is|are|was) (?:missing|not)/i,
  /missing (?:a |the )?required (?:parameter|argument|property|field)s?:? [`'"]?(\w{1,40})/i,
  /must have (?:a )?required property [`'"](\w{1,40})/i,
  /[`'"](\w{1,40})[`'"] is (?:a )?required(?: property)?/i,
  /missing \d{1,2} required (?:positional|keyword-only) arguments?: '(\w{1,40})'/i,
  /"path": ?\[\s{0,20}"(\w{1,40})"\s{0,20}\],\s{0,20}"message": ?"(?:required|invalid input: expected \w{1,20}, received undefined)"/i,
];

/** The argument that a tool says it was not given, empty when it says nothing of the kind. */
export function missingArgument(output: string): string {
  const text = output.slice(0, 4_000);
  for (const pattern of MISSING_ARGUMENT) {
    const name = pattern.exec(text)?.[1];
    if (name !== undefined) return name;
  }
  return '';
}

/** How test runners name a test that failed, on a line of its own. */
const FAILED_TEST: readonly RegExp[] = [
  /^ {2}1\) (\S.{2,100}?):?$/,
  /^\s{0,4}(?:FAIL|❌) +(\S{1,200}\.\w{1,5}(?: > .{1,150})?)$/,
  /^\s{0,4}● (.{3,150} › .{1,150})$/,
  /^FAILED (\S{1,200}::\S{1,150})/,
  /^\s{0,8}--- FAIL: (\S{2,150})/,
  /^test (\S{2,150}) \.\.\. FAILED$/,
  /^\(fail\) (.{3,200}?)(?: \[[\d.]{1,10}ms\])?$/,
  /^not ok \d{1,5} (?:- )?(.{3,150})$/,
  /^\s{0,4}✖ (.{3,150}?) \([\d.]{1,12}ms\)$/,
];

/** The first of the tests that a run lists as failed (the first suite where it lists suites), empty when it lists none. */
export function failedTest(output: string): string {
  const lines = readLines(output);
  for (const pattern of FAILED_TEST) {
    const matches = lines.flatMap((line) => pattern.exec(line)?.[1] ?? []);
    // Mocha numbers failures twice: as they happen, and with their suite at the end.
    const name = pattern === FAILED_TEST[0] ? matches.at(-1) : matches[0];
    if (name !== undefined) return name.trim();
  }
  return '';
}

/** The line with the patterns of the files that a test run takes, where it prints them; empty where it does not. */
export function testPatterns(output: string): string {
  const line = readLines(output).find((one) => /^\s{0,4}(?:include|testMatch|testRegex|pattern|spec): ?\S/i.test(one));
  return line?.trim().slice(0, 200) ?? '';
}

function readLines(output: string): readonly string[] {
  const text = output.length <= 2 * PART ? output : `${output.slice(0, PART)}\n${output.slice(-PART)}`;
  return text.split('\n').filter((line) => line.length <= MAX_LINE);
}
