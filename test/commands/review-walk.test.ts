// What the walk shows beside a change, how it is narrowed down, and how a conflict is resolved inside it.
import { chmod, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { beforeEach, describe, expect, it, vi } from 'vitest';

import type { Change } from '../../src/model/change.ts';
import { openRepository } from '../helpers/git-repository.ts';
import { PROPOSALS, makeChange, useDesk, writeProposals } from './program.ts';

const desk = useDesk();
const BUN = 'playbooks/team--web/run-bun-directly.md';
const SECOND = '20261123T030000Z-0001';

/** An editor that is a script of the shell; `$1` is the file. */
async function useEditor(script: string): Promise<void> {
  const editor = join(desk.folder, 'editor.sh');
  await writeFile(editor, `#!/bin/sh\n${script}\n`);
  await chmod(editor, 0o755);
  vi.stubEnv('EDITOR', `'${editor}'`);
}

describe('a narrowed review', () => {
  beforeEach(async () => {
    await writeProposals(desk, [
      ...PROPOSALS,
      makeChange({ id: 'api', title: 'About the interface', body: '**Do** it.\n', project: 'team/api' }),
    ]);
    const fact = makeChange({
      id: 'fact',
      title: 'A fact about it',
      body: '**Fact** It is so.\n',
      project: 'team/app',
    });
    await writeProposals(desk, [{ ...fact, playbook: { ...fact.playbook, kind: 'fact' } }], SECOND);
    await writeFile(join(desk.memory, 'dream.yaml'), 'owners:\n  team/a*: [Olga@example.com]\n');
  });

  it.each([
    [['--run', SECOND], ['A fact about it']],
    [
      ['--project', 'team/api', '--project', 'team/app'],
      ['About the interface', 'A fact about it'],
    ],
    [['--kind', 'fact', '--kind', 'workflow'], ['A fact about it']],
    [
      ['--owner', 'olga@example.com'],
      ['About the interface', 'A fact about it'],
    ],
    [['--owner', 'olga@example.com', '--kind', 'pitfall'], ['About the interface']],
    [['--owner', 'nobody@example.com'], []],
  ])('by %j is the same for the list, the walk and accept --all', async (filter, titles) => {
    const all = ['Run bun', 'Format before', 'Use the mirror', 'About the interface', 'A fact about it'];
    const shown = (out: string): string[] => all.filter((title) => out.includes(title));
    const sorted = [...titles].sort();
    expect(shown((await desk.dream('review', 'list', ...filter)).out).sort()).toEqual(sorted);
    expect(shown((await desk.dreamOnTerminal('l\nl\n', 'review', ...filter)).out).sort()).toEqual(sorted);
    const ids = await desk.dream('review', 'list', ...filter, '--json');
    for (const { id } of JSON.parse(ids.out).changes) await desk.dream('review', 'revive', id);
    expect(JSON.parse((await desk.dream('review', '--json', ...filter)).out)).toEqual(JSON.parse(ids.out));
  });

  it('accepts all that fits and nothing else', async () => {
    const { out } = await desk.dream('review', 'accept', '--all', '--owner', 'OLGA@example.com');
    expect(out).toContain('About the interface');
    expect(out).toContain('A fact about it');
    expect((await desk.dream('review', 'list')).out).toContain('3 changes.');
  });

  it.each([
    ['a filter beside ids', ['accept', 'abcd', '--project', 'team/web'], 'go with `accept --all`'],
    ['a filter for a rejection', ['reject', 'abcd', '--reason', 'no', '--kind', 'fact'], 'go with `accept --all`'],
    ['--trust for all', ['accept', '--all', '--trust'], '--trust goes with ids'],
    ['--trust for nothing', ['accept', '--trust'], 'No change was named.'],
    ['ids and --all', ['accept', 'abcd', '--all'], 'Give ids or --all, not both.'],
    ['a run that is not there', ['list', '--run', 'nope'], 'There is no run nope.'],
    ['a kind that is not there', ['--kind', 'rule'], 'There is no kind `rule`.'],
  ])('is wrong usage with %s', async (_name, argv, message) => {
    const { code, err } = await desk.dreamOnTerminal('', 'review', ...argv);
    expect(err).toContain(message);
    expect(code).toBe(2);
  });
});

describe('what stands beside a change', () => {
  it('is who answers for it, and for one that was rejected who did and why', async () => {
    const [bun = ''] = await writeProposals(desk, PROPOSALS);
    await desk.dream('review', 'reject', bun, '--reason', 'We fixed rtk.\nTwice.');
    await desk.dream('review', 'revive', bun);
    await writeFile(join(desk.memory, 'dream.yaml'), 'owners:\n  team/*: [olga@example.com]\n');
    const { out } = await desk.dreamOnTerminal('q\n', 'review');
    expect(out).toContain('team/web, owned by olga@example.com');
    expect(out).toMatch(/Rejected on \d{4}-\d\d-\d\d by Rita Reviewer <rita@example.com> as/);
    expect(out).toContain('  | We fixed rtk.\n  | Twice.\n');
    const { changes } = JSON.parse((await desk.dream('review', 'list', '--json')).out);
    expect(changes[0]).toMatchObject({
      owners: ['olga@example.com'],
      supersededBy: null,
      conflictWith: null,
      rejectedBefore: { change: bun, who: 'Rita Reviewer <rita@example.com>', reason: 'We fixed rtk.\nTwice.' },
    });
    expect(changes[1].rejectedBefore).toBeNull();
  });

  it('is both statements with their days where one takes back the other, and the proposal it replaces', async () => {
    const [old = ''] = await writeProposals(desk, PROPOSALS);
    const newer: Change = {
      ...makeChange({
        id: 'run-bun-directly',
        title: 'Run bun directly',
        body: '**When** linting.\n\n**Do** `bun lint`.\n',
      }),
      replaces: 'Run it through rtk.',
      supersedes: old,
    };
    const [change = ''] = await writeProposals(desk, [newer], SECOND);
    const { out } = await desk.dream('review', 'show', change);
    expect(out).toContain('! conflict: sources disagree');
    expect(out).toContain('Said on 2026-11-01, proposed here:\n  | error seen for run-bun-directly');
    expect(out).toContain('Said before, on an unknown day, and taken back by this:\n  | Run it through rtk.');
    expect(out).toContain(`Replaces the proposal ${old} of 2026-11-22: Run bun directly`);
    expect((await desk.dream('review', 'show', old)).out).toContain(`replaced by the newer proposal ${change}`);
    const { changes } = JSON.parse((await desk.dream('review', 'show', change, '--json')).out);
    expect(changes).toMatchObject([
      { id: change, conflictWith: { older: { text: 'Run it through rtk.', day: null } } },
    ]);
  });

  it('is all of the evidence where one change is asked for, and what to do next', async () => {
    const [bun = '', , mirror = ''] = await writeProposals(desk, PROPOSALS);
    const { out } = await desk.dream('review', 'show', bun);
    expect(out).toContain(`--- waits for review  Add pitfall  ${bun}`);
    expect(out).toContain('Rests on 9 sessions');
    expect(out).toContain(`Next: dream review accept ${bun} --memory ${desk.memory}, or reject`);
    expect((await desk.dream('review', 'show', mirror)).out).toContain(`accept ${mirror} --trust --memory`);
    await desk.dream('review', 'accept', bun);
    const accepted = await desk.dream('review', 'show', bun);
    expect(accepted.out).toContain('--- accepted  Add pitfall');
    expect(accepted.out).not.toContain('Next:');
    const missing = await desk.dream('review', 'show', 'ffffffff');
    expect(missing).toMatchObject({
      code: 2,
      err: expect.stringContaining(`dream review list --memory ${desk.memory}`),
    });
  });
});

describe('the walk', () => {
  it('sums up before it applies, and b after the last change still changes a decision', async () => {
    const [bun = '', format = ''] = await writeProposals(desk, PROPOSALS.slice(0, 2));
    const { out } = await desk.dreamOnTerminal('a\nr\nno\nx\nb\na\n\n', 'review');
    expect(out).toContain(`Your decisions\n  accept  ${bun} Run bun`);
    expect(out).toContain(`  reject  ${format} Format before linting (no)`);
    expect(out).toContain('Enter applies, b goes back');
    expect(out).toContain('(so far: rejected)');
    expect(out).toContain(`Accepted: ${format}`);
    expect(out).not.toContain('Rejected:');
  });

  it('decides once on what two machines proposed with the same id, however often it is named', async () => {
    const [bun = '', format = ''] = await writeProposals(desk, PROPOSALS);
    expect(await writeProposals(desk, PROPOSALS, SECOND)).toContain(bun);
    const { code, out } = await desk.dream('review', 'accept', bun, bun.slice(0, 6), bun);
    expect(code).toBe(0);
    expect(out.match(/Accepted: /g)).toHaveLength(1);
    const { changes } = JSON.parse((await desk.dream('review', 'list', '--json')).out);
    expect(changes.map((change: { id: string }) => change.id)).not.toContain(bun);
    const rejected = await desk.dream('review', 'reject', format, format, '--reason', 'no');
    expect(rejected).toMatchObject({ code: 0, out: expect.stringContaining(`Rejected: ${format}`) });
    const after = JSON.parse((await desk.dream('review', 'list', '--json')).out);
    expect(after.changes.map((change: { id: string }) => change.id)).not.toContain(format);
    expect((await desk.dream('review', 'accept', format)).err).toContain(`The change ${format} is rejected already.`);
    expect((await desk.dream('review', 'revive', format)).code).toBe(0);
    expect((await desk.dream('review', 'accept', format)).code).toBe(0);
  });

  it('asks git who decides before it asks anything else', async () => {
    await writeProposals(desk, PROPOSALS);
    await writeFile(join(desk.folder, '.gitconfig'), '');
    const { code, out, err } = await desk.dreamOnTerminal('a\n', 'review');
    expect(code).toBe(2);
    expect(out).toBe('');
    expect(err).toContain('git config --global user.name');
  });

  it('keeps what somebody wrote into the file since, and shows what accepting does to it', async () => {
    const { before, revision } = await reviseBun('**Why** Seen twice.', '**Why** Seen often.');
    byHand(before.replace('running tests.', 'running tests by hand.'));
    await useEditor('sed -i.bak "s/Seen often/Seen very often/" "$1"');
    const { out } = await desk.dreamOnTerminal('e\nq\n', 'review');
    expect(out).toContain('! the file has changed since it was proposed; accepting merges');
    expect(out).toContain('as it is now, and as accepting makes it');
    expect(out).not.toMatch(/^- .*running tests/m);
    expect(out).toContain(`Accepted with your words: ${revision}`);
    expect(await readFile(join(desk.memory, BUN), 'utf8')).toBe(
      before.replace('running tests.', 'running tests by hand.').replace('Seen twice', 'Seen very often'),
    );
  });

  it('takes no change that was made on both sides, until the editor has resolved it', async () => {
    const { before, revision } = await reviseBun('**Why** Seen twice.', '**Why** Seen often.');
    byHand(before.replace('Seen twice', 'Seen by hand'));
    await useEditor('[ -e "$0.once" ] && sed -i.bak "/^[<|=>]/d; /Seen twice/d; /Seen often/d" "$1"; touch "$0.once"');
    const { out, code } = await desk.dreamOnTerminal('a\ne\ne\nq\n', 'review');
    expect(out).toContain('It was changed in the same place since');
    expect(out).toContain('Not accepted: it was changed on both sides. e opens both in your editor.');
    expect(out).toContain('Not accepted: the text is as it was, with its conflict marks.');
    expect(out).toContain(`Accepted with your words: ${revision}`);
    expect(code).toBe(0);
    expect(await readFile(join(desk.memory, BUN), 'utf8')).toBe(before.replace('Seen twice', 'Seen by hand'));
  });

  it('resolves in itself what somebody changed while it was going on, and leaves what is not resolved', async () => {
    const { before, revision } = await reviseBun('**Why** Seen twice.', '**Why** Seen often.');
    await writeProposals(
      desk,
      [makeChange({ id: 'other', title: 'Other', body: '**Do** it.\n' })],
      `${SECOND.slice(0, -1)}2`,
    );
    // The editor of the second change commits to the file of the first.
    const meanwhile = join(desk.folder, 'meanwhile.md');
    await writeFile(meanwhile, before.replace('Seen twice', 'Seen by hand'));
    await useEditor(
      [
        'if grep -q "<<<<<<<" "$1"; then sed -i.bak "/^[<|=>]/d; /Seen twice/d; /Seen often/d" "$1"; else',
        `cp '${meanwhile}' '${join(desk.memory, BUN)}'`,
        `git -C '${desk.memory}' commit -qam 'By hand'; fi`,
      ].join('\n'),
    );
    const walk = async (last: string) => {
      const { changes } = JSON.parse((await desk.dream('review', 'list', '--json')).out);
      const isFirst = changes[0].id === revision;
      return desk.dreamOnTerminal(`${isFirst ? 'a\ne\nl\n' : 'l\na\nb\nb\ne\nl\na\n'}\n${last}\n`, 'review');
    };
    const left = await walk('l');
    expect(left.code).toBe(1);
    expect(left.out).toContain(`Conflict, not decided: ${revision}`);
    expect(left.out).toContain('1 conflict left');
    git('reset', '-q', '--hard', 'HEAD~1');
    const { out, code } = await walk('?\ne');
    expect(out).toContain('  | <<<<<<< memory');
    expect(out).toContain(`Accepted with your words: ${revision}`);
    expect(code).toBe(0);
    expect(await readFile(join(desk.memory, BUN), 'utf8')).toContain('Seen by hand');
  });

  it('refuses a text with conflict marks from a file too', async () => {
    const [bun = ''] = await writeProposals(desk, PROPOSALS);
    const file = join(desk.folder, 'mine.md');
    await writeFile(file, `${PROPOSALS[0]?.after ?? ''}<<<<<<< memory\na\n=======\nb\n>>>>>>> proposed\n`);
    const { code, err } = await desk.dream('review', 'edit', bun, '--file', file);
    expect(code).toBe(2);
    expect(err).toContain('The text still has conflict marks.');
  });
});

function git(...argv: readonly string[]): string {
  return openRepository(desk.memory).git(...argv);
}

function byHand(text: string): void {
  openRepository(desk.memory).commit('By hand', { [BUN]: text });
}

/** The memory holds a playbook, in a work tree, and a change of one of its lines waits. */
async function reviseBun(from: string, to: string): Promise<{ before: string; revision: string }> {
  const parts = { id: 'run-bun-directly', title: 'Run bun directly; rtk has no bun subcommand' };
  const body = `**When** running tests.\n\n**Do** \`bun run test\`.\n\n**Avoid** \`rtk bun\`.\n\n${from}\n`;
  const [bun = ''] = await writeProposals(desk, [makeChange({ ...parts, body })]);
  await desk.dream('review', 'accept', bun);
  git('checkout', '-q', 'HEAD', '--', '.');
  const before = await readFile(join(desk.memory, BUN), 'utf8');
  const change = makeChange({ ...parts, body: body.replace(from, to) });
  const head = before.slice(0, before.length - body.length);
  const playbook = { ...change.playbook, head };
  const revised: Change = { ...change, type: 'revise', before, after: head + playbook.body, playbook };
  const [revision = ''] = await writeProposals(desk, [revised], SECOND);
  return { before, revision };
}
