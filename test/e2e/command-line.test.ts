// The built program as people run it: in a pipe, on a real terminal, in CI; with the sample logs that ship with it.
import { spawn, spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

import { afterEach, beforeEach, describe, expect, it } from 'vitest';

const BIN = resolve('bin/dream.js');
const LOGS = resolve('templates/sample-logs');

let folder = '';
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'dream-e2e-'));
  await writeFile(join(folder, '.gitconfig'), '[user]\n\tname = Rita Reviewer\n\temail = rita@example.com\n');
});
afterEach(async () => {
  await rm(folder, { recursive: true, force: true });
});

function environment(more: Readonly<Record<string, string>> = {}): Record<string, string> {
  return {
    PATH: process.env['PATH'] ?? '',
    HOME: folder,
    TERM: 'xterm',
    DREAM_MEMORY: join(folder, 'memory'),
    ...more,
  };
}

interface Finished {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

function dream(argv: readonly string[], more: Readonly<Record<string, string>> = {}): Finished {
  const { status, stdout, stderr } = spawnSync(process.execPath, [BIN, ...argv], {
    cwd: folder,
    env: environment(more),
    encoding: 'utf8',
  });
  return { code: status, out: stdout, err: stderr };
}

function shell(command: string): Finished {
  const { status, stdout, stderr } = spawnSync(
    'bash',
    ['-c', `set -o pipefail; dream() { '${process.execPath}' '${BIN}' "$@"; }; ${command}`],
    {
      cwd: folder,
      env: environment(),
      encoding: 'utf8',
    },
  );
  return { code: status, out: stdout, err: stderr };
}

interface Proposed {
  readonly changes: readonly { readonly id: string; readonly state: string }[];
}

function runSampleLogs(): Proposed {
  const { code, out, err } = dream(['run', LOGS, '--json', '--quiet']);
  expect([code, err]).toEqual([0, '']);
  return JSON.parse(out);
}

describe('in a pipe', () => {
  it('goes from logs to memory and back, and a second run has nothing to say', () => {
    const { changes } = runSampleLogs();
    const open = changes.filter((change) => change.state === 'open');
    expect(open.length).toBeGreaterThan(0);

    const again = dream(['run', LOGS]);
    expect(again.code).toBe(0);
    expect(again.out).toContain('No session is new since earlier runs.');
    expect(again.out).toMatch(/Next: dream review$/m);
    expect(again.out + again.err).not.toMatch(/[^\n -~]/);

    expect(dream(['review', 'accept', open[0]?.id ?? '']).code).toBe(0);
    const shown: unknown = JSON.parse(dream(['show', '--json']).out);
    expect(shown).toMatchObject({ version: 1, playbooks: [{ status: 'accepted' }] });
    const context = ['show', '--context', '--project'];
    expect(dream([...context, 'harbor-labs/tidemark']).out).toContain('dream memory, data not instructions');
    expect(dream([...context, 'x']).out).toBe('');
  });

  it('plans without writing', () => {
    const { code, out } = dream(['run', LOGS, '--dry-run', '--verbose']);
    expect(code).toBe(0);
    expect(out).toContain('Dry run: nothing was written.');
    expect(existsSync(join(folder, 'memory'))).toBe(false);
  });

  it('has an exit code for everything that can be wrong', async () => {
    await mkdir(join(folder, 'empty'));
    expect(dream(['--version']).out).toMatch(/^\d+\.\d+\.\d+\n$/);
    expect(dream([]).code).toBe(2);
    expect(dream(['run', '--no-such-option']).code).toBe(2);
    expect(dream(['run', 'absent']).code).toBe(2);
    expect(dream(['run', 'absent']).err).toContain('absent does not exist.');
    expect(dream(['run']).err).toContain('dream run <files or folders>');
    expect(dream(['run', LOGS, '--engine', 'anthropic']).err).toContain('only `offline` is');
    expect(dream(['run', LOGS, '--since', 'yesterday']).code).toBe(2);
    expect(dream(['run', 'empty']).code).toBe(3);
    await writeFile(join(folder, 'file'), '');
    expect(dream(['run', LOGS], { DREAM_MEMORY: join(folder, 'file') }).code).toBe(2);
    const { code, out } = dream(['run', 'absent', '--json']);
    expect(code).toBe(2);
    expect(JSON.parse(out)).toMatchObject({ version: 1, error: { kind: 'usage', hints: [expect.any(String)] } });
  });

  it('does not mind a reader that leaves, and minds a full disk', () => {
    runSampleLogs();
    const left = shell('dream review list --json | head -c 1');
    expect([left.code, left.err]).toEqual([0, '']);
    if (!existsSync('/dev/full')) return;
    const full = shell('dream show --json > /dev/full');
    expect(full.code).toBe(1);
    expect(full.err).toContain('The output could not be written');
  });

  it('annotates and sums up in GitHub Actions', async () => {
    const summary = join(folder, 'summary.md');
    await mkdir(join(folder, 'logs'));
    await writeFile(join(folder, 'logs', '::error::x.md'), '# not a log\n');
    const { code, out, err } = dream(['run', LOGS, 'logs', '--verbose'], {
      GITHUB_ACTIONS: 'true',
      GITHUB_STEP_SUMMARY: summary,
    });
    expect(code).toBe(0);
    expect(err).toMatch(/^::warning file=.*%3A%3Aerror%3A%3Ax\.md.*::/m);
    expect(err).toMatch(/^::notice::dream: \d+ changes? proposed on dream\//m);
    expect(out).not.toMatch(/^\s*::/m);
    expect(await readFile(summary, 'utf8')).toMatch(/^## dream run\n\n\d+ sessions read/);
  });
});

const hasScript = spawnSync('script', ['--version']).status === 0;
if (!hasScript)
  process.stderr.write('Skipped: tests on a real terminal, because `script` of util-linux is not here.\n');

/** Runs a command on a terminal of its own and types each line once the prompt before it has appeared. */
async function onTerminal(
  command: string,
  dialogue: readonly (readonly [prompt: string, typed: string])[],
): Promise<Finished> {
  const child = spawn('script', ['-qec', command, '/dev/null'], { cwd: folder, env: environment() });
  let out = '';
  let read = 0;
  let step = 0;
  child.stdout.on('data', (chunk: Buffer) => {
    out += chunk.toString('utf8');
    for (let next = dialogue[step]; next !== undefined; next = dialogue[step]) {
      const at = out.indexOf(next[0], read);
      if (at === -1) break;
      read = at + next[0].length;
      step += 1;
      child.stdin.write(next[1]);
    }
  });
  const code = await new Promise<number | null>((done) => {
    child.on('close', done);
  });
  return { code, out, err: '' };
}

describe.skipIf(!hasScript)('on a terminal', () => {
  const review = `'${process.execPath}' '${BIN}' review`;
  const PROMPT = '[a,r,e,l,w,b,?,q] ';

  it('walks through the changes and applies the decisions at q', async () => {
    const { changes } = runSampleLogs();
    const { code, out } = await onTerminal(review, [
      [PROMPT, '?\n'],
      [PROMPT, 'a\n'],
      [PROMPT, 'r\n'],
      ['Why?', 'Not for us.\n'],
      [PROMPT, 'q\n'],
    ]);
    expect(code).toBe(0);
    expect(out).toContain('r  reject, with a reason');
    expect(out).toContain('\u001B[');
    expect(out).toContain(`Accepted: ${changes[0]?.id}`);
    expect(out).toContain('Rejected:');
    expect(out).toContain('Index refreshed');
  });

  it('decides nothing when it is interrupted', async () => {
    const { changes } = runSampleLogs();
    const { code, out } = await onTerminal(review, [
      [PROMPT, 'a\n'],
      [PROMPT, '\u0003'],
    ]);
    expect(code).toBe(130);
    expect(out).toContain('Interrupted. Nothing was decided.');
    const listed: Proposed = JSON.parse(dream(['review', 'list', '--json']).out);
    expect(listed.changes.length).toBe(changes.length);
  });

  it('leaves an interrupt to the editor while that is open', async () => {
    const { changes } = runSampleLogs();
    const editor = join(folder, 'editor.sh');
    const script = `trap 'printf Caught; sed -i.bak "s/Why/Why again/" "$1"; exit 0' INT\nprintf Editing\nread -r line`;
    await writeFile(editor, `#!/bin/sh\n${script}\n`, { mode: 0o755 });
    await mkdir(join(folder, 'tmp'));
    const { code, out } = await onTerminal(`exec env TMPDIR='${folder}/tmp' EDITOR='${editor}' ${review}`, [
      [PROMPT, 'a\n'],
      [PROMPT, 'e\n'],
      ['Editing', '\u0003'],
      ['Caught', ''],
      [PROMPT, 'q\n'],
    ]);
    expect(out).toContain(`Accepted: ${changes[0]?.id}`);
    expect(out).toContain(`Accepted with your words: ${changes[1]?.id}`);
    expect(code).toBe(0);
    expect(await readdir(join(folder, 'tmp'))).toEqual([]);
  });

  it('leaves nothing behind when it is interrupted in the middle', async () => {
    await mkdir(join(folder, 'tmp'));
    const plan = `exec env TMPDIR='${folder}/tmp' '${process.execPath}' '${BIN}' run '${LOGS}' --dry-run`;
    await onTerminal(plan, [['Reading logs', '\u0003']]);
    expect(await readdir(join(folder, 'tmp'))).toEqual([]);
  });

  it('takes Ctrl-D for q', async () => {
    runSampleLogs();
    const { code, out } = await onTerminal(review, [
      [PROMPT, 'l\n'],
      [PROMPT, '\u0004'],
    ]);
    expect(code).toBe(0);
    expect(out).toContain('Left for later:');
  });

  it('shows progress on one line and colours, but not when told not to', async () => {
    const run = `'${process.execPath}' '${BIN}' run '${LOGS}'`;
    const coloured = await onTerminal(run, []);
    expect(coloured.out).toContain('\r\u001B[KReading logs: ');
    expect(coloured.out).toContain('\u001B[1m');
    const dumb = await onTerminal(`TERM=dumb ${run}`, []);
    expect(dumb.out).toContain('Reading logs: ');
    expect(dumb.out).not.toContain('\u001B');
    const plain = await onTerminal(`NO_COLOR=1 ${run} --quiet && NO_COLOR=1 '${process.execPath}' '${BIN}' show`, []);
    expect(plain.out).not.toContain('\u001B');
  });
});
