// What the sweep disturbs: each command of the program on a repository where it has something to do.
import { cpSync, mkdirSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { openRepository } from '../helpers/git-repository.ts';
import type { TestRepository } from '../helpers/git-repository.ts';
import type { Bench, Ended } from './bench.ts';

/** Where a command has something to do. */
export interface Place {
  readonly folder: string;
  readonly memory: TestRepository;
  /** The bare repository it exchanges with. */
  readonly remote: TestRepository;
}

function placeIn(folder: string): Place {
  return { folder, memory: openRepository(join(folder, 'memory')), remote: openRepository(join(folder, 'remote')) };
}

/** A copy that is as good as the original: its index knows its own files. */
export function copyPlace(place: Place, folder: string): Place {
  const to = mkdtempSync(join(folder, 'place-'));
  cpSync(place.folder, to, { recursive: true, preserveTimestamps: true, verbatimSymlinks: true });
  const copy = placeIn(to);
  copy.memory.git('config', 'remote.origin.url', copy.remote.folder);
  copy.memory.git('status', '--porcelain');
  return copy;
}

export interface Story {
  readonly name: string;
  /** Brings a new place to where the command has something to do. */
  readonly prepare: (bench: Bench, place: Place) => Promise<void>;
  readonly argv: (bench: Bench, place: Place) => readonly string[];
  /** True when work tree, index, HEAD and the references of others must never change, not even for a moment. */
  readonly readsOnly: boolean;
  /** Exit codes of the same command after it was done once already. */
  readonly again: readonly number[];
}

async function must(ended: Promise<Ended>): Promise<string> {
  const { code, out, err } = await ended;
  if (code !== 0) throw new Error(`the program ended with ${code}: ${out}${err}`);
  return out;
}

async function firstOpen(bench: Bench, place: Place): Promise<string> {
  return (await openIds(bench, place))[0] ?? 'none';
}

async function openIds(bench: Bench, place: Place): Promise<readonly string[]> {
  const out = await must(bench.run(['review', 'list', '--json', '--memory', place.memory.folder]));
  return [...out.matchAll(/^ *"id": "([0-9a-f]{8})"/gm)].map((match) => match[1] ?? '');
}

async function proposed(bench: Bench, { memory }: Place): Promise<void> {
  await must(bench.run(['run', bench.logs, '--memory', memory.folder]));
}

async function accepted(bench: Bench, place: Place): Promise<void> {
  await proposed(bench, place);
  await must(bench.run(['review', 'accept', '--all', '--memory', place.memory.folder]));
}

/** The id that a story's command names, kept in the place itself. */
function noteId({ folder }: Place, id: string): void {
  writeFileSync(join(folder, 'id'), id);
}
function notedId({ folder }: Place): string {
  return readFileSync(join(folder, 'id'), 'utf8');
}

export const STORIES: readonly Story[] = [
  {
    name: 'run',
    prepare: async () => undefined,
    argv: ({ logs }) => ['run', logs],
    readsOnly: true,
    again: [0],
  },
  {
    name: 'accept',
    prepare: proposed,
    argv: () => ['review', 'accept', '--all'],
    readsOnly: false,
    again: [0],
  },
  {
    name: 'reject',
    prepare: async (bench, place) => {
      await proposed(bench, place);
      noteId(place, await firstOpen(bench, place));
    },
    argv: (_, place) => ['review', 'reject', notedId(place), '--reason', 'not here'],
    readsOnly: true,
    again: [0, 2],
  },
  {
    name: 'index',
    prepare: async (bench, place) => {
      await accepted(bench, place);
      place.memory.commit('Drop the index', { 'MEMORY.md': 'old\n' });
    },
    argv: () => ['index', '--commit'],
    readsOnly: false,
    again: [0],
  },
  {
    name: 'undo',
    prepare: async (bench, place) => {
      await proposed(bench, place);
      const id = await firstOpen(bench, place);
      await must(bench.run(['review', 'accept', '--all', '--memory', place.memory.folder]));
      noteId(place, id);
    },
    argv: (_, place) => ['undo', notedId(place)],
    readsOnly: false,
    again: [0, 2],
  },
  {
    // Another machine rejected one change while this one accepted the other.
    name: 'sync',
    prepare: async (bench, place) => {
      const here = ['--memory', place.memory.folder];
      const there = ['--memory', join(place.folder, 'other')];
      await proposed(bench, place);
      await must(bench.run(['sync', ...here]));
      openRepository(place.folder).git('clone', '--quiet', place.remote.folder, 'other');
      await must(bench.run(['sync', ...there]));
      const id = await firstOpen(bench, place);
      await must(bench.run(['review', 'reject', id, '--reason', 'not there', ...there]));
      await must(bench.run(['sync', ...there]));
      const ids = await openIds(bench, place);
      await must(bench.run(['review', 'accept', ids.find((one) => one !== id) ?? '', ...here]));
    },
    argv: () => ['sync'],
    readsOnly: false,
    again: [0],
  },
];

/** A memory with a file of someone's work that is dirty and one that is staged, before the story is prepared. */
export async function makePlace(bench: Bench, story: Story): Promise<Place> {
  const folder = mkdtempSync(join(bench.folder, 'template-'));
  for (const name of ['memory', 'remote']) mkdirSync(join(folder, name));
  const place = placeIn(folder);
  place.remote.git('init', '--quiet', '--bare', '--initial-branch=main');
  place.memory.git('init', '--quiet', '--initial-branch=main');
  place.memory.commit('First commit', { 'a.txt': 'a\n', 'b.txt': 'b\n' });
  place.memory.git('remote', 'add', 'origin', place.remote.folder);
  place.memory.git('push', '--quiet', 'origin', 'main');
  place.memory.write('a.txt', 'edited\n');
  place.memory.write('staged.txt', 'staged\n');
  place.memory.git('add', 'staged.txt');
  await story.prepare(bench, place);
  return place;
}
