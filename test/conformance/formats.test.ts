// Every log format of the list holds these, on its fixtures in test/fixtures/formats/<format>/<case>/{input, expected.json}
// (the input is a file, or a folder where a session is kept in many) and, where they are at hand, on real logs. DREAM_WRITE_EXPECTED=1 rewrites the expected files; read the diff before committing it.
import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join, relative, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Session } from '../../src/model/session.ts';
import { FORMATS } from '../../src/sources/index.ts';
import { projectSession } from '../helpers/project-session.ts';
import { readLogs } from '../helpers/read-logs.ts';

const FIXTURES = resolve(import.meta.dirname, '../fixtures/formats');
const CORPORA = resolve(import.meta.dirname, '../../../shared/corpora');

/** Formats of logs in which nobody speaks. */
const ROLELESS = new Set(['github-actions', 'gitlab-ci', 'plain-text']);

interface Case {
  readonly format: string;
  readonly name: string;
  readonly input: string;
  readonly expected: string;
}

const cases: readonly Case[] = FORMATS.flatMap(({ id }) =>
  readdirSync(join(FIXTURES, id)).flatMap((name) => {
    const folder = join(FIXTURES, id, name);
    const input = readdirSync(folder).find((file) => file !== 'expected.json');
    return input === undefined
      ? []
      : [{ format: id, name, input: join(folder, input), expected: join(folder, 'expected.json') }];
  }),
);

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'dream-formats-'));
});
afterAll(async () => {
  await rm(folder, { recursive: true, force: true });
});

/** The files of a case, in the order in which they are read. */
function filesOf({ input }: Case): readonly string[] {
  if (!statSync(input).isDirectory()) return [input];
  return readdirSync(input, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .sort();
}

/** A copy of a case in a folder of its own; every file is called what `rename` says. */
async function copyCase(one: Case, rename: (path: string, index: number) => string): Promise<readonly string[]> {
  const target = await mkdtemp(join(folder, 'case-'));
  const copies = filesOf(one).map((path, index) => ({ from: path, to: join(target, rename(path, index)) }));
  for (const { from, to } of copies) {
    await mkdir(dirname(to), { recursive: true });
    await writeFile(to, readFileSync(from));
  }
  return copies.map(({ to }) => to);
}

/** A random number generator with a seed, so that a failure can be repeated. */
function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}

/** What is wrong with a session, whatever its format; empty when it holds together. */
function faultsOf(session: Session): readonly string[] {
  const faults: string[] = [];
  const check = (fine: boolean, what: string): void => void (fine || faults.push(`${session.key}: ${what}`));
  check(session.key === `${session.format}:${session.id}`, 'key is not made of format and id');
  for (const [position, turn] of session.turns.entries()) {
    const name = `turn ${position}`;
    check(turn.index === position, `${name} has index ${turn.index}`);
    check(turn.at === null || /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/.test(turn.at), `${name} has time ${turn.at}`);
    if (turn.kind === 'call') {
      check(turn.output.origin !== 'user', `${name}: what a tool printed counts as typed`);
      check(turn.status === 'failed' || !turn.collateral, `${name} is collateral but did not fail`);
    }
    const typed =
      (turn.kind === 'message' || turn.kind === 'reaction') && turn.passages.some(({ origin }) => origin === 'user');
    check(!typed || turn.kind !== 'message' || turn.from === 'user', `${name}: words of a program count as typed`);
    check(!typed || session.parent === null, `${name}: words in a sub-agent's session count as typed`);
    if (turn.kind === 'reaction' && turn.about !== null) {
      check(session.turns[turn.about]?.kind === 'call', `${name} is about a turn that is no call`);
    }
  }
  return faults;
}

it('names every format once, in a way that a ledger takes', () => {
  const ids = FORMATS.map(({ id }) => id);
  expect(new Set(ids).size).toBe(ids.length);
  expect(ids.filter((id) => !/^[a-z0-9-]{1,40}$/.test(id))).toEqual([]);
});

describe.each(FORMATS.map((format) => [format.id, format] as const))('%s', (id) => {
  const own = cases.filter((one) => one.format === id);

  it('has a fixture with a failure and one with injected text in the user role', async () => {
    const sessions = (await Promise.all(own.map((one) => readLogs([one.input])))).flatMap((read) => read.sessions);
    const turns = sessions.flatMap((session) => session.turns);
    expect(turns.some((turn) => turn.kind === 'call' && turn.status === 'failed')).toBe(true);
    if (ROLELESS.has(id)) {
      expect(turns.filter((turn) => turn.kind === 'message' && turn.from !== 'system')).toEqual([]);
      return;
    }
    expect(
      turns.some(
        (turn) =>
          turn.kind === 'message' && turn.from === 'user' && turn.passages.some((passage) => passage.origin !== 'user'),
      ),
    ).toBe(true);
  });

  it.each(own.map((one) => [one.name, one] as const))(
    '%s: gives exactly the expected sessions and findings',
    async (_, one) => {
      const { sessions, findings } = await readLogs([one.input]);
      const found = { sessions: sessions.map(projectSession), findings };
      if (process.env['DREAM_WRITE_EXPECTED'] === '1')
        writeFileSync(one.expected, `${JSON.stringify(found, null, 2)}\n`);
      expect(found).toEqual(JSON.parse(readFileSync(one.expected, 'utf8')));
      expect(sessions.flatMap(faultsOf)).toEqual([]);
      expect(sessions.filter((session) => session.format !== id)).toEqual([]);
    },
  );

  it.each(own.map((one) => [one.name, one] as const))(
    '%s: is told by its content, whatever the file is called',
    async (_, one) => {
      const paths = await copyCase(one, (_path, index) => `notes-${index}.txt`);
      const { files } = await readLogs(paths);
      const found = files.map((file) => (file.status === 'unreadable' ? file.status : file.format));
      expect([...new Set(found)]).toEqual([id]);
      expect(files.filter((file) => file.status === 'read')).toHaveLength(1);
    },
  );

  it.each(own.map((one) => [one.name, one] as const))('%s: reads the same twice', async (_, one) => {
    const first = await readLogs([one.input]);
    expect(await readLogs([one.input])).toEqual({ ...first, files: expect.anything() as unknown });
  });

  it.each(own.map((one) => [one.name, one] as const))(
    '%s: never fails on a file that is cut anywhere',
    async (_, one) => {
      const paths = await copyCase(one, (path) => relative(dirname(one.input), path));
      for (const path of paths) {
        const bytes = readFileSync(path);
        const random = seeded(bytes.length);
        const cuts = [...bytes.keys()].filter((at) => bytes[at] === 0x0a);
        for (let count = 0; count < 200 / paths.length; count += 1) cuts.push(Math.floor(random() * bytes.length));
        for (const cut of cuts) {
          await writeFile(path, bytes.subarray(0, cut));
          const { sessions, files } = await readLogs(paths);
          expect(files.length).toBeGreaterThanOrEqual(paths.length);
          expect(sessions.flatMap(faultsOf)).toEqual([]);
        }
        await writeFile(path, bytes);
      }
    },
  );

  it('its smallest fixture: never fails, wherever it is cut, byte by byte', async () => {
    const [small] = own
      .filter((one) => statSync(one.input).isFile())
      .sort((a, b) => statSync(a.input).size - statSync(b.input).size);
    expect(small).toBeDefined();
    if (small === undefined) return;
    const bytes = readFileSync(small.input);
    expect(bytes.length).toBeLessThan(4_000);
    const path = join(folder, `cut-${id}`);
    for (let cut = 0; cut <= bytes.length; cut += 1) {
      await writeFile(path, bytes.subarray(0, cut));
      const { sessions, files } = await readLogs([path]);
      expect(files).toHaveLength(1);
      expect(sessions.flatMap(faultsOf)).toEqual([]);
    }
  });
});

const present = existsSync(CORPORA);

describe('real logs (skipped where ../shared is not at hand)', () => {
  it
    .skipIf(!present)
    .each(['claude-code', 'codex', 'copilot-cli', 'cursor', 'gemini', 'openai-chat', 'opencode', 'pi'])(
    '%s: every file is read and holds together',
    async (name) => {
      const { files, sessions } = await readLogs([join(CORPORA, name)]);
      expect(files.length).toBeGreaterThan(0);
      expect([
        ...new Set(files.map((file) => (file.status === 'read' ? file.format : `${file.status} ${file.file.label}`))),
      ]).toEqual([name]);
      expect(sessions.length).toBeGreaterThanOrEqual(files.length);
      expect(sessions.flatMap(faultsOf)).toEqual([]);
    },
  );

  it.skipIf(!present).each([
    ['aider', 'aider', 12],
    ['specstory', 'specstory', 76],
    ['ci-logs', 'github-actions', 3],
    ['plain-logs', 'plain-text', 8],
    ['terminal-bench', 'plain-text', 6],
  ])('%s: the logs among its files are read as %s, the rest is named', async (name, format, count) => {
    const { files, sessions, findings } = await readLogs([join(CORPORA, name)]);
    const read = files.flatMap((file) => (file.status === 'read' ? [file.format] : []));
    expect([read.length, [...new Set(read)]]).toEqual([count, [format]]);
    expect(findings.filter((finding) => finding.code === 'unknown-format')).toHaveLength(files.length - count);
    expect(sessions.flatMap(faultsOf)).toEqual([]);
  });

  it.skipIf(!present)('finds the known failure in 26 of 49 sessions', async () => {
    const { sessions } = await readLogs([join(CORPORA, 'claude-code/PackmindHub+context-evaluator')]);
    const failing = sessions.filter((session) =>
      session.turns.some(
        (turn) =>
          turn.kind === 'call' &&
          turn.status === 'failed' &&
          turn.exitCode === 2 &&
          turn.output.text.includes("unrecognized subcommand 'bun'"),
      ),
    );
    // Two of them started a sub-agent.
    const own = sessions.filter((session) => session.parent === null);
    expect([own.length, sessions.length, failing.length]).toEqual([49, 51, 26]);
  });

  it
    .skipIf(!present)
    .each(['cline', 'roo', 'factory-droid', 'kiro', 'openhands', 'swe-agent', 'atif', 'vscode-copilot-copyall'])(
    '%s: is not taken for a format it is not',
    async (name) => {
      const { files } = await readLogs([join(CORPORA, name)]);
      expect(
        files.filter((file) => file.status === 'read').map((file) => `${file.file.label} as ${file.format}`),
      ).toEqual([]);
    },
  );
});
