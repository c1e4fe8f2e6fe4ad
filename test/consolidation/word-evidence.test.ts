import { describe, expect, it } from 'vitest';
import { leastTrusted } from '../../src/model/origin.ts';
import { wordEvidence } from '../../src/consolidation/word-evidence.ts';
import type { Claim, Evidence } from '../../src/model/evidence.ts';
import { PLAYBOOK_KINDS } from '../../src/model/playbook.ts';

function worded(claim: Claim): string {
  const support = { sessions: 3, days: 3, people: 1, first: '2026-03-01', last: '2026-03-03' };
  const evidence: Evidence = {
    pattern: 'p',
    project: 'acme/web',
    kind: PLAYBOOK_KINDS[0],
    claim,
    support,
    sessions: [],
    trust: leastTrusted(['observed']),
    quotes: [],
    score: 1,
    scoreParts: [],
  };
  const { title, body } = wordEvidence(evidence);
  return `${title}\n${body}`;
}
const fixed = {
  type: 'fixed-error',
  how: 'instead',
  tool: '',
  decisive: true,
  hiddenSessions: 0,
} as const;
const recurring = {
  type: 'recurring-failure',
  shell: true,
  editing: false,
  tabs: false,
  reason: 'other',
  missing: null,
  next: [],
  named: '',
} as const;

describe('the words of a lesson', () => {
  it('for a prefix that must go', () => {
    const claim: Claim = {
      ...fixed,
      attempted: ['rtk bun run test', 'rtk bun run lint'],
      fixed: ['bun run test', 'bun run lint'],
      rewrite: { drop: 'rtk', put: '' },
      error: "error: unrecognized subcommand 'bun'",
      hiddenSessions: 2,
    };
    expect(worded(claim)).toMatchInlineSnapshot(`
      "Run bun directly, without rtk

      **When** about to run \`rtk bun run test\` or \`rtk bun run lint\`.

      **Do** \`bun run test\` or \`bun run lint\`.

      **Avoid** \`rtk bun run test\`: it fails with \`error: unrecognized subcommand 'bun'\`.

      **Why** Agents tried \`rtk bun run test\` first, failed, and then ran \`bun run test\` with success. Behind a pipe the exit code does not show the failure: read the output.
      "
    `);
  });

  it('for a command that found something, and what put it right', () => {
    const claim: Claim = {
      ...fixed,
      decisive: false,
      attempted: ['bun run lint'],
      fixed: ['bun run lint:fix'],
      rewrite: null,
      error: '× Formatter would have printed something else',
    };
    expect(worded(claim)).toMatchInlineSnapshot(`
      "When \`bun run lint\` fails, run \`bun run lint:fix\`

      **When** \`bun run lint\` fails.

      **Do** \`bun run lint:fix\`.

      **Avoid** To run \`bun run lint\` again unchanged: it fails with \`× Formatter would have printed something else\`.

      **Why** Agents met this failure again and again, and \`bun run lint:fix\` is what they ran next with success.
      "
    `);
  });

  it('for a failure without a known way around it', () => {
    expect(
      worded({
        ...recurring,
        tool: 'Skill',
        shell: false,
        reason: 'skill',
        attempted: ['Skill skill: commit'],
        errors: ['Unknown skill: commit'],
      }),
    ).toMatchInlineSnapshot(`
      "Do not call \`Skill skill: commit\`: it does not exist

      **When** about to call \`Skill skill: commit\`.

      **Do** Do the work with the usual tools, without it.

      **Avoid** \`Skill skill: commit\`: it fails with \`Unknown skill: commit\`.

      **Why** It failed the same way in several sessions, and no common way around it was seen.
      "
    `);
  });

  it('for a failure after which something else worked', () => {
    const claim: Claim = {
      ...recurring,
      tool: 'Bash',
      reason: 'program',
      attempted: ['gendoc'],
      next: ['npx gendoc-cli'],
      errors: ['bash: gendoc: command not found'],
    };
    expect(worded(claim)).toMatch(/^When `gendoc` fails, run `npx gendoc-cli`\n/);
    expect(worded(claim)).toContain('**Do** `npx gendoc-cli`.');
    expect(worded({ ...claim, next: [] })).toMatch(/^Do not count on `gendoc`: it is not installed here\n/);
  });

  it('for a pattern that the shell takes for its own', () => {
    const claim: Claim = {
      ...recurring,
      tool: 'Bash',
      reason: 'glob',
      attempted: ['grep -rn x src --include=*.go'],
      errors: ['zsh:1: no matches found: --include=*.go'],
    };
    expect(worded(claim)).toMatch(/^Quote patterns such as `--include=\*\.go` for `grep`\n/);
  });

  it('for an option that a command does not take', () => {
    const claim: Claim = {
      ...recurring,
      tool: 'Bash',
      reason: 'option',
      attempted: ['npm run check -- --write'],
      errors: ["error: unknown option '--write'"],
    };
    expect(worded(claim)).toMatch(/^Do not pass `--write` to `npm run check`\n/);
  });

  it('for a file in another place, and for something to run first', () => {
    const error = 'File does not exist.';
    const moved: Claim = { ...fixed, how: 'path', attempted: ['b.ts'], fixed: ['a/b.ts'], rewrite: null, error };
    expect(worded(moved)).toMatch(/^Open `a\/b.ts`, not `b.ts`\n/);
    const before: Claim = {
      ...fixed,
      how: 'before',
      attempted: ['box ssh'],
      fixed: ['box up && box ssh'],
      rewrite: null,
      error: '',
    };
    expect(worded(before)).toMatch(/^Before `box ssh`, run `box up`\n/);
    expect(worded(before)).toContain('`box ssh` alone: it fails without a word.');
  });

  it('never in two titles halves that look the same', () => {
    const long = 'tool export --format json --into build/reports/weekly';
    const claim: Claim = {
      ...fixed,
      attempted: [`${long} --strict`],
      fixed: [`${long} --lenient`],
      error: 'no',
      rewrite: { drop: '--strict', put: '--lenient' },
    };
    expect(worded(claim)).toMatch(/^Use `--lenient`, not `--strict`, in `tool export/);
    const [title = ''] = worded({ ...claim, rewrite: null }).split('\n');
    expect(title).toBe('Run `… --lenient`, not `… --strict`');
  });

  it('for the failures of an edit tool', () => {
    expect(
      worded({
        ...recurring,
        tool: 'Edit',
        shell: false,
        editing: true,
        tabs: true,
        attempted: ['Edit a'],
        errors: [
          'String to replace not found in file.',
          'File has not been read yet. Read it first before writing to it.',
        ],
      }),
    ).toMatchInlineSnapshot(`
      "Read the exact lines of a file right before editing it

      **When** editing a file with \`Edit\`.

      **Do** Files here are indented with tabs: copy them as tabs, not as spaces.
      Copy the text to replace from a fresh read, with its exact tabs and spaces.
      Read the file in this session before the first edit.

      **Avoid** edits from memory: they fail with \`String to replace not found in file.\` or \`File has not been read yet. Read it first before writing to it.\`.

      **Why** Failed edits cost a call each, in several sessions.
      "
    `);
  });

  it('for a rule in a person’s words', () => {
    expect(
      worded({
        type: 'statement',
        statement: 'From now on always write times in UTC with a trailing Z.',
        rule: 'always write times in UTC with a trailing Z',
        more: [],
        others: ['use UTC times'],
        standing: true,
        replaces: 'Write times in local time',
      }),
    ).toMatchInlineSnapshot(`
      "Always write times in UTC with a trailing Z

      **When** working in this project.

      **Do** Always write times in UTC with a trailing Z.

      **Why** A person laid this down as a rule.
      In their words: “From now on always write times in UTC with a trailing Z.”
      Also said: “use UTC times”
      Replaces what was said before: “Write times in local time”
      "
    `);
  });

  it('for a request that comes again and again', () => {
    expect(
      worded({
        type: 'request',
        request: 'update the changelog',
        word: 'changelog',
        atEnd: 0.9,
        commands: ['edit CHANGELOG.md'],
        usersCall: false,
        picks: false,
      }),
    ).toMatchInlineSnapshot(`
      "Update the changelog before handing the work over

      **When** the work is done, before handing it over.

      **Do** Update the changelog: edit \`CHANGELOG.md\`.

      **Why** The user asks for this again, in several sessions.
      "
    `);
    expect(
      worded({
        type: 'request',
        request: 'commit',
        word: 'commit',
        atEnd: 0.9,
        commands: ['git add <path>', 'git commit -m <message>'],
        usersCall: true,
        picks: false,
      }),
    ).toMatchInlineSnapshot(`
      "Commit only when the user asks for it

      **When** the work is done and checked, or the user says “commit”.

      **Do** Wait until the user says “commit”, then run \`git add <path>\` and \`git commit -m <message>\` right away.

      **Avoid** To commit before being asked.

      **Why** The user asks for it in a message of its own, in several sessions.
      "
    `);
  });

  it('for a workflow', () => {
    const steps = [
      { key: 'pnpm gen', display: 'pnpm gen' },
      { key: 'edit CHANGELOG.md', display: 'edit CHANGELOG.md' },
      { key: 'git tag', display: 'git tag …' },
    ];
    expect(worded({ type: 'workflow', steps, trigger: 'release', afterEdits: false, opening: false }))
      .toMatchInlineSnapshot(`
      "On “release”: pnpm gen, edit CHANGELOG.md, git tag

      **When** the user says “release” or the like.

      **Steps**

      1. \`pnpm gen\`
      2. Edit \`CHANGELOG.md\`
      3. \`git tag …\`

      **Check** \`git tag\` ends without an error.

      **Why** These steps were run in this order, with success, in several sessions.
      "
    `);
    expect(worded({ type: 'workflow', steps, trigger: null, afterEdits: true, opening: false }).split('\n')[0]).toBe(
      'To tag a release: pnpm gen, edit CHANGELOG.md, git tag',
    );
  });

  it('keeps a command with backticks one piece of code', () => {
    const claim: Claim = {
      ...fixed,
      attempted: ['echo `date`'],
      fixed: ['date'],
      rewrite: null,
      error: 'x: command not found',
    };
    expect(worded(claim)).toContain('`` echo `date` ``');
  });
});
