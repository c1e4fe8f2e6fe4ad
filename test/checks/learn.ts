// What the checks of correctable memory share: sessions written as logs, and the program asked as people ask it.
import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { expect } from 'vitest';
import type { Desk } from '../commands/program.ts';
import { writeClaudeLog } from '../helpers/claude-log.ts';
import type { LogPart } from '../helpers/claude-log.ts';

export interface Proposed {
  readonly id: string;
  readonly type: string;
  readonly trust: string;
  readonly playbook: { readonly title: string; readonly project: string; readonly path: string; readonly body: string };
  readonly evidence: readonly { readonly session: string; readonly quote: string }[];
}

interface Ran {
  readonly changes: readonly Proposed[];
  readonly held: readonly { readonly reason: string; readonly count: number }[];
}

/** Writes the log of one session of a project. @param day of March 2026 */
export function session(desk: Desk, project: string, day: number, parts: readonly LogPart[]): string {
  const folder = join(desk.folder, 'logs', project);
  return writeClaudeLog(folder, `${project} ${day}`, day, parts, `/home/dev/${project}`);
}

/** A session in which a command fails and another one works. */
export function stumble(wrong: string, right: string, error = 'npm error Missing script: "test"'): readonly LogPart[] {
  return [
    { user: `Please look at what ${right} says` },
    { run: wrong, exit: 1, output: error },
    { run: right, output: '12 passed' },
  ];
}

/** A session in which a person lays something down after some work. */
export function say(words: string): readonly LogPart[] {
  return [
    { user: 'Show the tides of today.' },
    { edit: 'src/tides.ts' },
    { user: words },
    { run: 'make check', output: 'ok' },
  ];
}

/** `dream run` over all sessions so far. */
export async function run(desk: Desk, ...more: readonly string[]): Promise<Ran> {
  const { code, out, err } = await desk.dream(
    'run',
    ...(more.includes('--rebuild') ? [] : [join(desk.folder, 'logs')]),
    ...more,
    '--json',
  );
  if (code !== 0) throw new Error(`dream run ended with ${code}: ${err}${out}`);
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- what the program says it prints
  return JSON.parse(out) as Ran;
}

export async function accept(desk: Desk, ...ids: readonly string[]): Promise<void> {
  const { code, err } = await desk.dream('review', 'accept', ...(ids.length === 0 ? ['--all'] : ids));
  expect([code, err]).toEqual([0, '']);
}

export async function reject(desk: Desk, id: string): Promise<void> {
  expect((await desk.dream('review', 'reject', id, '--reason', 'not true')).code).toBe(0);
}

/** What the memory says: all playbooks, with their words. */
export async function memory(desk: Desk): Promise<string> {
  const { code, out, err } = await desk.dream('show', '--json');
  if (code !== 0) throw new Error(err);
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- what the program says it prints
  const { playbooks } = JSON.parse(out) as { playbooks: readonly { title: string; body: string }[] };
  return playbooks.map(({ title, body }) => `${title}\n${body}`).join('\n');
}

export function git(desk: Desk, ...args: readonly string[]): string {
  const env = { PATH: process.env['PATH'], GIT_CONFIG_GLOBAL: '/dev/null', HOME: desk.folder };
  const who = ['-c', 'user.name=Ada', '-c', 'user.email=ada@example.com'];
  return execFileSync('git', [...who, ...args], { cwd: desk.memory, env, encoding: 'utf8' }).trimEnd();
}
