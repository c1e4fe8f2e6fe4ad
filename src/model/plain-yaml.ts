// YAML as data and nothing else: what comes with a clone may be hostile, so aliases, tags, directives, prototype keys and
// deep nesting are refused before the parser builds anything, and time stays linear in the length of the text.
import type { Document } from 'yaml';
import { isMap, isNode, isScalar, isSeq, Lexer, parseDocument } from 'yaml';

/** What is wrong, and where: line and column from 1. */
export interface YamlProblem {
  readonly line: number;
  readonly column: number;
  readonly words: string;
}

export type PlainYaml =
  | {
      readonly ok: true;
      /** Maps, lists, text, numbers, booleans and null; null for an empty text. */
      readonly value: unknown;
      /** Where a key or the item of a list stands; null when it is not there. */
      readonly placeOf: (path: readonly PropertyKey[]) => { readonly line: number; readonly column: number } | null;
    }
  | { readonly ok: false; readonly problems: readonly [YamlProblem, ...YamlProblem[]] };

/** Brackets within brackets; the parser recurses, and no file of ours needs more than three. */
const MAX_DEPTH = 32;
/** Lists and keys begin no further to the right than this: block nesting costs a column a level. */
const MAX_COLUMN = 200;
/** What no YAML file may hold (YAML 1.2.2, production c-printable), and the marks that the lexer puts between its tokens. */
// oxlint-disable-next-line no-control-regex -- control characters are what is looked for
const NOT_PRINTABLE = /[\0-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ufffe\uffff]|[\ud800-\udbff](?![\udc00-\udfff])/;
const FORBIDDEN_KEYS: ReadonlySet<string> = new Set(['__proto__', 'constructor', 'prototype']);

/**
 * Reads YAML 1.2 of the core schema. Never throws.
 * @param source at most some ten kB: callers cap it, because what is refused here is still read once
 */
export function readPlainYaml(source: string): PlainYaml {
  const fail = (...found: readonly { readonly offset: number; readonly words: string }[]): PlainYaml => {
    const [first, ...rest] = found.map(({ offset, words }) => ({ ...lineOf(source, offset), words }));
    return { ok: false, problems: [first ?? { line: 1, column: 1, words: 'cannot be read' }, ...rest] };
  };
  const refused = findRefused(source);
  if (refused !== null) return fail(refused);
  try {
    const document = parseDocument(source, {
      schema: 'core',
      version: '1.2',
      strict: true,
      // its own check compares every key with every other
      uniqueKeys: false,
      prettyErrors: false,
      logLevel: 'error',
    });
    const broken = [...document.errors, ...document.warnings];
    if (broken.length > 0) {
      return fail(
        ...broken.map(({ pos, code, message }) => ({
          offset: pos[0],
          words: code === 'MULTIPLE_DOCS' ? 'a second document begins here' : firstLine(message),
        })),
      );
    }
    const bad = findBadKey(document.contents);
    if (bad !== null) return fail(bad);
    const value: unknown = document.toJS({ maxAliasCount: 0 });
    const placeOf = (path: readonly PropertyKey[]): { line: number; column: number } | null => {
      const offset = offsetOf(document, path);
      return offset === null ? null : lineOf(source, offset);
    };
    return { ok: true, value: value ?? null, placeOf };
  } catch (error) {
    return fail({ offset: 0, words: `cannot be read as YAML: ${firstLine(String(error))}` });
  }
}

/** The first thing in the text that no file of ours may use; only reads tokens, so nothing is built from it. */
function findRefused(source: string): { readonly offset: number; readonly words: string } | null {
  const odd = NOT_PRINTABLE.exec(source);
  if (odd !== null) return { offset: odd.index, words: 'a control character is not allowed' };
  let [offset, depth, lineStart, previous] = [0, 0, 0, ''];
  for (const token of new Lexer().lex(source)) {
    // marks between tokens: the beginning of a document, of a scalar, the end of a flow; they stand for no text
    const isMark = token === '\u0002' || token === '\u001f' || token === '\u0018';
    const isText = previous === '\u001f';
    previous = token;
    if (isMark) continue;
    const first = isText ? '' : token.charAt(0);
    if (first === '*' || first === '&') return { offset, words: 'anchors and aliases are not allowed' };
    if (first === '!') return { offset, words: 'tags are not allowed' };
    if (first === '%') return { offset, words: 'directives are not allowed' };
    if (first === '[' || first === '{') depth += 1;
    if (first === ']' || first === '}') depth -= 1;
    const isFar = (token === '-' || token === '?' || token === ':') && !isText && offset - lineStart > MAX_COLUMN;
    if (depth > MAX_DEPTH || (isFar && depth === 0)) return { offset, words: 'it is nested too deeply' };
    offset += token.length;
    const lineEnd = token.lastIndexOf('\n');
    if (lineEnd !== -1) lineStart = offset - token.length + lineEnd + 1;
  }
  return null;
}

/** The first key that is given twice, is none, or would change what objects are. */
function findBadKey(node: unknown): { readonly offset: number; readonly words: string } | null {
  if (isSeq(node)) {
    for (const item of node.items) {
      const bad = findBadKey(item);
      if (bad !== null) return bad;
    }
  }
  if (!isMap(node)) return null;
  const seen = new Set<string>();
  for (const { key, value } of node.items) {
    const offset = startOf(key) ?? startOf(node) ?? 0;
    if (!isScalar(key)) return { offset, words: 'a key must be text' };
    const name = String(key.value);
    if (seen.has(name)) return { offset, words: `the key \`${name.slice(0, 80)}\` is given twice` };
    if (FORBIDDEN_KEYS.has(name)) return { offset, words: `the key \`${name}\` is not allowed` };
    seen.add(name);
    const bad = findBadKey(value);
    if (bad !== null) return bad;
  }
  return null;
}

/** Where a key (or the item of a list) starts in the source; of the nearest one above it where it is not there. */
function offsetOf(document: Document, path: readonly PropertyKey[]): number | null {
  let node: unknown = document.contents;
  let offset: number | null = null;
  for (const step of path) {
    if (isMap(node)) {
      const pair = node.items.find((item) => isScalar(item.key) && String(item.key.value) === String(step));
      offset = startOf(pair?.key) ?? offset;
      node = pair?.value;
    } else {
      const item: unknown = isSeq(node) ? node.items[Number(step)] : undefined;
      offset = startOf(item) ?? offset;
      node = item;
    }
  }
  return offset;
}

function startOf(node: unknown): number | null {
  return isNode(node) ? (node.range?.[0] ?? null) : null;
}

function lineOf(source: string, offset: number): { readonly line: number; readonly column: number } {
  const before = source.slice(0, offset);
  return { line: before.split('\n').length, column: offset - before.lastIndexOf('\n') };
}

function firstLine(message: string): string {
  return (message.split('\n')[0] ?? '').replace(/[.:]$/, '').slice(0, 300);
}
