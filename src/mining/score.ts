// The rank of a piece of evidence, as a product of parts that `dream show --why` can name.
import type { ScorePart } from '../model/evidence.ts';
import type { Origin } from '../model/origin.ts';
import type { Support } from '../model/playbook.ts';

/** How much an origin is worth beside its guard: a lesson of low origin must not push others aside. */
const TRUST: Readonly<Record<Origin, number>> = { user: 1, observed: 1, repository: 0.6, agent: 0.4, external: 0.2 };

export interface ScoreInput {
  readonly support: Support;
  /** Sessions of the project in all, so that "in every second session" is told from "now and then". */
  readonly projectSessions: number;
  /** Latest day seen in the project, `YYYY-MM-DD` or empty. */
  readonly projectLast: string;
  readonly trust: Origin;
  /** Calls lost each time until it went right; 0 when nothing is lost. */
  readonly turnsLost: number;
  /** Seconds lost each time until it went right; 0 when nothing is lost or the logs have no times. */
  readonly secondsLost: number;
  /** Sessions of the project whose log says how they ended: true for success. */
  readonly outcomes: ReadonlyMap<string, boolean>;
  /** The sessions that it was seen in, named as in `outcomes`. */
  readonly seenIn: ReadonlySet<string>;
  /** True for something to avoid: sessions with it are expected to end worse. False: to end better. */
  readonly avoids: boolean;
  /** True for what a person laid down: it holds until somebody takes it back, however long ago it was said. */
  readonly lasting: boolean;
  /** What a lesson of this kind is worth to the next session, 1 is a wrong command that costs a call each time. */
  readonly weight: number;
}

/**
 * Score = log2(1+sessions) × days × people × share × calls × seconds × recency × outcome × trust × weight. Logarithmic in
 * sessions, because the step from 2 to 4 says more than the one from 32 to 34.
 */
export function scoreOf(input: ScoreInput): { readonly score: number; readonly scoreParts: readonly ScorePart[] } {
  const { support } = input;
  const parts: ScorePart[] = [
    { name: 'sessions', value: Math.log2(1 + support.sessions) },
    { name: 'days', value: 1 + Math.min(support.days, 10) / 20 },
    { name: 'people', value: 1 + Math.min(support.people - 1, 4) / 20 },
    {
      name: 'share of sessions',
      value: 0.75 + 0.5 * Math.min(1, support.sessions / Math.max(1, input.projectSessions)),
    },
    { name: 'calls lost', value: 1 + Math.min(input.turnsLost, 5) / 10 },
    { name: 'time lost', value: 1 + Math.min(input.secondsLost, 300) / 1000 },
    { name: 'outcome', value: outcomeOf(input) },
    { name: 'recency', value: input.lasting ? 1 : recency(support.last, input.projectLast) },
    { name: 'trust', value: TRUST[input.trust] },
    { name: 'kind', value: input.weight },
  ].map((part) => ({ name: part.name, value: round(part.value) }));
  return { score: round(parts.reduce((product, part) => product * part.value, 1)), scoreParts: parts };
}

/** 1 when it was last seen on the project's last day, half of that for every 60 days before, but never under a third. */
function recency(last: string, projectLast: string): number {
  const days = (Date.parse(projectLast) - Date.parse(last)) / 86_400_000;
  return Number.isFinite(days) ? Math.max(0.33, 0.5 ** (Math.max(0, days) / 60)) : 1;
}

/**
 * How much worse (or, for what is to be done, better) sessions with it ended than those without: the ratio of the two
 * rates, each with one success and one failure added (Laplace's rule of succession), kept between 0.7 and 1.5. It is 1
 * where logs say nothing, or all sessions are on one side.
 */
function outcomeOf({ outcomes, seenIn, avoids }: ScoreInput): number {
  const rate = (own: boolean): number | null => {
    const some = [...outcomes].filter(([session]) => seenIn.has(session) === own);
    const wanted = some.filter(([, success]) => success !== avoids).length;
    return some.length === 0 ? null : (wanted + 1) / (some.length + 2);
  };
  const [withIt, without] = [rate(true), rate(false)];
  return withIt === null || without === null ? 1 : Math.min(1.5, Math.max(0.7, withIt / without));
}

/** Three decimals: enough to rank, and the same text on every machine. */
function round(value: number): number {
  return Math.round(value * 1000) / 1000;
}
