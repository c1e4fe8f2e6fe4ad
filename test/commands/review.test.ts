import { execFileSync } from 'node:child_process';
import { chmod, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { describe, expect, it, vi } from 'vitest';

import { PROPOSALS, makeChange, useDesk, writeProposals } from './program.ts';

const desk = useDesk();

function git(...argv: readonly string[]): string {
  return execFileSync('git', ['-C', desk.memory, ...argv], { encoding: 'utf8' });
}

describe('dream review list', () => {
  it('shows what waits by project, quarantined ones apart', async () => {
    const [bun = '', format = '', mirror = ''] = await writeProposals(desk, PROPOSALS);
    const { code, out } = await desk.dream('review', 'list');
    expect(code).toBe(0);
    const shown = out
      .replaceAll(bun, 'aaaaaaaa')
      .replaceAll(format, 'bbbbbbbb')
      .replaceAll(mirror, 'cccccccc')
      .replaceAll(desk.memory, '<memory>');
    expect(shown).toMatchInlineSnapshot(`
      "Project team/web
        aaaaaaaa  9 sessions  2026-11-20  Add pitfall: Run bun directly; rtk has no bun subcommand
        bbbbbbbb  3 sessions  2026-11-20  Add pitfall: Format before linting

      Quarantined (accepted only by id with --trust)
        cccccccc  5 sessions  2026-11-20  Add pitfall: Use the mirror of the registry [from outside]

      3 changes. Next: dream review --memory <memory>
      "
    `);
  });

  it('prints the same as JSON, with the run and the body', async () => {
    const [bun = ''] = await writeProposals(desk, PROPOSALS);
    const { out } = await desk.dream('review', 'list', '--json');
    const document: unknown = JSON.parse(out);
    expect(document).toMatchObject({
      version: 1,
      changes: [
        {
          id: bun,
          run: '20261122T030000Z-7c1e',
          type: 'add',
          state: 'open',
          trust: 'observed',
          flags: [],
          playbook: { id: 'run-bun-directly', kind: 'pitfall', project: 'team/web', body: PROPOSALS[0]?.playbook.body },
          evidence: [{ session: 'session-1', format: 'claude-code', turn: 41, origin: 'observed' }],
        },
        { state: 'open' },
        { state: 'quarantined', flags: ['quarantined'] },
      ],
    });
  });

  it('filters, and refuses a kind that does not exist', async () => {
    await writeProposals(desk, [
      ...PROPOSALS,
      makeChange({ id: 'other', title: 'Other', body: '**Do** it.\n', project: 'team/api' }),
    ]);
    const { out } = await desk.dream('review', 'list', '--project', 'team/api', '--kind', 'pitfall');
    expect(out).toContain('Other');
    expect(out).not.toContain('bun');
    const wrong = await desk.dream('review', 'list', '--kind', 'rule');
    expect(wrong.code).toBe(2);
    expect(wrong.err).toContain('There is no kind `rule`.');
  });

  it('is wrong usage without a memory', async () => {
    const { code, err } = await desk.dream('review', 'list');
    expect(code).toBe(2);
    expect(err).toMatch(/^Error: /);
  });
});

describe('dream review accept', () => {
  it('makes a change memory as a commit that says who decided, and refreshes the index', async () => {
    const [bun = ''] = await writeProposals(desk, PROPOSALS);
    const { code, out } = await desk.dream('review', 'accept', bun);
    expect(code).toBe(0);
    expect(out).toContain(`Accepted: ${bun} Run bun directly`);
    expect(out).toContain('Index refreshed in commit');
    const log = git(
      'log',
      '--format=%an|%cn|%s|%(trailers:key=Dream-Decision,valueonly,separator=%x2C)|%(trailers:key=Reviewed-by,valueonly,separator=%x2C)',
    );
    expect(log.split('\n').slice(0, 2)).toEqual([
      expect.stringContaining('Refresh index'),
      'dream|Rita Reviewer|Add pitfall: run bun directly; rtk has no bun subcommand|accepted|Rita Reviewer <rita@example.com>',
    ]);
    expect(git('show', 'HEAD:MEMORY.md')).toContain('run-bun-directly.md');
  });

  it('takes a unique beginning of an id, and everything open with --all, never what is quarantined', async () => {
    const [bun = '', format = '', mirror = ''] = await writeProposals(desk, PROPOSALS);
    expect((await desk.dream('review', 'later', bun.slice(0, 6))).code).toBe(0);
    const { out, err } = await desk.dream('review', 'accept', '--all', '--json');
    expect(err).toBe('Note: --all leaves out 2 changes set aside or quarantined; those are accepted by id only.\n');
    const document: unknown = JSON.parse(out);
    expect(document).toMatchObject({
      version: 1,
      decisions: [{ change: format, verdict: 'accepted' }],
      conflicts: [],
      stale: [],
    });
    expect(out).not.toContain(mirror);
    expect((await desk.dream('review', 'list')).out).toContain('[later]');
  });

  it('refuses a quarantined change without --trust and takes it with', async () => {
    const [, format = '', mirror = ''] = await writeProposals(desk, PROPOSALS);
    const refused = await desk.dream('review', 'accept', format, mirror, '--json');
    expect(refused.code).toBe(5);
    expect(JSON.parse(refused.out)).toMatchObject({ version: 1, error: { kind: 'refused' } });
    expect((await desk.dream('review', 'list')).out).toContain('3 changes.');
    expect((await desk.dream('review', 'accept', mirror, '--trust')).code).toBe(0);
    expect(git('ls-tree', '-r', '--name-only', 'HEAD')).toContain('use-the-mirror.md');
  });

  it.each([
    ['an unknown id', ['accept', 'ffffffff'], 'There is no change ffffffff.'],
    ['something that is no id', ['accept', 'x\u001B[2J'], 'There is no change x<U+001B>[2J.'],
    ['nothing at all', ['accept'], 'No change was named.'],
    ['a rejection without a reason', ['reject', 'ffffffff'], "Required option '--reason <why>' not specified."],
  ])('is wrong usage with %s', async (_name, argv, message) => {
    await writeProposals(desk, PROPOSALS);
    const { code, err } = await desk.dream('review', ...argv);
    expect(code).toBe(2);
    expect(err).toContain(message);
  });

  it('says that a change was decided already', async () => {
    const [bun = ''] = await writeProposals(desk, PROPOSALS);
    await desk.dream('review', 'accept', bun);
    const { code, err } = await desk.dream('review', 'accept', bun);
    expect(code).toBe(2);
    expect(err).toContain(`The change ${bun} is accepted already.`);
  });

  it('asks for a git identity, because every decision is signed', async () => {
    const [bun = ''] = await writeProposals(desk, PROPOSALS);
    await writeFile(join(desk.folder, '.gitconfig'), '');
    const { code, err } = await desk.dream('review', 'accept', bun);
    expect(code).toBe(2);
    expect(err).toContain('git config --global user.name');
  });
});

describe('dream review reject, edit, revive', () => {
  it('rejects with a reason, lists it as a tombstone and revives it', async () => {
    const [bun = ''] = await writeProposals(desk, PROPOSALS);
    expect((await desk.dream('review', 'reject', bun, '--reason', 'We fixed rtk.')).out).toBe(
      `Rejected: ${bun} Run bun directly; rtk has no bun subcommand\n`,
    );
    expect((await desk.dream('review', 'list', '--tombstones')).out).toContain('We fixed rtk.');
    expect((await desk.dream('review', 'revive', bun)).out).toContain('Revived');
  });

  it('keeps no secret that was typed as a reason', async () => {
    const [bun = ''] = await writeProposals(desk, PROPOSALS);
    const token = ['ghp', 'A1b2C3d4E5f6G7h8I9j0K1l2M3n4O5p6Q7r8'].join('_');
    await desk.dream('review', 'reject', bun, '--reason', `It leaks ${token}`);
    const { out } = await desk.dream('review', 'list', '--tombstones');
    expect(out).toContain('It leaks <secret:');
    expect(git('log', '--all', '-p', '--format=%B', 'refs/dream/ledger')).not.toContain(token);
  });

  it('accepts other words through the same guard', async () => {
    const [bun = '', format = ''] = await writeProposals(desk, PROPOSALS);
    const file = join(desk.folder, 'mine.md');
    const text = PROPOSALS[0]?.after?.replace('**When** running tests.', '**When** testing, always.') ?? '';
    await writeFile(file, text);
    expect((await desk.dream('review', 'edit', bun, '--file', file)).out).toContain('Accepted with your words');
    expect(git('show', 'HEAD:playbooks/team--web/run-bun-directly.md')).toBe(text);

    await writeFile(file, 'no front matter');
    const refused = await desk.dream('review', 'edit', format, '--file', file);
    expect(refused.code).toBe(2);
    expect(refused.err).toContain('The text cannot be accepted');
  });
});

describe('the walk', () => {
  it('shows one change at a time and applies everything at the end', async () => {
    const [bun = '', format = '', mirror = ''] = await writeProposals(desk, PROPOSALS);
    const { code, out } = await desk.dreamOnTerminal('w\na\nr\nWe do not lint.\nl\n', 'review');
    expect(code).toBe(0);
    const shown = out
      .replaceAll(bun, 'aaaaaaaa')
      .replaceAll(format, 'bbbbbbbb')
      .replaceAll(mirror, 'cccccccc')
      .replaceAll(/\b[0-9a-f]{40}\b/g, '<commit>')
      .replaceAll(/commit(\s+)[0-9a-f]{12}\b/g, 'commit$1<short>')
      .replaceAll(/sha256:[0-9a-f]{64}/g, 'sha256:<hash>');
    expect(shown).toMatchInlineSnapshot(`
      "
      --- 1 of 3  Add pitfall  aaaaaaaa --------------------------------------
        Run bun directly; rtk has no bun subcommand
      Project team/web
      Seen in 9 sessions on 2 days, 2026-11-01 to 2026-11-20
      Trust: observed (seen from commands run locally)
      Ranks here by score 9 = sessions 9

      playbooks/team--web/run-bun-directly.md in commit <short>
      +  1 | ---
      +  2 | id: run-bun-directly
      +  3 | title: Run bun directly; rtk has no bun subcommand
      +  4 | kind: pitfall
      +  5 | project: team/web
      +  6 | support: { sessions: 9, days: 2, people: 1, first: "2026-11-01", last: 
      +    | "2026-11-20" }
      +  7 | ---
      +  8 | **When** running tests.
      +  9 | 
      + 10 | **Do** \`bun run test\`.
      + 11 | 
      + 12 | **Avoid** \`rtk bun run test\`.

      Evidence
        claude-code session-1 turn 41, 2026-11-01, observed
        | error seen for run-bun-directly

      Accept this change? [a,r,e,l,w,b,?,q] 
      Evidence
        claude-code session-1 turn 41, 2026-11-01, observed
        | error seen for run-bun-directly

      Rests on 9 sessions
        claude-code
          session-1, session-2, session-3, session-4, session-5, session-6, session-7,
          session-8, session-9

      Commit <commit> of run 20261122T030000Z-7c1e:
        | Add pitfall: run bun directly; rtk has no bun subcommand
        | 
        | Seen in 9 sessions on 2 days (2026-11-01 to 2026-11-20).
        | 
        | claude-code session-1, turn 41, observed:
        | 
        |     > error seen for run-bun-directly
        | 
        | Dream-Change: add
        | Dream-Change-Id: aaaaaaaa
        | Dream-Playbook: team--web/run-bun-directly
        | Dream-Run: 20261122T030000Z-7c1e
        | Dream-Engine: offline/1
        | Dream-Trust: observed
        | Dream-Support: 9 sessions, 2 days
        | Dream-Evidence: claude-code session-1#41
        | sha256:<hash>

      Accept this change? [a,r,e,l,w,b,?,q] 
      --- 2 of 3  Add pitfall  bbbbbbbb --------------------------------------
        Format before linting
      Project team/web
      Seen in 3 sessions on 2 days, 2026-11-01 to 2026-11-20
      Trust: observed (seen from commands run locally)
      Ranks here by score 3 = sessions 3

      playbooks/team--web/format-before-lint.md in commit <short>
      +  1 | ---
      +  2 | id: format-before-lint
      +  3 | title: Format before linting
      +  4 | kind: pitfall
      +  5 | project: team/web
      +  6 | support: { sessions: 3, days: 2, people: 1, first: "2026-11-01", last: 
      +    | "2026-11-20" }
      +  7 | ---
      +  8 | **When** lint fails on formatting.
      +  9 | 
      + 10 | **Do** \`npm run format\`.

      Evidence
        claude-code session-1 turn 41, 2026-11-01, observed
        | error seen for format-before-lint

      1 accepted, 2 not decided.

      Accept this change? [a,r,e,l,w,b,?,q] Why? (kept with the rejection) 
      What follows is quarantined: look twice. It is accepted only when you type its
      id.

      --- 3 of 3  Add pitfall  cccccccc --------------------------------------
        Use the mirror of the registry
      Project team/web
      Seen in 5 sessions on 2 days, 2026-11-01 to 2026-11-20
      Trust: external (from outside: not to be trusted by itself)
      Ranks here by score 5 = sessions 5
      ! quarantined: rests on text from outside or could do harm; accepted only by
        its id with --trust

      playbooks/team--web/use-the-mirror.md in commit <short>
      +  1 | ---
      +  2 | id: use-the-mirror
      +  3 | title: Use the mirror of the registry
      +  4 | kind: pitfall
      +  5 | project: team/web
      +  6 | support: { sessions: 5, days: 2, people: 1, first: "2026-11-01", last: 
      +    | "2026-11-20" }
      +  7 | ---
      +  8 | **When** installing.
      +  9 | 
      + 10 | **Do** ask for the mirror.

      Evidence
        claude-code session-1 turn 41, 2026-11-01, external
        | error seen for use-the-mirror

      1 accepted, 1 rejected, 1 not decided.

      Accept this change? [a,r,e,l,w,b,?,q] 
      Your decisions
        accept  aaaaaaaa Run bun directly; rtk has no bun subcommand
        reject  bbbbbbbb Format before linting (We do not lint.)
        later   cccccccc Use the mirror of the registry

      Apply this? [Enter yes, b back] 
      Accepted: aaaaaaaa Run bun directly; rtk has no bun subcommand in commit
        <short>
      Rejected: bbbbbbbb Format before linting
      Left for later: cccccccc Use the mirror of the registry
      Index refreshed in commit <short>.
      "
    `);
  });

  it('goes back, changes its mind, and takes the end of input for q', async () => {
    const [bun = ''] = await writeProposals(desk, PROPOSALS);
    const { code, out } = await desk.dreamOnTerminal('r\nwrong\nb\na\n', 'review');
    expect(code).toBe(0);
    expect(out).toContain('(so far: rejected)');
    expect(out).toContain(`Accepted: ${bun}`);
    expect(out).not.toContain('Rejected:');
  });

  it('accepts what is quarantined only when its id is typed', async () => {
    const [, , mirror = ''] = await writeProposals(desk, PROPOSALS);
    const hasty = await desk.dreamOnTerminal('l\nl\na\ny\nq\n', 'review');
    expect(hasty.out).toContain('Not accepted.');
    expect(hasty.out).not.toContain('Accepted:');
    const careful = await desk.dreamOnTerminal(`l\nl\na\n${mirror}\n`, 'review');
    expect(careful.out).toContain(`Accepted: ${mirror}`);
  });

  it('opens the editor and accepts what was saved', async () => {
    const [bun = ''] = await writeProposals(desk, PROPOSALS);
    const editor = join(desk.folder, 'my editor.sh');
    await writeFile(editor, '#!/bin/sh\nsed -i.bak "s/running tests/testing/" "$1"\n');
    await chmod(editor, 0o755);
    vi.stubEnv('EDITOR', `'${editor}'`);
    const { out } = await desk.dreamOnTerminal('e\nq\n', 'review');
    expect(out).toContain(`Accepted with your words: ${bun}`);
    expect(git('show', 'HEAD:playbooks/team--web/run-bun-directly.md')).toContain('**When** testing.');
  });

  it('keeps a text that was refused for the next try', async () => {
    const [bun = ''] = await writeProposals(desk, PROPOSALS);
    const editor = join(desk.folder, 'editor.sh');
    const breakIt = 's/running tests/testing/; s/^id: /idea: /';
    await writeFile(
      editor,
      `#!/bin/sh\ngrep -q ^idea: "$1" && s='s/^idea: /id: /' || s='${breakIt}'\nsed -i.bak "$s" "$1"\n`,
    );
    await chmod(editor, 0o755);
    vi.stubEnv('EDITOR', `'${editor}'`);
    const { out } = await desk.dreamOnTerminal('e\ne\nq\n', 'review');
    expect(out).toContain('Not accepted: The text cannot be accepted');
    expect(out).toContain('e opens your text again.');
    expect(out).toContain(`Accepted with your words: ${bun}`);
    expect(git('show', 'HEAD:playbooks/team--web/run-bun-directly.md')).toContain('**When** testing.');
  });

  it('cannot be fooled by what a proposal says', async () => {
    const body =
      '**Do** it.\n\nAccept this change? [a,r,e,l,w,b,?,q] a\n\u001B[2J\u001B[H--- 1 of 1  Add pitfall\r\n+ 1 | forged\n';
    await writeProposals(desk, [makeChange({ id: 'forged', title: 'Forged \u202Eeltit', body })]);
    const { out } = await desk.dreamOnTerminal('q\n', 'review');
    expect(out).toContain('Forged <U+202E>eltit');
    expect(out).toMatch(/^\+ +\d+ \| Accept this change\? \[a,r,e,l,w,b,\?,q\] a$/m);
    expect(out.match(/^Accept this change\?/gm)).toHaveLength(1);
    expect(out.replaceAll(/[\n -~]/g, '')).toBe('');
  });

  it('needs a terminal, and names what does not', async () => {
    await writeProposals(desk, PROPOSALS);
    const { code, err } = await desk.dream('review');
    expect(code).toBe(2);
    expect(err).toContain('dream review list');
  });

  it('says when nothing waits', async () => {
    await writeProposals(desk, []);
    expect((await desk.dreamOnTerminal('', 'review')).out).toContain('Nothing waits for review.');
  });
});

describe('a conflict', () => {
  it('is shown and resolved by edit', async () => {
    const [bun = ''] = await writeProposals(desk, PROPOSALS);
    await desk.dream('review', 'accept', bun);
    const path = 'playbooks/team--web/run-bun-directly.md';
    const before = git('show', `HEAD:${path}`);
    const revised = makeChange({
      id: 'run-bun-directly',
      title: 'Run bun directly; rtk has no bun subcommand',
      body: '**When** running tests or lint.\n',
    });
    const [revision = ''] = await writeProposals(
      desk,
      [{ ...revised, type: 'revise', before }],
      '20261123T030000Z-0001',
    );
    git('config', 'user.name', 'x');
    git('config', 'user.email', 'x@example.com');
    git('checkout', '-q', 'HEAD', '--', '.');
    await writeFile(join(desk.memory, path), before.replace('running tests.', 'testing by hand.'));
    git('commit', '-qam', 'By hand');
    const { code, out } = await desk.dream('review', 'accept', revision);
    expect(code).toBe(1);
    expect(out).toContain('Conflict, not decided');
    expect(out).toContain(`dream review edit ${revision} --file`);
    const file = join(desk.folder, 'resolved.md');
    await writeFile(file, before.replace('running tests.', 'testing or linting.'));
    expect((await desk.dream('review', 'edit', revision, '--file', file)).code).toBe(0);
    expect(await readFile(join(desk.memory, path), 'utf8')).toContain('testing or linting.');
  });
});
