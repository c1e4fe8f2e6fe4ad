// Are a quote's words still in the log, at the turn that is named? The session is found again and screened as a run does
// it, so that what was redacted then is redacted now, and the words can be compared as they were kept.
import { createHash } from 'node:crypto';
import { dirname } from 'node:path';

import { observeSession } from '../../mining/index.ts';
import type { SessionRecord } from '../../model/observation.ts';
import type { Progress } from '../../model/run.ts';
import type { ScreenedSession, Session, Turn } from '../../model/session.ts';
import { screenSession } from '../../screening/screen-session.ts';
import type { LogFile } from '../../sources/discover.ts';
import { discoverLogs } from '../../sources/discover.ts';
import { readSessions } from '../../sources/read-sessions.ts';

/** A quote to look up. */
export interface WantedQuote {
  /** Session key. */
  readonly session: string;
  readonly turn: number;
  /** Null where only its hash was kept. */
  readonly text: string | null;
  /** sha256 of the text, hex; null where the text is known. */
  readonly hash: string | null;
}

/**
 * - `verified`: the words stand at that turn
 * - `differs`: the session is there, the words are not
 * - `log-gone`: no log of that session was found
 * - `not-kept`: the words were not kept here, so there is nothing to compare
 * - `not-checked`: the search was given up, for it had read too much
 */
export type QuoteVerdict = 'verified' | 'differs' | 'log-gone' | 'not-kept' | 'not-checked';

export interface LogSearch {
  /** Files and folders in which logs are, absolute. */
  readonly roots: readonly string[];
  /** Where sessions were read last; only a hint. */
  readonly places: ReadonlyMap<string, string>;
  /** What the ledger knows of sessions: files whose content is known to hold others are not read. */
  readonly records: ReadonlyMap<string, SessionRecord>;
  readonly onProgress: (progress: Progress) => void;
  /** Most bytes of logs read in search of sessions that are neither where they were nor named by a file. */
  readonly maxBytes?: number;
}

/** Half a minute of reading; who needs more names the logs. */
const MAX_BYTES = 1_500_000_000;
/** A shorter session id stands in the names of files by chance. */
const MIN_ID = 6;

/** The verdict on each quote. Looks where the session was read last, then at files named after it, then at all others. */
export async function verifyQuotes<Q extends WantedQuote>(
  quotes: readonly Q[],
  search: LogSearch,
): Promise<ReadonlyMap<Q, QuoteVerdict>> {
  const hunt = new Hunt(quotes, search);
  if (quotes.length > 0) await hunt.run();
  return new Map(quotes.map((quote) => [quote, hunt.verdictOf(quote)]));
}

class Hunt<Q extends WantedQuote> {
  readonly #bySession = new Map<string, Q[]>();
  /** Quotes whose words were found. */
  readonly #found = new Set<Q>();
  /** Sessions of which a log was found. */
  readonly #seen = new Set<string>();
  /** Files that were read. */
  readonly #read = new Set<string>();
  readonly #search: LogSearch;
  #givenUp = false;

  constructor(quotes: readonly Q[], search: LogSearch) {
    this.#search = search;
    for (const quote of quotes) {
      const own = this.#bySession.get(quote.session);
      if (own === undefined) this.#bySession.set(quote.session, [quote]);
      else own.push(quote);
    }
  }

  async run(): Promise<void> {
    const near = [...this.#bySession.keys()].map((key) => this.#search.places.get(key));
    await this.#readFiles(await filesAt(near.filter((path) => path !== undefined)), false);
    if (this.#unverified().length === 0) return;
    const all = await filesAt(this.#search.roots);
    const ids = this.#unverified()
      .map((key) => this.#search.records.get(key)?.id ?? key.slice(key.indexOf(':') + 1))
      .filter((id) => id.length >= MIN_ID);
    await this.#readFiles(
      all.filter((file) => ids.some((id) => file.path.includes(id))),
      false,
    );
    if (this.#unseen().length === 0) return;
    // The folders in which the missing ones lay, first: a log that was renamed is mostly still beside the others.
    const folders = new Set(this.#unseen().map((key) => this.#search.records.get(key)?.folder ?? ''));
    const rank = (file: LogFile): number => (folders.has(hashOf(dirname(file.path)).slice(0, 16)) ? 0 : 1);
    await this.#readFiles(
      [...all].sort((a, b) => rank(a) - rank(b)),
      true,
    );
  }

  verdictOf(quote: Q): QuoteVerdict {
    if (this.#found.has(quote)) return 'verified';
    if (quote.text === null) return 'not-kept';
    if (this.#seen.has(quote.session)) return 'differs';
    return this.#givenUp ? 'not-checked' : 'log-gone';
  }

  /** Sessions that were not found at all. */
  #unseen(): readonly string[] {
    return [...this.#bySession.keys()].filter((key) => !this.#seen.has(key));
  }

  /** Sessions with a quote that was not found: another copy of the log may still have it. */
  #unverified(): readonly string[] {
    return [...this.#bySession].filter(([, own]) => own.some((quote) => !this.#found.has(quote))).map(([key]) => key);
  }

  /** @param whole true when these are all files there are, so that a session in many files is complete */
  async #readFiles(files: readonly LogFile[], whole: boolean): Promise<void> {
    const others = this.#contentOfOthers();
    let bytes = 0;
    let done = 0;
    for await (const file of readSessions(files, { isKnown: (hash) => others.has(hash), report: () => undefined })) {
      done = Math.min(done + 1, files.length);
      // The same file again, after its name had been a reason to read it.
      const again = this.#read.has(file.file.path);
      if (file.status === 'read' && (whole || !file.inPieces) && !again) {
        if (!file.inPieces) this.#read.add(file.file.path);
        bytes += file.bytes;
        for await (const session of file.sessions) await this.#look(session);
      }
      this.#search.onProgress({ stage: 'reading', files: done, of: files.length, bytes, sessions: this.#seen.size });
      if ((whole ? this.#unseen() : this.#unverified()).length === 0) return;
      if (whole && bytes > (this.#search.maxBytes ?? MAX_BYTES)) {
        this.#givenUp = true;
        return;
      }
    }
  }

  /** Hashes of files that hold only sessions nobody asks for. */
  #contentOfOthers(): ReadonlySet<string> {
    const others = new Set<string>();
    for (const record of this.#search.records.values()) others.add(record.contentHash);
    for (const key of this.#bySession.keys()) others.delete(this.#search.records.get(key)?.contentHash ?? '');
    return others;
  }

  async #look(session: Session): Promise<void> {
    // An id that held a secret is known only by its hash, which screening makes.
    const hidden = [...this.#bySession.keys()].some((key) => /:hidden-[0-9a-f]{16}$/.test(key));
    if (!hidden && !this.#bySession.has(session.key)) return;
    const screened = await screenSession(session);
    const own = this.#bySession.get(screened.key);
    if (own === undefined) return;
    this.#seen.add(screened.key);
    let mined: ReadonlySet<string> | null = null;
    for (const quote of own) {
      if (this.#found.has(quote)) continue;
      const turn = screened.turns[quote.turn];
      if (turn === undefined) continue;
      if (quote.text !== null && holds(turn, quote.text)) this.#found.add(quote);
      else {
        mined ??= hashesOfQuotes(screened);
        if (mined.has(`${quote.turn} ${quote.hash ?? hashOf(quote.text ?? '')}`)) this.#found.add(quote);
      }
    }
  }
}

/** Files at these places; a place that is gone has none. */
async function filesAt(paths: readonly string[]): Promise<readonly LogFile[]> {
  const files: LogFile[] = [];
  const seen = new Set<string>();
  for (const path of new Set(paths)) {
    const found = await discoverLogs([path], () => undefined).catch(() => []);
    for (const file of found) if (!seen.has(file.path)) files.push(file);
    for (const file of found) seen.add(file.path);
  }
  return files;
}

/** Whether the words stand in one of the texts of a turn; where a quote was cut (`…`), its pieces in their order. */
function holds(turn: Turn, quote: string): boolean {
  const pieces = quote
    .split('…')
    .map(flatten)
    .filter((piece) => piece !== '');
  if (pieces.length === 0) return false;
  return textsOf(turn).some((text) => {
    const flat = flatten(text);
    let at = 0;
    return pieces.every((piece) => {
      const found = flat.indexOf(piece, at);
      at = found + piece.length;
      return found !== -1;
    });
  });
}

function textsOf(turn: Turn): readonly string[] {
  if (turn.kind === 'outcome') return [];
  if (turn.kind !== 'call') return [turn.passages.map((passage) => passage.text).join('\n')];
  return [turn.command ?? '', turn.path ?? '', turn.input, turn.output.text];
}

function flatten(text: string): string {
  return text.replaceAll(/\s+/g, ' ').trim();
}

/** What mining quotes of a session, by turn and hash: some quotes are a command without its wrappers, or a path seen from the project. */
function hashesOfQuotes(session: ScreenedSession): ReadonlySet<string> {
  const { observations } = observeSession(session);
  return new Set(observations.flatMap(({ quotes }) => quotes.map(({ turn, text }) => `${turn} ${hashOf(text)}`)));
}

function hashOf(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
