import { describe, expect, it } from 'vitest';
import { cpuTime } from '../helpers/cpu-time.ts';
import { clusterLines, findTemplates } from '../../src/text/templates.ts';

/** Sets of lines that came out as one message, each sorted, whatever the numbers of the groups. */
function groupsOf(lines: readonly string[]): readonly (readonly string[])[] {
  const byGroup = new Map<number, string[]>();
  clusterLines(lines).forEach((group, at) => byGroup.set(group, [...(byGroup.get(group) ?? []), lines[at] ?? '']));
  return [...byGroup.values()].map((group) => group.sort()).sort((a, b) => ((a[0] ?? '') < (b[0] ?? '') ? -1 : 1));
}

const ONE_MESSAGE: readonly (readonly string[])[] = [
  ['worker 3 took 1.5 MB', 'worker 12 took 300 B'],
  ['cannot open /var/lib/a/b.db: no space', 'cannot open ~/data/c.db: no space'],
  ['peer 10.0.0.1:99 left', 'peer 00:1b:44:11:3a:b7 left'],
  ['link to proxy.example.org:8080 is up, id=a7', 'link to 10.1.2.3:80 is up, id=main'],
  ['kept shards 1 2 3', 'kept shards 1 2 3 4 5 6'],
  ['kept nodes: 4, 5, 6', 'kept nodes: 7'],
  ['lease of user alice ended early', 'lease of user bob ended early'],
  ["plugin 'left' was not loaded", "plugin 'right' was not loaded"],
  ['clock set to 10.1.1.1, step 2', 'clock set to LOCAL(0), step 10'],
  ['cache is warm since Mon Jan 05 10:00:00 UTC 2026', 'cache is warm since Fri Jul 11 09:12:13 CET 2025'],
  ['opened with flag=true done', 'opened with flag=false done'],
  ['handled by org.example.one.First now', 'handled by org.example.two.Second now'],
];

const TWO_MESSAGES: readonly (readonly [string, string])[] = [
  ['job 4 was started', 'job 4 was stopped'],
  ['state of 7 goes from NEW to READY', 'state of 7 goes from READY to DONE'],
  ['link ok', 'link error'],
  ['error: unknown option', 'error: missing script'],
  ['12 tests passed', '12 tests failed'],
];

describe('clusterLines', () => {
  it.each(ONE_MESSAGE)('takes %j and %j for one message', (...lines) => {
    expect(new Set(clusterLines(lines)).size).toBe(1);
  });

  it.each(TWO_MESSAGES)('takes %j and %j for two', (...lines) => {
    expect(new Set(clusterLines(lines)).size).toBe(2);
  });

  it('takes a plain word for a variable only when many stand in its place', () => {
    const names = ['ash', 'birch', 'cedar', 'elm', 'fir', 'oak'];
    const lines = names.map((name) => `mounted volume ${name} read only`);
    expect(new Set(clusterLines(lines)).size).toBe(1);
    expect(new Set(clusterLines(lines.slice(0, 4))).size).toBe(4);
  });

  it('numbers groups in order of appearance', () => {
    expect(clusterLines(['a is b', 'c is d', 'a is b'])).toEqual([0, 1, 0]);
    expect(clusterLines([])).toEqual([]);
  });

  it('finds the same groups whatever the order of lines', () => {
    const lines = [...ONE_MESSAGE, ...TWO_MESSAGES].flat();
    const groups = groupsOf(lines);
    expect(groupsOf(lines.toReversed())).toEqual(groups);
    // Every third line first, then the others: a fixed shuffle.
    const shuffled = [0, 1, 2].flatMap((rest) => lines.filter((_, at) => at % 3 === rest));
    expect(groupsOf(shuffled)).toEqual(groups);
  });

  it('reads long and many lines in bounded time', () => {
    const long = ['= '.repeat(60_000), '[('.repeat(60_000), `${'x='.repeat(50_000)}1`, `/${'a/'.repeat(50_000)}`];
    const many = Array.from(
      { length: 40_000 },
      (_, at) => `name${at % 7} ${'word '.repeat(at % 40)}${'abcdefgh'[at % 8]}`,
    );
    const started = cpuTime();
    clusterLines([...long, ...many]);
    expect(cpuTime() - started).toBeLessThan(20_000);
  });
});

describe('findTemplates', () => {
  it('shows what varies as <*>', () => {
    expect(findTemplates(['retry 3 of 5 failed', 'id=7 is gone'])).toEqual([
      'retry <*> of <*> failed',
      'id = <*> is gone',
    ]);
  });
});
