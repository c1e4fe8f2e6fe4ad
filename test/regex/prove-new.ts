// Proves each regular expression of src/ that has no verdict yet, and drops the verdicts on those that are gone.
import { expect, test } from 'vitest';
import { collectRegexes } from './collect.ts';
import { nameOf, prove, readVerdicts, writeVerdicts } from './verdicts.ts';

test('new regular expressions are linear', async () => {
  const { regexes } = await collectRegexes();
  const known = readVerdicts();
  const kept = new Map([...known].filter(([name]) => regexes.some((regex) => nameOf(regex) === name)));
  const open = regexes.filter((regex) => !known.has(nameOf(regex)));
  const slow: string[] = [];
  for (const [at, regex] of open.entries()) {
    const answer = await prove(regex);
    if ('verdict' in answer) kept.set(nameOf(regex), answer.verdict);
    else slow.push(`${regex.files.join(', ')}: ${regex.key}\n    ${answer.slow}`);
    if (at % 20 === 19) writeVerdicts(kept);
  }
  writeVerdicts(kept);
  // oxlint-disable-next-line no-console -- it is a tool
  console.log(`${open.length} were new, ${slow.length} of them slow, ${kept.size} have a verdict.`);
  // Rewrite these, or let their callers bound the text and say so in bounds.ts.
  expect(slow).toEqual([]);
});
