// Where the logs of sessions lay when they were read last: `.git/dream/logs.jsonl`. Paths of one machine, so they never
// enter the ledger. Only a cache: it can be deleted, damaged or not writable, and all that is lost is time.
import { mkdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { ownFolder } from './journal.ts';
import type { Repository } from './locate-memory.ts';

/** Most sessions remembered; the ones read longest ago go first. */
const MAX_PLACES = 50_000;
/** A longer path is not worth keeping, and a larger file is not ours. */
const MAX_PATH = 4_096;
const MAX_BYTES = 32 * 1024 * 1024;

/** Log file by session key, the ones read last at the end; empty when nothing is remembered. */
export async function readLogPlaces(repository: Repository): Promise<Map<string, string>> {
  const places = new Map<string, string>();
  const file = placesFile(repository);
  const text = await stat(file)
    .then((stats) => (stats.isFile() && stats.size <= MAX_BYTES ? readFile(file, 'utf8') : ''))
    .catch(() => '');
  for (const line of text.split('\n')) {
    const place = parsePlace(line);
    if (place !== null) places.set(place[0], place[1]);
  }
  return places;
}

/** Remembers where sessions were read, beside what is remembered already. Never fails: it is only a cache. */
export async function noteLogPlaces(repository: Repository, found: ReadonlyMap<string, string>): Promise<void> {
  const places = await readLogPlaces(repository);
  const news = [...found].filter(([key, path]) => places.get(key) !== path && path.length <= MAX_PATH);
  if (news.length === 0) return;
  for (const [key, path] of news) {
    places.delete(key);
    places.set(key, path);
  }
  const kept = [...places].slice(-MAX_PLACES);
  const file = placesFile(repository);
  // One name for all: what a killed process left is overwritten by the next. Two at once may spoil a line, which is then
  // passed over; a path is only ever a hint.
  const temporary = `${file}.new`;
  try {
    await mkdir(ownFolder(repository), { recursive: true });
    await writeFile(temporary, kept.map((place) => `${JSON.stringify(place)}\n`).join(''), { mode: 0o600 });
    await rename(temporary, file);
  } catch {
    await rm(temporary, { force: true }).catch(() => undefined);
  }
}

function placesFile(repository: Repository): string {
  return join(ownFolder(repository), 'logs.jsonl');
}

function parsePlace(line: string): readonly [string, string] | null {
  if (line === '') return null;
  try {
    const value: unknown = JSON.parse(line);
    if (!Array.isArray(value)) return null;
    const [key, path]: readonly unknown[] = value;
    return typeof key === 'string' && typeof path === 'string' ? [key, path] : null;
  } catch {
    return null;
  }
}
