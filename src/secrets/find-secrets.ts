// Finds secrets and personal data in texts: secretlint and our own rules over normalised, decoded views of them.
// What is found in a text depends on that text alone, never on what it was scanned together with.
import type { View } from './normalise.ts';
import { lastAtMost } from './normalise.ts';
import { findWithOwnRules, isAllowed } from './own-redaction.ts';
import type { SecretSpan } from './replace-spans.ts';
import { findPlaceholders } from './replace-spans.ts';
import type { Range } from './rule.ts';
import { matchRule } from './rule.ts';
import { rulesFor } from './rules/index.ts';
import { findWithSecretlint } from './secretlint.ts';
import type { Reading } from './views.ts';
import { readingsOf } from './views.ts';

/** Longest piece scanned at once; longer texts are cut into pieces that overlap. In UTF-16 code units. */
const PIECE_LENGTH = 65_536;
/** Longer than the longest secret looked for, a private key of 16,000 characters. */
const OVERLAP = 17_000;
/** So much is scanned in one go. In UTF-16 code units. */
const BATCH_LENGTH = 262_144;
/** Between the views of a batch: no rule matches a NUL, and a line begins after it. */
const SEPARATOR = '\n\0\n';

const NOWHERE: Range = { start: 0, end: 0 };

interface Owned extends View {
  /** Index of the text it is a view of. */
  readonly owner: number;
  readonly wanted: Reading['wanted'];
}

interface Found extends SecretSpan {
  /** Lower names the merged span. */
  readonly rank: number;
}

/**
 * Secrets and personal data in each text, as sorted spans that do not overlap.
 * @throws Error when the scanner fails; then nothing of the texts may be used
 */
export async function findSecrets(texts: readonly string[]): Promise<readonly (readonly SecretSpan[])[]> {
  const found: Found[][] = texts.map(() => []);
  const batches = { all: new Batch(found), secrets: new Batch(found), personal: new Batch(found) };
  for (const [owner, text] of texts.entries()) {
    for (const view of viewsOf(text, owner)) await batches[view.wanted].add(view);
  }
  for (const batch of Object.values(batches)) await batch.flush();
  return found.map((spans, index) => {
    const text = texts[index] ?? '';
    return settle(
      spans.filter((span) => !isAllowed(text.slice(span.start, span.end), span)),
      text,
    );
  });
}

/** The text in pieces, each as it is (normalised) and as what its encodings say. */
function* viewsOf(text: string, owner: number): Generator<Owned> {
  // shorter than any secret we know of: `a@b.io`
  if (text.length < 6) return;
  for (let offset = 0; ; offset += PIECE_LENGTH - OVERLAP) {
    const piece = text.length <= PIECE_LENGTH ? text : text.slice(offset, offset + PIECE_LENGTH);
    const isLast = offset + PIECE_LENGTH >= text.length;
    for (const reading of readingsOf(piece)) {
      yield {
        owner,
        wanted: reading.wanted,
        text: reading.text,
        toSource: (start, end) => {
          const range = reading.toSource(start, end);
          // at a cut a match may be the end of something else: the neighbour piece sees it whole
          if (offset > 0 && range.start === 0 && range.end < OVERLAP) return NOWHERE;
          if (!isLast && range.end === piece.length && range.start > piece.length - OVERLAP) return NOWHERE;
          return { start: range.start + offset, end: range.end + offset };
        },
      };
    }
    if (isLast) return;
  }
}

/** Views that are scanned in one go. */
class Batch {
  readonly #found: Found[][];
  #views: Owned[] = [];
  #length = 0;

  constructor(found: Found[][]) {
    this.#found = found;
  }

  async add(view: Owned): Promise<void> {
    this.#views.push(view);
    this.#length += view.text.length;
    if (this.#length >= BATCH_LENGTH) await this.flush();
  }

  #take(view: Owned, span: Found): void {
    const range = view.toSource(span.start, span.end);
    if (range.end > range.start) this.#found[view.owner]?.push({ ...span, ...range });
  }

  async flush(): Promise<void> {
    const views = this.#views;
    this.#views = [];
    this.#length = 0;
    for (const view of views) {
      for (const span of findWithOwnRules(view.text, view.wanted)) this.#take(view, { ...span, rank: -2 });
    }
    if (views.length > 0) await scanBatch(views, this.#found);
  }
}

/** Scans views joined; should a match reach over a border between two, scans each alone instead. */
async function scanBatch(batch: readonly Owned[], found: Found[][]): Promise<void> {
  const starts: number[] = [];
  let length = SEPARATOR.length;
  for (const view of batch) {
    starts.push(length);
    length += view.text.length + SEPARATOR.length;
  }
  const joined = `${SEPARATOR}${batch.map((view) => view.text).join(SEPARATOR)}${SEPARATOR}`;
  const spans = await scan(toOneByte(joined), batch[0]?.wanted ?? 'all');
  const placed: { view: Owned; start: number; span: Found }[] = [];
  for (const span of spans) {
    const at = lastAtMost(starts, span.start);
    const view = batch[at];
    const start = starts[at];
    if (view === undefined || start === undefined) continue;
    if (span.end > start + view.text.length) {
      if (batch.length === 1) {
        placed.push({ view, start, span: { ...span, end: start + view.text.length } });
        continue;
      }
      for (const alone of batch) await scanBatch([alone], found);
      return;
    }
    placed.push({ view, start, span });
  }
  for (const { view, start, span } of placed) {
    const range = view.toSource(span.start - start, span.end - start);
    if (range.end > range.start) found[view.owner]?.push({ ...span, start: range.start, end: range.end });
  }
}

/** The text with what is beyond Latin-1, of which no rule speaks, as `¤`: so it takes one byte a letter and half the time. */
function toOneByte(text: string): string {
  return Buffer.from(text.replaceAll(/[\u0100-\uffff]/g, '¤'), 'latin1').toString('latin1');
}

async function scan(text: string, wanted: Reading['wanted']): Promise<readonly Found[]> {
  const found: Found[] = [];
  if (wanted !== 'personal') for (const span of await findWithSecretlint(text)) found.push({ ...span, rank: -1 });
  for (const { rule, rank } of rulesFor(text, wanted)) {
    for (const { start, end } of matchRule(rule, text)) found.push({ start, end, id: rule.id, kind: rule.kind, rank });
  }
  return found;
}

/** Sorted spans without overlaps and without the placeholders that stood there before. */
function settle(found: readonly Found[], text: string): readonly SecretSpan[] {
  if (found.length === 0) return [];
  const taken = findPlaceholders(text);
  const free = taken.length === 0 ? found : found.flatMap((span) => without(span, taken, text));
  const secrets = merge(free.filter((span) => span.kind === 'secret'));
  // `name:password@host` is also the form of an address: beside a secret the secret counts
  const starts = secrets.map((secret) => secret.start);
  const isApart = (span: Range): boolean => (secrets[lastAtMost(starts, span.end - 1)]?.end ?? 0) <= span.start;
  const personal = merge(free.filter((span) => span.kind === 'personal' && isApart(span)));
  return [...secrets, ...personal]
    .toSorted((a, b) => a.start - b.start)
    .map(({ start, end, id, kind }) => ({ start, end, id, kind }));
}

/** The union of the spans; where several overlap, the lowest rank names it. */
function merge(spans: readonly Found[]): readonly Found[] {
  const merged: Found[] = [];
  for (const span of spans.toSorted((a, b) => a.start - b.start || a.end - b.end || a.rank - b.rank)) {
    const last = merged.at(-1);
    if (last === undefined || span.start >= last.end) {
      merged.push(span);
    } else {
      const named = span.rank < last.rank ? span : last;
      merged[merged.length - 1] = { ...named, start: last.start, end: Math.max(last.end, span.end) };
    }
  }
  return merged;
}

/** The parts of a span outside the taken ranges that hold any letter or digit. */
function without(span: Found, taken: readonly Range[], text: string): readonly Found[] {
  const parts: Found[] = [];
  let start = span.start;
  for (const range of taken) {
    if (range.end <= start) continue;
    if (range.start >= span.end) break;
    if (range.start > start) parts.push({ ...span, start, end: range.start });
    start = range.end;
  }
  if (start < span.end) parts.push({ ...span, start });
  return parts.filter((part) => /[\p{L}\p{N}]/u.test(text.slice(part.start, part.end)));
}
