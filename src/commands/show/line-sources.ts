// What does each line of a playbook rest on? From the line to the commit that brought it, to the change it carried out,
// to the quotes of that change; or to the person who wrote it. No line stays without one.
import { parseChangeTrailers, parseTrailers } from '../../model/commit-message.ts';
import type { Playbook } from '../../model/playbook.ts';
import { printPlaybook } from '../../model/playbook.ts';
import type { Ledger, TrackedChange } from '../../model/run.ts';
import type { FileVersion, Store } from '../../store/store.ts';
import { matchLines } from '../../terminal/match-lines.ts';
import { jaccardSimilarity, wordsOf } from '../../text/similarity.ts';
import { attributeLines, linesOf } from './attribute-lines.ts';
import type { WantedQuote } from './verify-quotes.ts';

/** A quote that a line rests on; null where this repository does not have it. */
export interface SourceQuote extends WantedQuote {
  readonly sessionId: string;
  readonly format: string;
  readonly origin: string | null;
  /** `YYYY-MM-DD`. */
  readonly day: string | null;
}

export interface LineSource {
  /** `change`: proposed by a run. `by-hand`: a person's own words. */
  readonly kind: 'change' | 'by-hand';
  /** The commit of the memory branch that brought it. */
  readonly commit: string;
  readonly subject: string;
  /** Who decided, or who wrote it: `Name <email>`. */
  readonly by: string;
  /** ISO 8601. */
  readonly at: string;
  /** Id of the change; of a person's words, the change that they were put into when it was accepted. Null for none. */
  readonly change: string | null;
  /** The change as the ledger has it, null when it is not in this repository. */
  readonly tracked: TrackedChange | null;
  readonly quotes: readonly SourceQuote[];
}

export interface SourcedLine {
  /** From 1. */
  readonly line: number;
  readonly text: string;
  /** Index among the sources. */
  readonly source: number;
  /** Quotes of the source that say this line, by index; empty when it rests on the change as a whole. */
  readonly quotes: readonly number[];
}

export interface SourcedPlaybook {
  /** Every line that is not blank and not a fence of the front matter. */
  readonly lines: readonly SourcedLine[];
  /** In the order of the lines. */
  readonly sources: readonly LineSource[];
}

/** Follows every line of a playbook to its source. @param from the commit the playbook was read at */
export async function findLineSources(
  playbook: Playbook,
  ledger: Ledger,
  store: Store,
  from: string | null,
): Promise<SourcedPlaybook> {
  const versions = await store.readVersions(playbook.path, from);
  const commits = attributeLines(versions, matchLines);
  const byCommit = new Map(versions.map((version) => [version.commit, version]));
  const makers = new Map<string, SourceMaker>();
  const sources: LineSource[] = [];
  const places = new Map<string, number>();
  const lines: SourcedLine[] = [];
  for (const [at, text] of linesOf(printPlaybook(playbook)).entries()) {
    const version = byCommit.get(commits[at] ?? '') ?? versions.at(-1);
    if (text.trim() === '' || text.trim() === '---' || version === undefined) continue;
    let maker = makers.get(version.commit);
    if (maker === undefined) {
      maker = await openSource(version, playbook.path, ledger, store);
      makers.set(version.commit, maker);
    }
    const found = maker(text);
    const name = `${found.kind} ${found.commit}`;
    let source = places.get(name);
    if (source === undefined) {
      source = sources.push(found) - 1;
      places.set(name, source);
    }
    lines.push({ line: at + 1, text, source, quotes: quotesFor(text, found.quotes) });
  }
  return { lines, sources };
}

/** The source of a line that a commit brought. */
type SourceMaker = (line: string) => LineSource;

async function openSource(version: FileVersion, path: string, ledger: Ledger, store: Store): Promise<SourceMaker> {
  const { commit, message } = version;
  const trailers = parseChangeTrailers(message);
  const tracked = findTracked(version, path, ledger);
  const reviewer = parseTrailers(message).get('Reviewed-by')?.[0];
  const decision = ledger.decisions.findLast((one) => one.result === commit);
  const base = {
    commit,
    subject: message.split('\n')[0] ?? '',
    by: decision?.who ?? reviewer ?? version.committer,
    at: version.at,
    change: tracked?.id ?? trailers?.id ?? null,
    tracked,
  };
  if (base.change === null) {
    const byHand: LineSource = { ...base, kind: 'by-hand', by: version.author, quotes: [] };
    return () => byHand;
  }
  const fromChange: LineSource = {
    ...base,
    kind: 'change',
    quotes:
      tracked?.quotes.map((quote) => ({
        ...quote,
        text: quote.text === '' ? null : quote.text,
        hash: quote.sha256 ?? null,
      })) ??
      (trailers?.evidence ?? []).map((one) => ({
        session: `${one.format}:${one.session}`,
        sessionId: one.session,
        format: one.format,
        turn: one.turn,
        origin: null,
        day: null,
        text: null,
        hash: one.hash,
      })),
  };
  const byReviewer: LineSource = { ...base, kind: 'by-hand', quotes: [] };
  // What was accepted with other words than were proposed holds some words of the person who accepted it.
  const proposed = tracked === null ? null : await readProposed(tracked, path, store);
  return (line) => (proposed === null || proposed.has(line) ? fromChange : byReviewer);
}

async function readProposed(change: TrackedChange, path: string, store: Store): Promise<ReadonlySet<string> | null> {
  // A shallow clone may lack the commit; then the whole of it counts as proposed.
  const content = await store.readChange({ commit: change.commit, path }).catch(() => null);
  return content?.after == null ? null : new Set(linesOf(content.after));
}

/** The change a commit carries out: as the ledger has it decided, or as its trailers say, also in the middle of a squash. */
function findTracked(version: FileVersion, path: string, ledger: Ledger): TrackedChange | null {
  const touches = (change: TrackedChange): boolean => change.path === path || change.removes.includes(path);
  const decided = new Set(
    ledger.decisions
      .filter(({ result, verdict }) => result === version.commit && (verdict === 'accepted' || verdict === 'edited'))
      .map((decision) => `${decision.run}/${decision.change}`),
  );
  const named = new Set(
    [...version.message.matchAll(/^ *Dream-Change-Id: ([0-9a-f]{8})\s*$/gm)].map((match) => match[1] ?? ''),
  );
  const run = parseChangeTrailers(version.message)?.run;
  return (
    ledger.changes.findLast((change) => decided.has(`${change.run}/${change.id}`) && touches(change)) ??
    ledger.changes.findLast((change) => named.has(change.id) && change.run === run && touches(change)) ??
    ledger.changes.findLast((change) => named.has(change.id) && touches(change)) ??
    null
  );
}

/** Share of their words that a line and a quote must have in common for one to speak for the other. */
const ALIKE = 0.4;

/** The quotes that say what a line says: one holds the other, or code of it, or most words of it. */
function quotesFor(line: string, quotes: readonly SourceQuote[]): readonly number[] {
  const code = [...line.matchAll(/`([^`]{3,})`/g)].map((match) => match[1] ?? '');
  const words = new Set(wordsOf(line));
  return quotes.flatMap(({ text }, at) => {
    if (text === null) return [];
    const says =
      line.includes(text) ||
      code.some((span) => text.includes(span)) ||
      jaccardSimilarity(words, new Set(wordsOf(text))) >= ALIKE;
    return says ? [at] : [];
  });
}
