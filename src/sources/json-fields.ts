// Reads fields of JSON that nobody vouches for: a missing or wrongly typed field is just absent, never an error.
// Only own properties count, so no key of a log can reach a prototype.

export type JsonObject = Readonly<Record<string, unknown>>;

/** The value as an object, null when it is anything else (arrays included). */
export function asObject(value: unknown): JsonObject | null {
  return isObject(value) ? value : null;
}

function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The value as an array, empty when it is anything else. */
export function asArray(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

/** A field of an object, undefined when the value has no such own field. */
export function field(value: unknown, key: string): unknown {
  const object = asObject(value);
  return object !== null && Object.hasOwn(object, key) ? object[key] : undefined;
}

/** A field that holds an object, else null. */
export function objectField(value: unknown, key: string): JsonObject | null {
  return asObject(field(value, key));
}

/** A field that holds a string, else null. */
export function stringField(value: unknown, key: string): string | null {
  const found = field(value, key);
  return typeof found === 'string' ? found : null;
}

/** A field that holds a finite number, else null. */
export function numberField(value: unknown, key: string): number | null {
  const found = field(value, key);
  return typeof found === 'number' && Number.isFinite(found) ? found : null;
}

/** The first of several fields that holds a string with more than white space, else null. */
export function firstString(value: unknown, keys: readonly string[]): string | null {
  for (const key of keys) {
    const found = stringField(value, key);
    if (found !== null && found.trim() !== '') return found;
  }
  return null;
}

/** A JSON object inside a string (arguments of a tool call), or the object itself; null when it is neither. */
export function parseObject(value: unknown): JsonObject | null {
  if (typeof value !== 'string') return asObject(value);
  try {
    return asObject(JSON.parse(value));
  } catch {
    // A cut or invented argument string: the caller then has only its text.
    return null;
  }
}

/**
 * The text of a message's content: a string, or the text of its blocks joined by newlines.
 * @param types kinds of blocks that count as text
 */
export function contentText(content: unknown, types: ReadonlySet<string> = TEXT_TYPES): string {
  if (typeof content === 'string') return content;
  if (!Array.isArray(content)) return stringField(content, 'text') ?? '';
  const texts: string[] = [];
  for (const block of content) {
    if (typeof block === 'string') texts.push(block);
    else if (types.has(stringField(block, 'type') ?? 'text')) texts.push(stringField(block, 'text') ?? '');
  }
  return texts.join('\n');
}

const TEXT_TYPES: ReadonlySet<string> = new Set(['text', 'input_text', 'output_text']);

/** Longest description, in characters, and how deep it looks. */
const MAX_DESCRIPTION = 2_000;
const MAX_DEPTH = 4;

/** The arguments of a call as one short text: `key: value` pairs. Bounded in depth and length, because a log may nest without end. */
export function describeInput(value: unknown): string {
  const parts: string[] = [];
  let length = 0;
  const add = (text: string): void => {
    if (length < MAX_DESCRIPTION) parts.push(text);
    length += text.length;
  };
  const walk = (inner: unknown, depth: number): void => {
    if (length >= MAX_DESCRIPTION) return;
    if (typeof inner === 'string') add(inner.length > MAX_DESCRIPTION ? inner.slice(0, MAX_DESCRIPTION) : inner);
    else if (typeof inner !== 'object' || inner === null) add(String(inner));
    else if (depth === MAX_DEPTH) add('…');
    else {
      let first = true;
      for (const [key, item] of Object.entries(inner).slice(0, 100)) {
        if (length >= MAX_DESCRIPTION) return;
        if (!first) add(', ');
        first = false;
        if (!Array.isArray(inner)) add(`${key.slice(0, 100)}: `);
        walk(item, depth + 1);
      }
    }
  };
  walk(value, 0);
  return parts.join('').slice(0, MAX_DESCRIPTION);
}
