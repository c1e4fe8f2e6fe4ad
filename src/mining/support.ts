// How many independent sessions, days and people stand behind something. Sub-agents of one parent, and resumed, forked
// or copied files of one history, are one session; alike content alone is recurrence, not a copy (memory.md).
import type { EvidenceQuote } from '../model/evidence.ts';
import type { Observation, SessionRecord } from '../model/observation.ts';
import type { LessonOrigin } from '../model/origin.ts';
import type { Support } from '../model/playbook.ts';
import { compareText, jaccardSimilarity } from '../text/similarity.ts';
import { isUniqueId } from './projects.ts';

/** Most quotes kept with one piece of evidence; the rest stays in the ledger's observations. */
const MAX_QUOTES = 20;

/** The same prompt within this time is a retry; a nightly job comes later. */
const RETRY_MS = 2 * 60 * 60 * 1000;
/** Share of common files from which two sessions of one prompt did the same work. */
const SAME_WORK = 0.5;

/** Counts sessions as people would: answers all questions about support for one run. */
export class SessionCounter {
  readonly #records: ReadonlyMap<string, SessionRecord>;
  readonly #units = new Map<string, string>();

  /** @param records every session known, by key */
  constructor(records: ReadonlyMap<string, SessionRecord>) {
    this.#records = records;
    const keys = [...records.keys()].sort(compareText);
    const first = new Map<string, string>();
    const joinSame = (key: string, mark: string): void => {
      const other = first.get(mark);
      if (other === undefined) first.set(mark, key);
      else this.#join(key, other);
    };
    for (const key of keys) {
      const record = records.get(key);
      if (record === undefined) continue;
      // A parent counts also when its own log is gone: its sub-agents are still one session.
      if (record.parent !== null) joinSame(key, `session ${record.parent}`);
      joinSame(key, `session ${key}`);
      // One session written down by two tools keeps its id.
      if (isUniqueId(record.id)) joinSame(key, `id ${record.id.toLowerCase()}`);
      for (const opening of record.opening) joinSame(key, `opening ${opening}`);
    }
    this.#joinRetries(keys);
  }

  /** The same task given again soon after is one try and another, not two sessions that agree. */
  #joinRetries(keys: readonly string[]): void {
    const byPrompt = new Map<string, { readonly key: string; readonly at: number }[]>();
    for (const key of keys) {
      const record = this.#records.get(key);
      const at = Date.parse(record?.startedAt ?? '');
      if (record?.prompt == null || !Number.isFinite(at)) continue;
      const mark = `${record.project} ${record.prompt}`;
      byPrompt.set(mark, [...(byPrompt.get(mark) ?? []), { key, at }]);
    }
    for (const tries of byPrompt.values()) {
      tries.sort((a, b) => a.at - b.at || compareText(a.key, b.key));
      for (const [index, one] of tries.entries()) {
        const before = tries[index - 1];
        if (before !== undefined && one.at - before.at <= RETRY_MS && this.#isSameWork(one.key, before.key)) {
          this.#join(one.key, before.key);
        }
      }
    }
  }

  /** A loop gives one prompt again and again ("do the next item"): other files, other work. */
  #isSameWork(a: string, b: string): boolean {
    const [one, other] = [a, b].map((key) => new Set(this.#records.get(key)?.touched));
    if (one === undefined || other === undefined || one.size === 0 || other.size === 0) return true;
    return jaccardSimilarity(one, other) >= SAME_WORK;
  }

  /** The session that stands for a session and all its copies and sub-agents. */
  unitOf(key: string): string {
    let unit = key;
    for (;;) {
      const next = this.#units.get(unit);
      if (next === undefined || next === unit) break;
      unit = next;
    }
    // Shorter next time: long chains of copies must not make counting slow.
    if (this.#units.has(key)) this.#units.set(key, unit);
    return unit;
  }

  /** Distinct sessions among the given keys. */
  countSessions(keys: Iterable<string>): number {
    return new Set([...keys].map((key) => this.unitOf(key))).size;
  }

  /** Support of everything seen in the given sessions. People: those whom logs name, at least one. */
  supportOf(keys: Iterable<string>): Support {
    const all = [...new Set(keys)];
    const days = new Set<string>();
    const people = new Set<string>();
    for (const key of all) {
      const record = this.#records.get(key);
      const day = dayOf(record);
      if (day !== null) days.add(day);
      for (const person of record?.people ?? []) people.add(person);
    }
    const sorted = [...days].sort(compareText);
    return {
      sessions: this.countSessions(all),
      days: sorted.length,
      people: Math.max(1, people.size),
      first: sorted[0] ?? '',
      last: sorted.at(-1) ?? '',
    };
  }

  /**
   * Quotes of observations, at most three of each session, the latest sessions first. Beside a lesson that may be trusted
   * stands nothing that came from outside: nobody should have to tell the one from the other while reviewing.
   * @param trust of the lesson they are evidence for
   */
  quotesOf(observations: readonly Observation[], trust: LessonOrigin): readonly EvidenceQuote[] {
    const ordered = [...observations].sort((a, b) => {
      const later = compareText(
        this.#records.get(b.session)?.startedAt ?? '',
        this.#records.get(a.session)?.startedAt ?? '',
      );
      return later === 0 ? compareText(a.session, b.session) : later;
    });
    const perUnit = new Map<string, number>();
    const quotes: EvidenceQuote[] = [];
    for (const observation of ordered) {
      const record = this.#records.get(observation.session);
      const unit = this.unitOf(observation.session);
      for (const quote of observation.quotes) {
        if (quote.origin === 'external' && trust !== 'external') continue;
        const taken = perUnit.get(unit) ?? 0;
        if (record === undefined || taken >= 3 || quotes.length >= MAX_QUOTES) break;
        perUnit.set(unit, taken + 1);
        quotes.push({
          session: observation.session,
          sessionId: record.id,
          format: record.format,
          turn: quote.turn,
          origin: quote.origin,
          text: quote.text,
          day: dayOf(record),
        });
      }
    }
    return quotes;
  }

  #join(a: string, b: string): void {
    const [first, second] = [this.unitOf(a), this.unitOf(b)].sort(compareText);
    if (first !== undefined && second !== undefined) this.#units.set(second, first);
  }
}

function dayOf(record: SessionRecord | undefined): string | null {
  return (record?.startedAt ?? record?.endedAt)?.slice(0, 10) ?? null;
}
