// Reads the ledger's files at one commit. Newest record of a session wins, with the observations of that same run;
// linear in what is there.
import { DreamError } from '../errors.ts';
import type { Decision, Withdrawal } from '../model/decision.ts';
import type { Finding } from '../model/finding.ts';
import type { Observation, SessionRecord } from '../model/observation.ts';
import type { RunRecord } from '../model/run.ts';
import {
  LEDGER_VERSION,
  brokenLine,
  parseDecisionLine,
  parseFormat,
  parseLines,
  parseRunRecord,
  parseSessionLine,
  parseWithdrawalLine,
} from './ledger-files.ts';
import { parseObservation, restoreRecord } from './local-words.ts';
import type { ReadWords } from './local-words.ts';
import { LEDGER_REF } from './refs.ts';
import type { ObjectReader, TreeEntry } from './object-reader.ts';

/** What the ledger's files say, without where changes stand. */
export interface LedgerFiles {
  readonly sessions: ReadonlyMap<string, SessionRecord>;
  readonly observations: ReadonlyMap<string, readonly Observation[]>;
  readonly runs: readonly RunRecord[];
  /** Oldest first. */
  readonly decisions: readonly Decision[];
  /** The same by what wrote them: reviews, undos, and what was found in git; the name of their file. */
  readonly reviews: ReadonlyMap<string, readonly Decision[]>;
  /** Sessions taken back and given back, oldest first, with the id of the undo. */
  readonly withdrawals: readonly (Withdrawal & { readonly undo: string })[];
  /** Keys of the sessions that are taken back now: they have a record, and no observations here. */
  readonly withdrawn: ReadonlySet<string>;
  /** How many quotes the ledger itself holds with their words, for everyone who has the repository. */
  readonly openQuotes: number;
  readonly findings: readonly Finding[];
}

/**
 * @param commit the ledger's commit, null when there is none
 * @param words what this machine has of runs whose words are kept out of the ledger
 * @throws DreamError (`usage`) when a newer version of dream wrote it, `failed` when it is no ledger
 */
export async function readLedgerFiles(
  objects: ObjectReader,
  commit: string | null,
  words: ReadWords = () => Promise.resolve(null),
): Promise<LedgerFiles> {
  const sessions = new Map<string, SessionRecord>();
  const observations = new Map<string, Observation[]>();
  const findings: Finding[] = [];
  if (commit === null) {
    const none = {
      runs: [],
      decisions: [],
      reviews: new Map(),
      withdrawals: [],
      withdrawn: new Set<string>(),
      openQuotes: 0,
    };
    return { sessions, observations, ...none, findings };
  }
  const format = parseFormat((await objects.read(`${commit}:format.json`))?.bytes.toString('utf8') ?? '');
  if (format === null) throw noLedger(commit);
  if (format > LEDGER_VERSION) {
    throw new DreamError(
      'usage',
      `The ledger of this memory has version ${format}; this dream knows version ${LEDGER_VERSION}.`,
      {
        hints: ['Update dream.'],
      },
    );
  }
  const runs = await readRuns(objects, commit, words, findings);
  const broken = (file: string) => (line: number) => findings.push(brokenLine(file, line));

  const newest = new Map<string, string>();
  const sessionFiles = await openFolder(objects, `${commit}:sessions`);
  for (const run of runs) {
    const bytes = await sessionFiles.read(`${run.id}.jsonl`);
    for (const record of parseLines(bytes, parseSessionLine, broken(`sessions/${run.id}.jsonl`))) {
      sessions.set(record.key, record);
      newest.set(record.key, run.id);
    }
  }
  const withdrawals = await readWithdrawals(objects, commit, findings);
  const withdrawn = withdrawnNow(withdrawals);
  for (const key of sessions.keys()) observations.set(key, []);
  const elsewhere = new Set<string>();
  let openQuotes = 0;
  const observationFiles = await openFolder(objects, `${commit}:observations`);
  for (const run of runs) {
    const bytes = await observationFiles.read(`${run.id}.jsonl`);
    for (const one of parseLines(bytes, parseObservation, broken(`observations/${run.id}.jsonl`))) {
      if (newest.get(one.session) !== run.id || withdrawn.has(one.session)) continue;
      if (!('words' in one)) openQuotes += one.quotes.length;
      const whole = 'words' in one ? (await words(run.id))?.observations.get(one.sha256) : one;
      if (whole?.session === one.session) observations.get(one.session)?.push(whole);
      else elsewhere.add(one.session);
    }
  }
  if (elsewhere.size > 0) {
    const detail = `${elsewhere.size} of ${sessions.size}; they count as read, and nothing is worded from them here`;
    findings.push({ code: 'words-elsewhere', file: null, line: null, detail });
  }
  const { decisions, reviews } = await readDecisions(objects, commit, findings);
  return { sessions, observations, runs, decisions, reviews, withdrawals, withdrawn, openQuotes, findings };
}

/** To go on as if nothing had been decided would propose again what was rejected, and send it to others as the ledger. */
function noLedger(commit: string): DreamError {
  return new DreamError(
    'failed',
    `${LEDGER_REF} stands at ${commit}, which is no ledger: it has no readable format.json.`,
    {
      hints: [
        `A remote that has the ledger: git update-ref -d ${LEDGER_REF}, then \`dream sync\`.`,
        `An older one that is still here: git fsck --unreachable, then git update-ref ${LEDGER_REF} <commit>.`,
      ],
    },
  );
}

async function readRuns(
  objects: ObjectReader,
  commit: string,
  words: ReadWords,
  findings: Finding[],
): Promise<RunRecord[]> {
  const runs: RunRecord[] = [];
  for (const { name, bytes } of await readFolder(objects, `${commit}:runs`)) {
    const broken: Finding[] = [];
    const report = (part: string): number => broken.push(brokenLine(`runs/${name}`, null, `${part} of this run`));
    const run = parseRunRecord(bytes.toString('utf8'), report);
    // A record under another name could stand in for another run.
    if (run === null || name !== `${run.id}.json`) findings.push(brokenLine(`runs/${name}`, null));
    else {
      runs.push(run.words === 'local' ? restoreRecord(run, await words(run.id)) : run);
      findings.push(...broken);
    }
  }
  return runs.sort((a, b) => compare(a.startedAt, b.startedAt) || compare(a.id, b.id));
}

async function readDecisions(
  objects: ObjectReader,
  commit: string,
  findings: Finding[],
): Promise<Pick<LedgerFiles, 'decisions' | 'reviews'>> {
  const reviews = await readLines(objects, commit, 'decisions', parseDecisionLine, findings);
  // Stable: decisions of one moment stay in the order of their files.
  return { reviews, decisions: [...reviews.values()].flat().sort((a, b) => compare(a.at, b.at)) };
}

async function readWithdrawals(
  objects: ObjectReader,
  commit: string,
  findings: Finding[],
): Promise<LedgerFiles['withdrawals']> {
  const found = await readLines(objects, commit, 'withdrawn', parseWithdrawalLine, findings);
  const all = [...found].flatMap(([undo, lines]) => lines.map((line) => ({ ...line, undo })));
  return all.sort((a, b) => compare(a.at, b.at));
}

/** The last word about each session counts. */
function withdrawnNow(withdrawals: readonly Withdrawal[]): ReadonlySet<string> {
  const withdrawn = new Set<string>();
  for (const { session, lifted } of withdrawals) {
    if (lifted) withdrawn.delete(session);
    else withdrawn.add(session);
  }
  return withdrawn;
}

/** The lines of every `.jsonl` file of a folder, by the file's name without its ending. */
async function readLines<T>(
  objects: ObjectReader,
  commit: string,
  folder: string,
  parse: (line: string) => T | null,
  findings: Finding[],
): Promise<ReadonlyMap<string, readonly T[]>> {
  const files = new Map<string, readonly T[]>();
  for (const { name, bytes } of await readFolder(objects, `${commit}:${folder}`)) {
    const broken = (line: number): number => findings.push(brokenLine(`${folder}/${name}`, line));
    files.set(name.replace(/\.jsonl$/, ''), [...parseLines(bytes, parse, broken)]);
  }
  return files;
}

/** All files of a folder, read in one go. */
async function readFolder(objects: ObjectReader, folder: string): Promise<{ name: string; bytes: Buffer }[]> {
  const entries = (await objects.readTree(folder)) ?? [];
  const found = await Promise.all(entries.map((file) => objects.read(file.id)));
  return entries.map((file, at) => ({ name: file.name, bytes: found[at]?.bytes ?? Buffer.alloc(0) }));
}

/** A folder whose files are read one by one: the large ones of the ledger are never all in memory at once. */
async function openFolder(objects: ObjectReader, folder: string): Promise<{ read(name: string): Promise<Buffer> }> {
  const files = new Map<string, TreeEntry>();
  for (const file of (await objects.readTree(folder)) ?? []) files.set(file.name, file);
  return {
    async read(name) {
      const file = files.get(name);
      return (file === undefined ? null : await objects.read(file.id))?.bytes ?? Buffer.alloc(0);
    },
  };
}

/** Order of code units: the same on every machine, whatever its language. */
function compare(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}
