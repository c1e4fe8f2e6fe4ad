// Reads a playbook in the form in which this program writes it, without any library: most files are like that, and the
// libraries cost a command more time to load than all else it does. Anything else is for parsePlaybook, which answers
// the same for every text that is read here.
import type { Playbook, PlaybookKind, Support } from './playbook.ts';

const KINDS: ReadonlySet<string> = new Set(['pitfall', 'preference', 'workflow', 'fact'] satisfies PlaybookKind[]);
/** Above it only parsePlaybook may say what is wrong. */
const MAX_BYTES = 8 * 1024;

const ID = /^[a-z](?:[a-z0-9-]{0,62}[a-z0-9])?$/;
/** Text that YAML takes as it stands: it begins with a letter, so it is no number, and none of its characters means anything. */
const PLAIN = /^\p{L}(?:[\p{L}\p{N} ()./;<=?^_~+$-]*[\p{L}\p{N}().;<=?^_~+$-])?$/u;
/** Words that are no text in YAML's core schema. */
const NOT_TEXT = /^(?:true|false|null)$/i;
/** Quoted text whose only escapes are those that JSON and YAML share. */
const QUOTED = /^"(?:(?!["\\])[\p{L}\p{N}\p{P}\p{S} ]|\\["\\])*"$/u;
const SUPPORT =
  /^\{ sessions: (0|[1-9]\d{0,8}), days: (0|[1-9]\d{0,8}), people: (0|[1-9]\d{0,8}), first: "([\d-]*)", last: "([\d-]*)" \}$/;

/** @returns null for what is not in that form, which is not to say that it is wrong */
export function readWrittenPlaybook(text: string, path: string): Playbook | null {
  if (!text.startsWith('---\n') || Buffer.byteLength(text) > MAX_BYTES) return null;
  const values = new Map<string, string>();
  let at = 4;
  for (;;) {
    const end = text.indexOf('\n', at);
    if (end === -1) return null;
    const line = text.slice(at, end);
    at = end + 1;
    if (line === '---') break;
    const [, key = '', value = ''] = /^([a-z]+): (.+)$/.exec(line) ?? [];
    if (!['id', 'title', 'kind', 'project', 'support', 'pinned'].includes(key) || values.has(key)) return null;
    values.set(key, value);
  }
  const id = values.get('id') ?? '';
  const title = readText(values.get('title'));
  const kind = values.get('kind') ?? '';
  const project = readText(values.get('project'));
  const pinned = values.get('pinned') ?? 'false';
  const given = values.get('support');
  const support = given === undefined ? null : readSupport(given);
  if (!ID.test(id) || NOT_TEXT.test(id) || !isKind(kind) || title === null || project === null) return null;
  if ((given !== undefined && support === null) || (pinned !== 'true' && pinned !== 'false')) return null;
  const [head, body] = [text.slice(0, at), text.slice(at)];
  return { path, id, title, kind, project, support, pinned: pinned === 'true', owners: [], head, body };
}

function readText(value: string | undefined): string | null {
  if (value === undefined) return null;
  const text = QUOTED.test(value) ? value.slice(1, -1).replaceAll(/\\(["\\])/g, '$1') : value;
  if (text === value && (!PLAIN.test(value) || NOT_TEXT.test(value))) return null;
  return text.length >= 1 && text.length <= 200 ? text : null;
}

function readSupport(value: string): Support | null {
  const match = SUPPORT.exec(value);
  if (match === null) return null;
  const [sessions = 0, days = 0, people = 0] = match.slice(1, 4).map(Number);
  return { sessions, days, people, first: match[4] ?? '', last: match[5] ?? '' };
}

function isKind(kind: string): kind is PlaybookKind {
  return KINDS.has(kind);
}
