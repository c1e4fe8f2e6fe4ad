// The reading half of a run: log files in, what was seen in their sessions out. One session is in memory at a time;
// only observations and one record per session stay.
import { createHash } from 'node:crypto';
import { dirname } from 'node:path';
import { minerVersionOf, type DreamJob } from './dream-job.ts';
import { DreamError, messageOf } from './errors.ts';
import { observeSession } from './mining/index.ts';
import type { Finding } from './model/finding.ts';
import type { Observation, SessionRecord } from './model/observation.ts';
import type { Ledger, SessionCounts } from './model/run.ts';
import { typedText, type ScreenedSession, type Session, type Turn } from './model/session.ts';
import { countLetThrough, redactSecrets } from './secrets/index.ts';
import { screenFindings } from './screening/screen-findings.ts';
import { screenSession } from './screening/screen-session.ts';
import { discoverLogs } from './sources/discover.ts';
import { readSessions, type FileIdentity } from './sources/read-sessions.ts';

/** What a run saw that the ledger does not have yet. */
export interface Observed {
  /** Sorted by session key. */
  readonly records: readonly SessionRecord[];
  readonly observations: ReadonlyMap<string, readonly Observation[]>;
  readonly counts: SessionCounts;
  readonly findings: readonly Finding[];
  /** The log of each session that was met, by session key; without those that lie in many files. */
  readonly places: ReadonlyMap<string, string>;
}

interface Seen {
  readonly record: SessionRecord;
  readonly observations: readonly Observation[];
}

/** A session whose last turn is younger than this may still be going on (product.md, `--include-active`). */
const ACTIVE_MS = 30 * 60_000;
/** Shorter first texts ("continue", "fix the tests") come again by chance. */
const MIN_PROMPT = 60;
/** Changed files by which two pieces of work are told apart. */
const MAX_TOUCHED = 20;
/** Events at a session's beginning by which a copy is known. */
const OPENING_EVENTS = 3;

/**
 * Reads, screens and mines every session that the ledger does not hold in its present form.
 * @throws DreamError usage for a path that does not exist, nothing-readable when no file could be read, failed when the
 * scanner for secrets fails
 */
export async function observeSessions(job: DreamJob, ledger: Ledger): Promise<Observed> {
  const findings: Finding[] = [];
  const report = (finding: Finding): void => void findings.push(finding);
  const files = await discoverLogs(job.paths, report);
  const seen = new Map<string, Seen>();
  const byFormat: Record<string, number> = {};
  const counts = {
    files: files.length,
    read: 0,
    new: 0,
    updated: 0,
    unchanged: 0,
    active: 0,
    leftOut: 0,
    unreadable: 0,
    turns: 0,
  };
  const known = knownContent(ledger);
  const byContent = groupByContent(ledger);
  const places = new Map<string, string>();
  const minerVersion = minerVersionOf(job);
  let bytes = 0;
  let done = 0;

  for await (const file of readSessions(files, {
    isKnown: (contentHash, readerVersion) => known.has(formOf({ contentHash, readerVersion, minerVersion })),
    report,
  })) {
    // A session in many files comes once more, as a whole, after its files.
    done = Math.min(done + 1, files.length);
    bytes += file.file.bytes;
    if (file.status === 'unreadable') counts.unreadable += 1;
    if (file.status === 'unchanged') {
      counts.unchanged += 1;
      for (const key of byContent.get(file.contentHash) ?? []) places.set(key, file.file.path);
    }
    if (file.status === 'read') {
      let whole = true;
      const own: Seen[] = [];
      for await (const session of file.sessions) {
        counts.read += 1;
        counts.turns += session.turns.length;
        byFormat[session.format] = (byFormat[session.format] ?? 0) + 1;
        const active = isActive(session, job);
        if (active || !isWanted(session, job)) {
          counts[active ? 'active' : 'leftOut'] += 1;
          whole = false;
          continue;
        }
        const screened = await screen(session);
        const record = recordOf(screened, file, file.file.path, minerVersion);
        if (!file.inPieces) places.set(record.key, file.file.path);
        const { observations, dropped } = observeSession(screened);
        if (dropped > 0) {
          const detail = `${dropped} left out of session ${record.id}`;
          report({ code: 'too-many-observations', file: file.file.label, line: null, detail });
        }
        own.push({ record, observations });
      }
      for (const { record, observations } of own) {
        // A file that was read only in part must be read again when the rest of it is wanted.
        const kept = whole ? record : { ...record, contentHash: `${record.contentHash} in part` };
        // Snapshots of one session in several files: the longest tells it all, whatever their order.
        if (isBetter(kept, ledger.sessions.get(kept.key)) && isBetter(kept, seen.get(kept.key)?.record)) {
          seen.set(kept.key, { record: kept, observations });
        } else counts.leftOut += 1;
      }
    }
    job.onProgress({ stage: 'reading', files: done, of: files.length, bytes, sessions: counts.read });
  }
  const readable = counts.files - counts.unreadable;
  const allowed = countLetThrough();
  if (allowed > 0)
    report({ code: 'allowed-values', file: null, line: null, detail: `${allowed} of \`redact.allow\` met` });
  const screened = await screenFindings(findings);
  if (readable === 0) throw nothingReadable(job, screened);

  const keys = [...seen.keys()].sort();
  counts.new = keys.filter((key) => !ledger.sessions.has(key)).length;
  counts.updated = keys.length - counts.new;
  return {
    records: keys.flatMap((key) => seen.get(key)?.record ?? []),
    observations: new Map(keys.map((key) => [key, seen.get(key)?.observations ?? []])),
    counts: { ...counts, byFormat },
    findings: screened,
    places: await harmless(places),
  };
}

/** Without places whose path holds a secret: the note of them stays in the repository. */
async function harmless(places: ReadonlyMap<string, string>): Promise<ReadonlyMap<string, string>> {
  const all = [...places];
  const screened = await redactSecrets(all.map(([, path]) => path));
  return new Map(all.filter(([, path], index) => screened[index] === path));
}

/** What is still new after another run has written: sessions it recorded in the same form are its own now. */
export function dropKnown(seen: Observed, ledger: Ledger): Observed {
  const known = knownContent(ledger);
  const records = seen.records.filter((one) => !known.has(formOf(one)));
  const observations = new Map(records.map((one) => [one.key, seen.observations.get(one.key) ?? []]));
  const fresh = records.filter((one) => !ledger.sessions.has(one.key)).length;
  return { ...seen, records, observations, counts: { ...seen.counts, new: fresh, updated: records.length - fresh } };
}

/** Keys of the sessions that a file's content is known to hold, by its hash. */
function groupByContent(ledger: Ledger): ReadonlyMap<string, readonly string[]> {
  const keys = new Map<string, string[]>();
  for (const { contentHash, key } of ledger.sessions.values()) {
    const own = keys.get(contentHash);
    if (own === undefined) keys.set(contentHash, [key]);
    else own.push(key);
  }
  return keys;
}

function knownContent(ledger: Ledger): ReadonlySet<string> {
  return new Set([...ledger.sessions.values()].map(formOf));
}

/** What was read, and by whom: the same again would give the same observations. */
function formOf(one: Pick<SessionRecord, 'contentHash' | 'readerVersion' | 'minerVersion'>): string {
  return `${one.contentHash} ${one.readerVersion} ${one.minerVersion}`;
}

function isActive(session: Session, job: DreamJob): boolean {
  if (job.filters.includeActive || session.endedAt === null) return false;
  const age = job.now().getTime() - Date.parse(session.endedAt);
  return age >= 0 && age < ACTIVE_MS;
}

function isWanted(session: Session, job: DreamJob): boolean {
  const { since, projects } = job.filters;
  if (since !== null && session.endedAt !== null && Date.parse(session.endedAt) < since.getTime()) return false;
  if (projects.length === 0) return true;
  const own = job.projects.get(session.project) ?? session.project;
  // A log that knows only the folder's name may turn out to be of the project with that name (mining/projects.ts).
  return projects.some((name) => name === own || name.endsWith(`/${own}`));
}

async function screen(session: Session): Promise<ScreenedSession> {
  try {
    return await screenSession(session);
  } catch (error) {
    throw new DreamError(
      'failed',
      `The scan for secrets failed on a session of ${session.format}: ${messageOf(error)}`,
      {
        cause: error,
        hints: ['Nothing was written: a session that cannot be screened is never kept.'],
      },
    );
  }
}

/** Whether a record should take the place of another of the same session. */
function isBetter(record: SessionRecord, other: SessionRecord | undefined): boolean {
  if (other === undefined) return true;
  if (other.readerVersion !== record.readerVersion || other.minerVersion !== record.minerVersion) return true;
  if (record.turns !== other.turns) return record.turns > other.turns;
  return record.contentHash < other.contentHash;
}

function recordOf(session: ScreenedSession, file: FileIdentity, path: string, minerVersion: string): SessionRecord {
  return {
    key: session.key,
    id: session.id,
    format: session.format,
    project: session.project,
    agent: session.agent,
    agentVersion: session.agentVersion,
    model: session.model,
    people: session.people,
    startedAt: session.startedAt,
    endedAt: session.endedAt,
    outcome: session.outcome,
    parent: session.parent,
    turns: session.turns.length,
    contentHash: file.contentHash,
    bytes: file.bytes,
    readerVersion: file.readerVersion,
    minerVersion,
    opening: openingOf(session),
    prompt: promptOf(session),
    touched: touchedBy(session),
    folder: hashOf(dirname(path)),
  };
}

/** Marks of the first events, by their ids and by time and text: a resumed or copied history keeps one or the other. */
function openingOf(session: ScreenedSession): readonly string[] {
  const marks: string[] = [];
  let events = 0;
  for (const turn of session.turns) {
    const known = [
      isUniqueEventId(turn.id) ? `id ${turn.id}` : null,
      turn.at === null ? null : `at ${turn.at} ${textOf(turn)}`,
    ];
    const own = known.filter((mark) => mark !== null).map(hashOf);
    marks.push(...own);
    if (own.length > 0) events += 1;
    if (events >= OPENING_EVENTS) break;
  }
  return marks;
}

/** Ids that a publishing tool replaced (`REDACTED`) or that only count up are not unique to an event. */
function isUniqueEventId(id: string | null): boolean {
  return id !== null && id.length >= 16 && /\d/.test(id);
}

function textOf(turn: Turn): string {
  if (turn.kind === 'message')
    return turn.passages
      .map((passage) => passage.text)
      .join(' ')
      .slice(0, 200);
  return turn.kind === 'call' ? `${turn.tool} ${turn.command ?? turn.path ?? turn.input}`.slice(0, 200) : turn.kind;
}

function promptOf(session: ScreenedSession): string | null {
  for (const turn of session.turns) {
    if (turn.kind !== 'message' || turn.from !== 'user') continue;
    const typed = typedText(turn);
    if (typed !== '') return typed.length >= MIN_PROMPT ? hashOf(typed.replaceAll(/\s+/g, ' ')) : null;
  }
  return null;
}

function touchedBy(session: ScreenedSession): readonly string[] {
  const paths = session.turns.flatMap((turn) =>
    turn.kind === 'call' && turn.action === 'edit' && turn.status === 'ok' && turn.path !== null ? [turn.path] : [],
  );
  return [...new Set(paths)].slice(0, MAX_TOUCHED).map(hashOf).sort();
}

function hashOf(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 16);
}

function nothingReadable(job: DreamJob, findings: readonly Finding[]): DreamError {
  const reasons = findings
    .slice(0, 5)
    .map((finding) => `${finding.file ?? 'a file'}: ${finding.detail || finding.code}`);
  const where = job.paths.join(', ');
  const what = findings.length === 0 ? `No files were found in ${where}.` : `No log could be read in ${where}.`;
  return new DreamError('nothing-readable', what, { hints: reasons });
}
