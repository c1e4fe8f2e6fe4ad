// Rejected stays rejected: values are turned down, then come back in every disguise there is; neighbours and opposites
// must get through. Counts are printed, because a share is what one wants to know of such a rule.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { guardChanges, type GuardContext } from '../../src/guards/guard-changes.ts';
import type { Change } from '../../src/model/change.ts';
import type { Decision } from '../../src/model/decision.ts';
import { makePlaybook, printPlaybook, revisePlaybook, type Playbook } from '../../src/model/playbook.ts';
import { changeOf, decisionOf, NO_POLICY, type ChangeParts } from '../helpers/change.ts';
import { COMMANDS, SAYINGS } from './sayings.ts';

const CONTEXT: GuardContext = {
  run: { id: '20260401T030000Z-0001', engine: 'offline/1' },
  playbooks: [],
  decisions: [],
  changes: [],
  policy: NO_POLICY,
  maxChanges: 20,
};

const PATH = 'playbooks/acme--web/another-name.md';
/** As a sentence. */
const ended = (words: string): string => (/[.!?]$/.test(words) ? words : `${words}.`);

const saying = (rule: string): ChangeParts => ({
  title: rule.replace(/\.$/, ''),
  kind: 'preference',
  body: `\n**When** working in this project.\n\n**Do** ${rule}\n\n**Why** A person laid this down as a rule.\n`,
});
const pitfall = (run: string, avoid = 'wrong-tool run it'): ChangeParts => ({
  title: `Run \`${run}\``,
  body: `\n**When** checking the work.\n\n**Do** \`${run}\`.\n\n**Avoid** \`${avoid}\`: it fails with \`not found\`.\n\n**Why** Agents tried the other first.\n`,
});

async function reasonFor(
  change: Change,
  decisions: readonly Decision[],
  more: Partial<GuardContext> = {},
): Promise<string> {
  const { held, allowed } = await guardChanges([change], { ...CONTEXT, decisions, ...more });
  return held[0]?.reason ?? (allowed.length === 1 ? 'allowed' : 'lost');
}

const rejectionOf = (parts: ChangeParts): Decision => decisionOf(changeOf(parts), { verdict: 'rejected' });

/** Disguises of letters: each makes a text that looks the same, or nearly so. */
const DISGUISES: readonly (readonly [string, (text: string) => string])[] = [
  ['upper case', (text) => text.toUpperCase()],
  ['white space', (text) => text.replaceAll(' ', ' \u00A0 ')],
  ['zero width', (text) => text.replaceAll(/(?<=[a-z])(?=[a-z])/g, '\u200B')],
  ['soft hyphens', (text) => text.replaceAll(/(?<=[a-z]{2})(?=[a-z]{2})/g, '\u00AD')],
  ['tags', (text) => text.replaceAll(/(?<=[a-z]) /g, '\u{E0061} ')],
  ['cyrillic', (text) => swap(text, 'aceopxyis', 'асеорхуіѕ')],
  ['greek', (text) => swap(text, 'oνaik', 'ονακκ'.replace('κ', 'ι'))],
  ['armenian', (text) => swap(text, 'ounh', 'օսոհ')],
  ['small capitals', (text) => swap(text, 'rtnm', 'ʀᴛɴᴍ')],
  ['lisu', (text) => swap(text.toUpperCase(), 'BPTKJZ', 'ꓐꓑꓔꓗꓙꓜ')],
  [
    'full width',
    (text) => text.replaceAll(/[a-z]/g, (letter) => String.fromCodePoint((letter.codePointAt(0) ?? 0) + 0xfee0)),
  ],
  [
    'mathematical',
    (text) => text.replaceAll(/[a-z]/g, (letter) => String.fromCodePoint((letter.codePointAt(0) ?? 0) - 97 + 0x1d41a)),
  ],
  ['combining marks', (text) => text.replaceAll(/(?<=[aeiou])/g, '\u0323')],
  ['composed accents', (text) => swap(text, 'aeou', 'áèöü')],
  ['bidi marks', (text) => `\u202A${text}\u202C`],
];

function swap(text: string, letters: string, posers: string): string {
  const other = Array.from(posers);
  return Array.from(text, (letter) => other[letters.indexOf(letter)] ?? letter).join('');
}

/** Where else a rule may be said: another section, kind, path, among other lines. */
const PLACES: readonly (readonly [string, (rule: string) => ChangeParts])[] = [
  ['title only', (rule) => ({ title: rule, kind: 'fact', body: '\n**Where** everywhere.\n' })],
  ['fact', (rule) => ({ title: 'How it is here', kind: 'fact', body: `\n**Fact** ${rule}\n` })],
  [
    'steps',
    (rule) => ({
      title: 'Ship a change',
      kind: 'workflow',
      body: `\n**Steps**\n\n1. Open the ticket.\n2. ${rule}\n3. Tell the team.\n`,
    }),
  ],
  [
    'why',
    (rule) => ({
      title: 'Look at the ticket',
      kind: 'preference',
      body: `\n**Do** look at the ticket.\n\n**Why** ${rule}\n`,
    }),
  ],
  [
    'newer',
    (rule) => ({
      title: 'Look at the ticket',
      kind: 'preference',
      body: `\n**Do** look at the ticket.\n\n**Newer** “${rule}”\n`,
    }),
  ],
  [
    'unknown section',
    (rule) => ({
      title: 'Look at the ticket',
      kind: 'preference',
      body: `\n**Do** look at the ticket.\n\n**Note** ${rule}\n`,
    }),
  ],
  [
    'list item',
    (rule) => ({
      title: 'Several things',
      kind: 'preference',
      body: `\n**Do**\n\n- Look at the ticket.\n- ${rule}\n- Thank the author.\n`,
    }),
  ],
  [
    'second sentence',
    (rule) => ({
      title: 'Several things',
      kind: 'preference',
      body: `\n**Do** Look at the ticket. ${rule} Thank the author.\n`,
    }),
  ],
];

describe('a rejected value', () => {
  it('does not come back in other letters', async () => {
    const tried: string[] = [];
    const missed: string[] = [];
    for (const { rule } of SAYINGS) {
      for (const [name, disguise] of DISGUISES) {
        tried.push(name);
        const found = await reasonFor(changeOf({ ...saying(disguise(rule)), title: 'Another title' }), [
          rejectionOf(saying(rule)),
        ]);
        if (found !== 'tombstoned') missed.push(`${name}: ${disguise(rule)}`);
      }
    }
    tell('other letters', tried.length, missed);
    expect(missed).toEqual([]);
    expect(tried.length).toBeGreaterThan(200);
  });

  it('does not come back in other words', async () => {
    let tried = 0;
    const missed: string[] = [];
    for (const { rule, same } of SAYINGS) {
      for (const words of same) {
        tried += 1;
        const found = await reasonFor(changeOf({ ...saying(words), title: 'Another title' }), [
          rejectionOf(saying(rule)),
        ]);
        if (found !== 'tombstoned') missed.push(`${rule} → ${words}`);
      }
    }
    tell('other words', tried, missed);
    expect(missed).toEqual([]);
  });

  it('does not come back in another place, kind or path', async () => {
    let tried = 0;
    const missed: string[] = [];
    for (const { rule, same } of SAYINGS) {
      for (const [name, place] of PLACES) {
        for (const words of [rule, same[0] ?? rule]) {
          tried += 1;
          const found = await reasonFor(changeOf({ ...place(ended(words)), path: PATH }), [rejectionOf(saying(rule))]);
          if (found !== 'tombstoned') missed.push(`${name}: ${words}`);
        }
      }
    }
    tell('other places', tried, missed);
    expect(missed).toEqual([]);
  });

  it('does not come back with more cases of the same', async () => {
    const cases = (run: string, avoid: string): ChangeParts => ({ ...pitfall(run, avoid), pattern: 'one-pattern' });
    const rejected = [rejectionOf(cases('pnpm test', 'npm test'))];
    const grown = cases('pnpm test` or `pnpm build', 'npm test` or `npm build');
    expect(await reasonFor(changeOf(grown), rejected)).toBe('tombstoned');
    expect(await reasonFor(changeOf({ ...grown, pattern: 'another' }), rejected)).toBe('allowed');
    expect(await reasonFor(changeOf(cases('pnpm build', 'npm build')), rejected)).toBe('allowed');
    expect(await reasonFor(changeOf(cases('npm test', 'pnpm test')), rejected)).toBe('allowed');
  });

  it('does not come back as the same command written differently', async () => {
    let tried = 0;
    const missed: string[] = [];
    for (const { run, same } of COMMANDS) {
      const ways = [
        ...same.map((one) => pitfall(one)),
        ...same.map((one) => saying(`Run \`${one}\`.`)),
        saying(`Always run \`${run}\`.`),
      ];
      for (const way of ways) {
        tried += 1;
        const found = await reasonFor(changeOf({ ...way, title: 'Check the work' }), [rejectionOf(pitfall(run))]);
        if (found !== 'tombstoned') missed.push(`${run} → ${way.body}`);
      }
    }
    tell('other spellings of commands', tried, missed);
    expect(missed).toEqual([]);
  });

  it('lets neighbours and opposites through', async () => {
    let tried = 0;
    const blocked: string[] = [];
    for (const { rule, other } of SAYINGS) {
      for (const words of other) {
        tried += 1;
        if ((await reasonFor(changeOf(saying(words)), [rejectionOf(saying(rule))])) !== 'allowed')
          blocked.push(`${rule} ≠ ${words}`);
      }
    }
    for (const { run, other } of COMMANDS) {
      for (const one of other) {
        tried += 1;
        if ((await reasonFor(changeOf(pitfall(one)), [rejectionOf(pitfall(run))])) !== 'allowed')
          blocked.push(`${run} ≠ ${one}`);
      }
    }
    tell('neighbours let through', tried, blocked);
    expect(blocked).toEqual([]);
  });

  it('lets a command in place of another through, where only its place in a workflow was turned down, and the reverse', async () => {
    const steps: ChangeParts = {
      title: 'After every change: pnpm test, pnpm lint',
      kind: 'workflow',
      body: '\n**When** something was changed.\n\n**Steps**\n\n1. `pnpm test`\n2. `pnpm lint`\n',
    };
    const instead: ChangeParts = {
      title: 'Use pnpm, not npm',
      body: '\n**When** about to run `npm test`.\n\n**Do** `pnpm test` or `pnpm lint`.\n\n**Avoid** `npm test`: it fails.\n',
    };
    expect(await reasonFor(changeOf(instead), [rejectionOf(steps)])).toBe('allowed');
    expect(await reasonFor(changeOf(steps), [rejectionOf(instead)])).toBe('allowed');
    // The same steps under another name are what was turned down.
    expect(await reasonFor(changeOf({ ...steps, title: 'Check the work' }), [rejectionOf(steps)])).toBe('tombstoned');
  });

  it('lets every other lesson through, and the same one in another project', async () => {
    const all = [...SAYINGS.map(({ rule }) => saying(rule)), ...COMMANDS.map(({ run }) => pitfall(run, `not ${run}`))];
    const blocked: string[] = [];
    let tried = 0;
    for (const [at, rejected] of all.entries()) {
      const decisions = [rejectionOf(rejected)];
      for (const other of all.filter((_, place) => place !== at)) {
        tried += 1;
        if ((await reasonFor(changeOf(other), decisions)) !== 'allowed')
          blocked.push(`${rejected.title} ≠ ${other.title}`);
      }
      const elsewhere = await reasonFor(
        changeOf({ ...rejected, project: 'acme/api', path: 'playbooks/acme--api/x.md' }),
        decisions,
      );
      expect(elsewhere, `${rejected.title} in another project`).toBe('allowed');
    }
    tell('pairs of distinct lessons let through', tried, blocked);
    expect(blocked).toEqual([]);
  });

  it('stays away under any mix of disguises', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...SAYINGS.slice(0, 14)),
        fc.nat(),
        fc.constantFrom(...PLACES),
        fc.subarray([...DISGUISES], { minLength: 1, maxLength: 2 }),
        async ({ rule, same }, pick, [, place], disguises) => {
          const wording = [rule, ...same][pick % (same.length + 1)] ?? rule;
          const hidden = disguises.reduce((text, [, disguise]) => disguise(text), wording);
          expect(await reasonFor(changeOf({ ...place(ended(hidden)), path: PATH }), [rejectionOf(saying(rule))])).toBe(
            'tombstoned',
          );
        },
      ),
      { numRuns: 300 },
    );
  });
});

describe('a rejected value in a change of a file', () => {
  const accepted = playbookOf('Look at the ticket', '\n**When** starting.\n\n**Do** Look at the ticket.\n');
  const other = playbookOf('Thank the author', '\n**When** merging.\n\n**Do** Thank the author.\n');
  const decisions = [rejectionOf(saying('Never push to main.'))];
  const memory = { playbooks: [accepted, other], decisions };
  const revise = (body: string): Change => revisionOf(accepted, body);

  it('does not come back through a revise or a merge', async () => {
    const added = `${accepted.body}\n**Newer** “Do not push to main!”\n`;
    expect(await reasonFor(revise(added), decisions, memory)).toBe('tombstoned');
    const merge: Change = {
      ...revise(`${added}\n${other.body.trim()}\n`),
      type: 'merge',
      removes: [{ path: other.path, before: printPlaybook(other) }],
    };
    expect(await reasonFor(merge, decisions, memory)).toBe('tombstoned');
  });

  it('does not stop an unrelated revise, not even of a playbook that says it already', async () => {
    expect(await reasonFor(revise(`${accepted.body}\nRead its comments, too.\n`), decisions, memory)).toBe('allowed');
    const saysIt = playbookOf('Pushing', '\n**Do** Never push to main.\n');
    const more = revisionOf(saysIt, `${saysIt.body}\nUse a branch named after the ticket.\n`);
    expect(await reasonFor(more, decisions, { ...memory, playbooks: [saysIt] })).toBe('allowed');
  });

  it('does not come back in two halves, one here and one there', async () => {
    const both = saying('Update the changelog, bump the version and tag the release.');
    const halves = [
      changeOf({ ...saying('Update the changelog and bump the version.'), title: 'One' }),
      changeOf({ ...saying('Tag the release.'), title: 'Two' }),
    ];
    const together = await guardChanges(halves, { ...CONTEXT, decisions: [rejectionOf(both)] });
    expect(together.allowed.map((one) => one.change.playbook.title)).toEqual(['One']);
    expect(together.held.map((one) => one.reason)).toEqual(['tombstoned']);
    // The control: each half alone was never turned down.
    for (const half of halves) expect(await reasonFor(half, [rejectionOf(both)])).toBe('allowed');
    expect((await guardChanges(halves, CONTEXT)).allowed).toHaveLength(2);
  });

  it('keeps a rejected revise away that only brings numbers up to date, and lets the file be revised otherwise', async () => {
    const numbers = revise(accepted.body);
    const rejected = [decisionOf(numbers, { verdict: 'rejected' })];
    expect(await reasonFor(numbers, rejected, { playbooks: [accepted] })).toBe('tombstoned');
    expect(
      await reasonFor(revise(`${accepted.body}\nRead its comments, too.\n`), rejected, { playbooks: [accepted] }),
    ).toBe('allowed');
  });

  it('does not stop the playbook itself when a person turned down its end', async () => {
    const retire: Change = { ...revise(accepted.body), type: 'retire', after: null };
    const rejected = [decisionOf(retire, { verdict: 'rejected' })];
    expect(await reasonFor(changeOf({ title: accepted.title, body: accepted.body }), rejected)).toBe('allowed');
  });
});

describe('lifting a rejection', () => {
  const parts = saying('Never push to main.');
  const decisions = [
    decisionOf(changeOf({ ...parts, trust: 'observed', sessions: 3 }), {
      verdict: 'rejected',
      at: '2026-03-10T00:00:00.000Z',
    }),
  ];
  const again = (more: ChangeParts): Change => changeOf({ ...parts, ...more });

  it('takes later evidence of a higher origin, nothing less', async () => {
    expect(await reasonFor(again({ trust: 'user', sessions: 9, last: '2026-03-11' }), decisions)).toBe('allowed');
    expect(await reasonFor(again({ trust: 'observed', sessions: 900, last: '2029-03-11' }), decisions)).toBe(
      'tombstoned',
    );
    expect(await reasonFor(again({ trust: 'user', sessions: 9, last: '2026-03-09' }), decisions)).toBe('tombstoned');
    expect(await reasonFor(again({ trust: 'user', sessions: 3, last: '2026-03-11' }), decisions)).toBe('tombstoned');
  });

  it('or a person, until another one turns it down again', async () => {
    const revived = decisionOf(again({}), { verdict: 'revived', at: '2026-03-12T00:00:00.000Z' });
    const anew = decisionOf(again({}), { verdict: 'rejected', at: '2026-03-13T00:00:00.000Z' });
    expect(await reasonFor(again({}), [...decisions, revived])).toBe('allowed');
    expect(await reasonFor(again({}), [...decisions, revived, anew])).toBe('tombstoned');
  });

  it('needs every one of several rejections lifted', async () => {
    const second = decisionOf(changeOf({ ...saying('Do not push to main'), trust: 'user' }), {
      verdict: 'rejected',
      at: '2026-03-10T00:00:00.000Z',
    });
    expect(await reasonFor(again({ trust: 'user', sessions: 9, last: '2026-03-11' }), [...decisions, second])).toBe(
      'tombstoned',
    );
  });
});

describe('the cost of tombstones', () => {
  it('does not grow with rejections times claims', async () => {
    const words = Array.from({ length: 3_000 }, (_, at) => `thing${at.toString(36)}`);
    const rule = (at: number): string =>
      `Run the ${words[at] ?? ''} check before the ${words[(at * 7) % 3_000] ?? ''} step.`;
    const decisions = words.map((_, at) => rejectionOf({ ...saying(rule(at)), title: `t${at}` }));
    const changes = Array.from({ length: 300 }, (_, at) =>
      changeOf({ ...saying(rule((at * 7) % 3_000)), title: `Title ${at}` }),
    );
    const { held } = await guardChanges(changes, { ...CONTEXT, decisions });
    expect(held.filter((one) => one.reason === 'tombstoned')).toHaveLength(300);
  });
});

function playbookOf(title: string, body: string): Playbook {
  const { playbook } = changeOf({ title, body });
  return makePlaybook({
    ...playbook,
    support: playbook.support ?? { sessions: 1, days: 1, people: 1, first: '', last: '' },
    body,
  });
}

function revisionOf(playbook: Playbook, body: string): Change {
  const change = changeOf({ title: playbook.title });
  const revised = revisePlaybook(playbook, { body, support: { ...change.support, sessions: 50 } });
  return {
    ...change,
    type: 'revise',
    playbook: revised,
    before: printPlaybook(playbook),
    after: printPlaybook(revised),
  };
}

function tell(what: string, tried: number, wrong: readonly string[]): void {
  process.stdout.write(`${[`${what}: ${tried - wrong.length} of ${tried} as wanted`, ...wrong].join('\n  ')}\n`);
}
