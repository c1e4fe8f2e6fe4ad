// Who wrote a piece of text. Readers stamp it when they parse an event; screening may only lower it; text never sets it.

/** From the most to the least trusted (trust.md, "Origin"). */
export const ORIGINS = ['user', 'observed', 'repository', 'agent', 'external'] as const;

/**
 * - `user`: typed by a person
 * - `observed`: exit codes, and what commands run locally printed
 * - `repository`: files of the project
 * - `agent`: what the model wrote
 * - `external`: web, search, MCP, issue text, package output, anything unknown
 */
export type Origin = (typeof ORIGINS)[number];

/** Rank of an origin: 0 is the most trusted. */
export function originRank(origin: Origin): number {
  return ORIGINS.indexOf(origin);
}

declare const leastOfAll: unique symbol;

/** How far a lesson may be trusted. Only `leastTrusted` makes one, so nobody can state it without saying what it rests on. */
export type LessonOrigin = Origin & { readonly [leastOfAll]: true };

/**
 * The origin of what rests on all of these: the least trusted of them (trust.md, "Origin", rule 1). What rests on nothing
 * is from outside.
 */
export function leastTrusted(origins: Iterable<Origin>): LessonOrigin {
  let rank = -1;
  for (const origin of origins) rank = Math.max(rank, originRank(origin));
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the only place that makes one
  return (ORIGINS[rank] ?? 'external') as LessonOrigin;
}

/** An origin that was written down before; what no version of ours wrote is from outside. */
export function readOrigin(text: string): Origin {
  return ORIGINS.find((origin) => origin === text) ?? 'external';
}
