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
