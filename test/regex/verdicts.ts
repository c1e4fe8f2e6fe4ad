// What is known of each regular expression, kept from one proof to the next: proving all takes a quarter of an hour.
import { createHash } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { check } from 'recheck';
import { boundOf } from './bounds.ts';
import type { Regex } from './collect.ts';
import { SIZE, slowest } from './measure.ts';

/**
 * - `linear`: recheck proved it, by its automaton.
 * - `searched`: recheck looked for an attack and found none (lookaround and back references are beyond its proof), and
 *   it took under 50 ms on every text made against it.
 * - `measured`: recheck has doubts or gave up, and it took under 50 ms on every text made against it, recheck's own attack
 *   included, at 64 kB or at the bound its callers keep (bounds.ts).
 */
export type Verdict = 'linear' | 'searched' | 'measured';

export type Answer = { readonly verdict: Verdict } | { readonly slow: string };

const FILE = join(import.meta.dirname, 'proved.json');

/** A short name of a regular expression and of the length it is measured at. */
export function nameOf(regex: Regex): string {
  const bound = boundOf(regex.source, regex.files);
  const text = `${regex.key} ${regex.flags.includes('g') ? 'g' : ''} ${bound ?? ''}`;
  return createHash('sha256').update(text).digest('hex').slice(0, 16);
}

export function readVerdicts(): ReadonlyMap<string, Verdict> {
  return new Map(Object.entries(JSON.parse(readFileSync(FILE, 'utf8')) as Record<string, Verdict>));
}

/** One line each, sorted, so that two people's proofs merge. */
export function writeVerdicts(verdicts: ReadonlyMap<string, Verdict>): void {
  const sorted = Object.fromEntries([...verdicts].sort(([a], [b]) => (a < b ? -1 : 1)));
  writeFileSync(FILE, `${JSON.stringify(sorted, null, 2)}\n`);
}

/** Asks recheck, and measures what it cannot prove. */
export async function prove(regex: Regex): Promise<Answer> {
  const found = await check(regex.source, regex.flags.replaceAll(/[gd]/g, ''), {
    timeout: 6_000,
    attackTimeout: 200,
    // The attack is tried here instead.
    recallTimeout: -1,
  });
  const proved = found.status === 'safe' && found.checker === 'automaton';
  // Going through a text with `g` begins anew after each match, which no proof of one search covers.
  if (proved && !(regex.flags.includes('g') && /\(\?|[*+]|,\}/.test(regex.source))) return { verdict: 'linear' };
  const attacks =
    found.status === 'vulnerable'
      ? found.attack.pumps.flatMap(({ prefix, pump }) => [pump, prefix + pump]).filter((text) => text !== '')
      : [];
  const slow = measure(regex, attacks);
  if (slow !== null) return { slow };
  return { verdict: proved ? 'linear' : found.status === 'safe' ? 'searched' : 'measured' };
}

/** @returns null when it is fast enough, else on what it was not */
export function measure(regex: Regex, attacks: readonly string[] = []): string | null {
  const size = boundOf(regex.source, regex.files) ?? SIZE;
  const { ms, text, fast } = slowest(new RegExp(regex.source, regex.flags), attacks, Math.min(size, SIZE));
  return fast ? null : `${Math.round(ms)} ms of ${size} characters of ${JSON.stringify(text.slice(0, 30))}`;
}
