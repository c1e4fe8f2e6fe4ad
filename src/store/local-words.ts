// `quotes: local`: people's words stay on the machine that read them. The ledger gets anchors and hashes; the words lie
// under `.git/dream/quotes/`, one file for each run, on disk before the ledger names the run. Nothing here is ever sent.
import { createHash } from 'node:crypto';
import { mkdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import type { EvidenceQuote } from '../model/evidence.ts';
import type { Observation } from '../model/observation.ts';
import type { ProposedChange, RunRecord } from '../model/run.ts';
import { whenAbsent } from './file-errors.ts';
import { ownFolder, syncFolder, writeDurably } from './journal.ts';
import { parseLines, parseObservationLine, parseRunRecord, printLine } from './ledger-files.ts';
import type { Repository } from './locate-memory.ts';
import type { RunToWrite } from './store.ts';

/** What the ledger keeps of an observation whose words are elsewhere. */
export interface HiddenObservation {
  readonly words: 'local';
  readonly kind: string;
  readonly session: string;
  readonly project: string;
  readonly origin: string;
  /** Hash of the observation's key: a key is made of words too. */
  readonly key: string;
  readonly quotes: readonly { readonly turn: number; readonly origin: string; readonly sha256: string }[];
  /** Hash of the whole line as it is kept with its words. */
  readonly sha256: string;
}

/** The words of one run as this machine has them. */
export interface LocalWords {
  readonly record: RunRecord | null;
  /** By the hash of their line. */
  readonly observations: ReadonlyMap<string, Observation>;
}

/** @returns null where this machine has no words of the run */
export type ReadWords = (run: string) => Promise<LocalWords | null>;

const hidden = z.object({
  words: z.literal('local'),
  kind: z.string(),
  session: z.string(),
  project: z.string(),
  origin: z.string(),
  key: z.string(),
  quotes: z.array(z.object({ turn: z.number(), origin: z.string(), sha256: z.string() })),
  sha256: z.string(),
});

/** An observation without its words, as one line of the ledger. */
export function printHidden(one: Observation): string {
  const line: HiddenObservation = {
    words: 'local',
    kind: one.kind,
    session: one.session,
    project: one.project,
    origin: one.origin,
    key: hashOf(one.key),
    quotes: one.quotes.map(({ turn, origin, text }) => ({ turn, origin, sha256: hashOf(text) })),
    sha256: hashOf(printLine(one)),
  };
  return JSON.stringify(line);
}

/** @returns an observation of the ledger, with its words or without; null when the line is neither */
export function parseObservation(line: string): Observation | HiddenObservation | null {
  const whole = parseObservationLine(line);
  if (whole !== null) return whole;
  try {
    const parsed = hidden.safeParse(JSON.parse(line));
    return parsed.success ? parsed.data : null;
  } catch (error) {
    if (error instanceof SyntaxError) return null;
    throw error;
  }
}

/** A run's record without the words of its logs: what it proposes stays, as it stands in the playbooks. */
export function hideRecord(record: RunRecord): RunRecord {
  return {
    ...record,
    words: 'local',
    changes: record.changes.map((change) => ({ ...change, replaces: null, quotes: change.quotes.map(hideQuote) })),
    held: record.held.map((one) => ({ ...one, title: '', detail: '' })),
    // Names of logs say who worked on what.
    findings: record.findings.map((finding) => ({ ...finding, file: null, detail: '' })),
  };
}

/** The record with its words again, each quote only where it is the one that the ledger's hash names. */
export function restoreRecord(record: RunRecord, words: LocalWords | null): RunRecord {
  const own = words?.record ?? null;
  if (own === null) return record;
  const known = new Map(own.changes.map((change) => [change.id, change]));
  return {
    ...record,
    changes: record.changes.map((change) => restoreChange(change, known.get(change.id))),
    held: own.held.length === record.held.length ? own.held : record.held,
    findings: own.findings.length === record.findings.length ? own.findings : record.findings,
  };
}

/** Writes the words of a run; they are on disk when this returns. */
export async function writeWords(repository: Repository, run: RunToWrite): Promise<void> {
  const folder = wordsFolder(repository);
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const file = join(folder, `${run.record.id}.jsonl`);
  await writeDurably(file, `${file}.new`, printWords(run), 0o600);
  await syncFolder(folder);
}

/** Takes the words of a run back that did not come to be. */
export async function removeWords(repository: Repository, run: string): Promise<void> {
  await rm(join(wordsFolder(repository), `${run}.jsonl`), { force: true });
}

/** Reads the words of runs, those of the run that was asked for last without reading its file again. */
export function openWords(repository: Repository): ReadWords {
  let last: { readonly run: string; readonly words: Promise<LocalWords | null> } | null = null;
  return (run) => {
    if (last?.run !== run) last = { run, words: readWords(join(wordsFolder(repository), `${run}.jsonl`)) };
    return last.words;
  };
}

/** Characters written at once. */
const PIECE = 64 * 1024;

function* printWords(run: RunToWrite): Generator<string> {
  let piece = `${JSON.stringify(run.record)}\n`;
  for (const session of run.sessions) {
    for (const one of run.observations.get(session.key) ?? []) {
      piece += `${printLine(one)}\n`;
      if (piece.length < PIECE) continue;
      yield piece;
      piece = '';
    }
  }
  yield piece;
}

async function readWords(file: string): Promise<LocalWords | null> {
  const bytes = await readFile(file).catch(whenAbsent(null));
  if (bytes === null) return null;
  const end = bytes.indexOf(10);
  const observations = new Map<string, Observation>();
  const parse = (line: string) => {
    const value = parseObservationLine(line);
    return value === null ? null : { value, hash: hashOf(line) };
  };
  // What is damaged is not the line that the ledger names; it is told where it is missed.
  for (const { value, hash } of parseLines(bytes.subarray(end + 1), parse, () => undefined)) {
    observations.set(hash, value);
  }
  return { record: parseRunRecord(bytes.toString('utf8', 0, Math.max(end, 0))), observations };
}

function restoreChange(change: ProposedChange, own: ProposedChange | undefined): ProposedChange {
  if (own === undefined) return change;
  const texts = new Map(own.quotes.map(({ text }) => [hashOf(text), text]));
  const quotes = change.quotes.map((quote) => ({ ...quote, text: texts.get(quote.sha256 ?? '') ?? quote.text }));
  return { ...change, quotes, replaces: own.replaces ?? null };
}

function hideQuote(quote: EvidenceQuote): EvidenceQuote {
  // Words that were not here to begin with keep the hash they came with.
  const kept = quote.text === '' ? quote.sha256 : undefined;
  return { ...quote, text: '', sha256: kept ?? hashOf(quote.text) };
}

function wordsFolder(repository: Repository): string {
  return join(ownFolder(repository), 'quotes');
}

function hashOf(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
