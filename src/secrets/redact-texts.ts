// Texts with every secret and piece of personal data replaced; redacting the result again changes nothing.
import { findSecrets } from './find-secrets.ts';
import type { SecretSpan } from './replace-spans.ts';
import { replaceSpans } from './replace-spans.ts';

/** A replacement can bring a new match to light (what stood beside it is now beside a border); more rounds than this are an attack. */
const MAX_ROUNDS = 6;

/**
 * Secrets and personal data replaced.
 * @throws Error when the scanner fails; then nothing of the texts may be used
 */
export async function redactTexts(texts: readonly string[]): Promise<readonly string[]> {
  return redact(texts, () => true);
}

/**
 * Only what must never be written replaced, and what rules of one's own find: for what was screened before.
 * @throws Error when the scanner fails; then nothing of the texts may be used
 */
export async function redactSecrets(texts: readonly string[]): Promise<readonly string[]> {
  return redact(texts, ({ kind, id }) => kind === 'secret' || id.startsWith('personal:'));
}

async function redact(texts: readonly string[], isWanted: (span: SecretSpan) => boolean): Promise<readonly string[]> {
  const result = [...texts];
  let open = [...texts.keys()];
  for (let round = 0; round < MAX_ROUNDS && open.length > 0; round += 1) {
    const spans = await findSecrets(open.map((index) => result[index] ?? ''));
    const changed: number[] = [];
    for (const [position, index] of open.entries()) {
      const found = (spans[position] ?? []).filter(isWanted);
      if (found.length === 0) continue;
      result[index] = replaceSpans(result[index] ?? '', found);
      changed.push(index);
    }
    open = changed;
  }
  for (const index of open) result[index] = '<secret:text>';
  return result;
}
