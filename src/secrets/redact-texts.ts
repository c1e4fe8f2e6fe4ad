// Texts with every secret and piece of personal data replaced; redacting the result again changes nothing.
import { findSecrets } from './find-secrets.ts';
import type { SecretSpan } from './replace-spans.ts';
import { replaceSpans } from './replace-spans.ts';
import { oneOf } from './rules/one-of.ts';

/** A replacement can bring a new match to light (what stood beside it is now beside a border); more rounds than this are an attack. */
const MAX_ROUNDS = 6;

/** Shorter values are words elsewhere. */
const MIN_KNOWN_LENGTH = 8;
/** Longer ones are found where they stand only: looking for one takes time that grows with its length. */
const MAX_KNOWN_LENGTH = 1_024;
/** More different secrets than a session holds; what comes after them is replaced only where it stands beside its name. */
const MAX_KNOWN = 2_000;

/**
 * Secrets and personal data replaced. The texts belong together: a value that is a secret in one of them, because its
 * name stands beside it, is one in all of them.
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
  const known = new Map<string, SecretSpan>();
  const result = [...texts];
  let open = [...texts.keys()];
  for (let round = 0; round < MAX_ROUNDS && open.length > 0; round += 1) {
    const spans = await findSecrets(open.map((index) => result[index] ?? ''));
    const changed: number[] = [];
    for (const [position, index] of open.entries()) {
      const found = (spans[position] ?? []).filter(isWanted);
      if (found.length === 0) continue;
      for (const span of found) remember(known, (result[index] ?? '').slice(span.start, span.end), span);
      result[index] = replaceSpans(result[index] ?? '', found);
      changed.push(index);
    }
    open = changed;
  }
  for (const index of open) result[index] = '<secret:text>';
  return known.size === 0 ? result : replaceKnown(result, known);
}

/** A value that means the same wherever it stands: no word, no number, no text of several lines. */
function remember(known: Map<string, SecretSpan>, value: string, span: SecretSpan): void {
  if (
    span.kind !== 'secret' ||
    value.length < MIN_KNOWN_LENGTH ||
    value.length > MAX_KNOWN_LENGTH ||
    known.size >= MAX_KNOWN
  )
    return;
  if (
    /^(?:[a-z]+|[A-Z]?[a-z]+|[\d.:-]+)$|\n/.test(value) ||
    (/^[\w.-]+$/.test(value) && /secret|passw|token|api_?key/i.test(value))
  )
    return;
  known.set(value, known.get(value) ?? span);
}

function replaceKnown(texts: readonly string[], known: ReadonlyMap<string, SecretSpan>): readonly string[] {
  const literals = [...known.keys()].sort((a, b) => b.length - a.length || (a < b ? -1 : 1));
  const pattern = new RegExp(oneOf(literals), 'g');
  return texts.map((text) => {
    const spans: SecretSpan[] = [];
    for (const { 0: value, index } of text.matchAll(pattern)) {
      const span = known.get(value);
      if (span !== undefined) spans.push({ ...span, start: index, end: index + value.length });
    }
    return replaceSpans(text, spans);
  });
}
