// A playbook: one Markdown file about one recurring situation. Parsing never runs anything from the file, and
// printing what was parsed gives the same bytes: the raw front matter is kept and only named keys are replaced.
import matter from 'gray-matter';
import { z } from 'zod';
import type { PlainYaml } from './plain-yaml.ts';
import { readPlainYaml } from './plain-yaml.ts';

export const PLAYBOOK_KINDS = ['pitfall', 'preference', 'workflow', 'fact'] as const;
export type PlaybookKind = (typeof PLAYBOOK_KINDS)[number];

/** Hard cap of one playbook file, in bytes (memory.md). */
export const MAX_PLAYBOOK_BYTES = 8 * 1024;

/** How well a lesson is supported. Days are `YYYY-MM-DD`; empty when no session has a time. */
export interface Support {
  readonly sessions: number;
  readonly days: number;
  readonly people: number;
  readonly first: string;
  readonly last: string;
}

export interface Playbook {
  /** Path relative to the memory folder: `playbooks/<project>/<id>.md`. */
  readonly path: string;
  readonly id: string;
  readonly title: string;
  readonly kind: PlaybookKind;
  readonly project: string;
  readonly support: Support | null;
  readonly pinned: boolean;
  readonly owners: readonly string[];
  /** Everything up to the body, byte for byte: both fences and the raw YAML between them. */
  readonly head: string;
  /** The Markdown below the front matter, byte for byte. */
  readonly body: string;
}

export type Parsed<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly problem: string };

/** Ids are made by code from titles; Windows device names are refused where ids are made (text/slug.ts). */
const PLAYBOOK_ID = /^[a-z0-9](?:[a-z0-9-]{0,62}[a-z0-9])?$/;

const count = z.number().int().nonnegative();
const frontMatterSchema = z.looseObject({
  id: z.string().regex(PLAYBOOK_ID, 'must be lower case letters, digits and hyphens, at most 64'),
  title: z.string().min(1).max(200),
  kind: z.enum(PLAYBOOK_KINDS),
  project: z.string().min(1).max(200),
  support: z.object({ sessions: count, days: count, people: count, first: z.string(), last: z.string() }).optional(),
  pinned: z.boolean().optional(),
  owners: z.union([z.string(), z.array(z.string())]).optional(),
});

function refuseCode(): never {
  throw new Error('only plain YAML front matter is allowed');
}

/** A front matter that was read: gray-matter hands on only the object. */
interface FrontMatter {
  yaml: Extract<PlainYaml, { readonly ok: true }> | null;
}

/** How gray-matter reads one language; a stringify that throws, because nothing of ours is written by it. */
interface Engine {
  readonly parse: (source: string) => object;
  readonly stringify: () => never;
}

/** The engines of one parse: YAML alone; whatever else a file asks for throws, `---js` blocks above all, which gray-matter runs. */
function enginesFor(read: FrontMatter): Record<string, Engine> {
  const parse = (source: string): object => {
    const yaml = readPlainYaml(source);
    if (!yaml.ok) {
      const [{ line, column, words }] = yaml.problems;
      throw new Error(`line ${line}, column ${column}: ${words}`);
    }
    const { value } = yaml;
    if (typeof value !== 'object' || value === null || Array.isArray(value))
      throw new Error('front matter is not a map');
    read.yaml = yaml;
    return value;
  };
  const refused = { parse: refuseCode, stringify: refuseCode };
  return { yaml: { parse, stringify: refuseCode }, json: refused, js: refused, javascript: refused };
}

/**
 * Reads a playbook file.
 * @param text the file's text
 * @param path relative to the memory folder; only carried along
 * @returns the playbook, or in a few words what is wrong with the file
 */
export function parsePlaybook(text: string, path: string): Parsed<Playbook> {
  if (Buffer.byteLength(text) > MAX_PLAYBOOK_BYTES) return { ok: false, problem: 'larger than 8 kB' };
  // a byte order mark in front, as some editors write it, is part of the head
  if (!/^\ufeff?---\r?\n/.test(text)) return { ok: false, problem: 'does not start with a line `---`' };
  const unclosed = findBadEnd(text);
  if (unclosed !== null) return { ok: false, problem: unclosed };
  const read: FrontMatter = { yaml: null };
  try {
    // given options, gray-matter does not cache: a failed parse would come back as an empty one
    const file = matter(text, { engines: enginesFor(read), language: 'yaml' });
    const meta = frontMatterSchema.parse(file.data);
    const body = text.slice(text.length - file.content.length);
    return {
      ok: true,
      value: {
        path,
        id: meta.id,
        title: meta.title,
        kind: meta.kind,
        project: meta.project,
        support: meta.support ?? null,
        pinned: meta.pinned ?? false,
        owners: typeof meta.owners === 'string' ? [meta.owners] : (meta.owners ?? []),
        head: text.slice(0, text.length - file.content.length),
        body,
      },
    };
  } catch (error) {
    return { ok: false, problem: describeProblem(error, read) };
  }
}

/** What ends the front matter for gray-matter is any line that begins with `---`; for us and for every other reader it is `---` alone. */
function findBadEnd(text: string): string | null {
  const end = text.indexOf('\n---', 3);
  if (end === -1) return 'its front matter has no end: a line `---`';
  if (/^\n---[ \t]*(?:\r?\n|$)/.test(text.slice(end, end + 200))) return null;
  return `line ${text.slice(0, end + 1).split('\n').length}: the front matter must end with a line \`---\` and nothing else on it`;
}

function describeProblem(error: unknown, { yaml }: FrontMatter): string {
  if (error instanceof z.ZodError) {
    const issue = error.issues[0];
    if (issue === undefined) return 'invalid front matter';
    const name = issue.path.join('.');
    const place = yaml?.placeOf(issue.path) ?? null;
    // a key that is not there has no line
    if (place === null) return name === '' ? `front matter: ${issue.message}` : `\`${name}\` is missing`;
    return `line ${place.line}: \`${name}\`: ${issue.message}`;
  }
  return error instanceof Error ? error.message : String(error);
}

/** The file's text: the inverse of parsePlaybook, byte for byte. */
export function printPlaybook(playbook: Playbook): string {
  return playbook.head + playbook.body;
}

/** Makes a new playbook from its parts; the front matter is written in the order of memory.md. */
export function makePlaybook(parts: {
  readonly path: string;
  readonly id: string;
  readonly title: string;
  readonly kind: PlaybookKind;
  readonly project: string;
  readonly support: Support;
  readonly body: string;
}): Playbook {
  const head = [
    '---',
    `id: ${parts.id}`,
    `title: ${printScalar(parts.title)}`,
    `kind: ${parts.kind}`,
    `project: ${printScalar(parts.project)}`,
    printSupport(parts.support),
    '---',
    '',
  ].join('\n');
  return { ...parts, pinned: false, owners: [], head, body: parts.body };
}

/** The same playbook with new words and support; every other line of the front matter stays as it is. */
export function revisePlaybook(
  playbook: Playbook,
  next: { readonly title?: string; readonly body?: string; readonly support?: Support },
): Playbook {
  let head = playbook.head;
  if (next.title !== undefined) head = replaceKey(head, 'title', `title: ${printScalar(next.title)}`);
  if (next.support !== undefined) head = replaceKey(head, 'support', printSupport(next.support));
  return {
    ...playbook,
    head,
    title: next.title ?? playbook.title,
    support: next.support ?? playbook.support,
    body: next.body ?? playbook.body,
  };
}

/** The file's text without its `support` numbers: what a change id is made of, because numbers churn. */
export function printWithoutSupport(playbook: Playbook): string {
  return replaceKey(playbook.head, 'support', null) + playbook.body;
}

function printSupport(support: Support): string {
  const { sessions, days, people, first, last } = support;
  return `support: { sessions: ${sessions}, days: ${days}, people: ${people}, first: ${JSON.stringify(first)}, last: ${JSON.stringify(last)} }`;
}

/** A YAML scalar on one line: plain where that is safe, else double-quoted (JSON strings are YAML strings, but for some control characters). */
function printScalar(value: string): string {
  const plain =
    /^[A-Za-z0-9][^\p{C}\p{Zl}\p{Zp}#:{}[\],&*!|>'"%@`\\]*$/u.test(value) &&
    !/^(?:true|false|null|yes|no|on|off)$/i.test(value);
  if (plain && value === value.trim() && !/^[\d.+-]/.test(value)) return value;
  return JSON.stringify(value).replaceAll(
    /[\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}

/** Replaces the lines of one top-level key (and what is indented below it), or removes them; appends the key when absent. */
function replaceKey(head: string, key: string, replacement: string | null): string {
  const lines = head.split('\n');
  const start = lines.findIndex((line) => line.startsWith(`${key}:`));
  if (start === -1) {
    if (replacement === null) return head;
    const fence = lines.findIndex((line, index) => index > 0 && line.trimEnd() === '---');
    lines.splice(fence === -1 ? lines.length : fence, 0, replacement);
    return lines.join('\n');
  }
  let end = start + 1;
  while (end < lines.length && /^[ \t]+\S/.test(lines[end] ?? '')) end += 1;
  lines.splice(start, end - start, ...(replacement === null ? [] : [replacement]));
  return lines.join('\n');
}
