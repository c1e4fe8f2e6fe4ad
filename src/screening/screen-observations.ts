// What was seen under other rules than today's, screened again: a ledger keeps what older versions took for harmless.
import type { Observation } from '../model/observation.ts';
import { redactSecrets } from '../secrets/index.ts';

/** Fields that name things of ours: they were screened as names, and change with nothing. */
const NAMES = new Set(['session', 'kind', 'origin', 'action', 'how', 'theme']);

/**
 * The observations without secrets; those that hold none are the same objects.
 * Rejects when the secret scanner fails; then none may be used.
 */
export async function screenObservations(observations: readonly Observation[]): Promise<readonly Observation[]> {
  const texts = new Set<string>();
  for (const one of observations) collect(one, texts);
  const before = [...texts];
  const after = await redactSecrets(before);
  const changed = new Map(before.flatMap((text, index) => (after[index] === text ? [] : [[text, after[index] ?? '']])));
  if (changed.size === 0) return observations;
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the same shape, with other texts
  return observations.map((one) => replaceIn(one, changed) as Observation);
}

function collect(value: unknown, texts: Set<string>): void {
  if (typeof value === 'string') texts.add(value);
  else if (typeof value === 'object' && value !== null)
    for (const [name, one] of Object.entries(value)) if (!NAMES.has(name)) collect(one, texts);
}

function replaceIn(value: unknown, changed: ReadonlyMap<string, string>): unknown {
  if (typeof value === 'string') return changed.get(value) ?? value;
  if (Array.isArray(value)) return value.map((one) => replaceIn(one, changed));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, one]) => [name, NAMES.has(name) ? one : replaceIn(one, changed)]),
  );
}
