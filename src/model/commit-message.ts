// The commit message of a change and its trailers: the only place that knows their form. Printing and parsing are
// inverse, and `git interpret-trailers --parse` reads the same trailers.
// It lives here and not in store/, because the guard must scan the exact bytes of a message before a store sees it.
import type { ChangeType } from './change.ts';
import type { Origin } from './origin.ts';

export interface EvidenceTrailer {
  readonly format: string;
  readonly session: string;
  readonly turn: number;
  /** sha256 of the quote's text, hex. */
  readonly hash: string;
}

/** The trailers of a change's commit (memory.md, "Changes and commits"). */
export interface ChangeTrailers {
  readonly change: ChangeType;
  readonly id: string;
  /** `<project folder>/<playbook id>`. */
  readonly playbook: string;
  readonly run: string;
  readonly engine: string;
  readonly trust: Origin;
  readonly sessions: number;
  readonly days: number;
  readonly evidence: readonly EvidenceTrailer[];
  readonly supersedes: string | null;
}

export interface CommitMessage {
  readonly subject: string;
  /** Lines of the body, unindented prose; quoted lines are indented by the caller. */
  readonly body: readonly string[];
  readonly trailers: ChangeTrailers;
}

/** Longest subject line, in characters. */
export const MAX_SUBJECT_LENGTH = 72;

/** Prints a message. Body lines that could end the body early (`---`, a line that looks like a trailer) are indented. */
export function printCommitMessage(message: CommitMessage): string {
  const { trailers } = message;
  const body = message.body.map((line) => (/^(?:---|[A-Za-z][A-Za-z-]*:)/.test(line) ? `  ${line}` : line));
  return [
    oneLine(message.subject).slice(0, MAX_SUBJECT_LENGTH),
    '',
    ...body,
    '',
    `Dream-Change: ${trailers.change}`,
    `Dream-Change-Id: ${trailers.id}`,
    `Dream-Playbook: ${trailers.playbook}`,
    `Dream-Run: ${trailers.run}`,
    `Dream-Engine: ${trailers.engine}`,
    `Dream-Trust: ${trailers.trust}`,
    `Dream-Support: ${trailers.sessions} sessions, ${trailers.days} days`,
    ...(trailers.supersedes === null ? [] : [`Dream-Supersedes: ${trailers.supersedes}`]),
    ...trailers.evidence.map(
      (one) => `Dream-Evidence: ${oneLine(one.format)} ${oneLine(one.session)}#${one.turn} sha256:${one.hash}`,
    ),
    '',
  ].join('\n');
}

/**
 * The same message with who decided added to its trailers.
 * @param verdict `accepted`, or `edited` when it was accepted with other words; `undone` for an undo
 * @param reviewer `Name <email>`
 */
export function addDecision(message: string, verdict: 'accepted' | 'edited' | 'undone', reviewer: string): string {
  return `${message.trimEnd()}\nDream-Decision: ${verdict}\nReviewed-by: ${oneLine(reviewer)}\n`;
}

/** All trailers of a message in order: the `Key: value` lines of its last paragraph. */
export function parseTrailers(message: string): ReadonlyMap<string, readonly string[]> {
  const paragraph =
    message
      .trimEnd()
      .split(/\n[ \t]*\n/)
      .at(-1) ?? '';
  const found = new Map<string, string[]>();
  for (const line of paragraph.split('\n')) {
    const match = /^([A-Za-z][A-Za-z-]*): (.*)$/.exec(line);
    if (match?.[1] === undefined || match[2] === undefined) continue;
    found.set(match[1], [...(found.get(match[1]) ?? []), match[2].trim()]);
  }
  return found;
}

const CHANGE_TYPES: readonly string[] = ['add', 'revise', 'merge', 'retire'] satisfies ChangeType[];

/** The change a message describes; null when it is not a commit of ours or its trailers were damaged. */
export function parseChangeTrailers(message: string): ChangeTrailers | null {
  const all = parseTrailers(message);
  const one = (key: string): string => all.get(key)?.[0] ?? '';
  const change = one('Dream-Change');
  const support = /^(\d+) sessions, (\d+) days$/.exec(one('Dream-Support'));
  const id = one('Dream-Change-Id');
  if (!CHANGE_TYPES.includes(change) || !/^[0-9a-f]{8}$/.test(id) || one('Dream-Playbook') === '') return null;
  const evidence: EvidenceTrailer[] = [];
  for (const line of all.get('Dream-Evidence') ?? []) {
    const match = /^(\S+) (.+)#(\d+) sha256:([0-9a-f]{64})$/.exec(line);
    if (match === null) continue;
    evidence.push({ format: match[1] ?? '', session: match[2] ?? '', turn: Number(match[3]), hash: match[4] ?? '' });
  }
  return {
    change: change as ChangeType,
    id,
    playbook: one('Dream-Playbook'),
    run: one('Dream-Run'),
    engine: one('Dream-Engine'),
    trust: (one('Dream-Trust') || 'external') as Origin,
    sessions: Number(support?.[1] ?? 0),
    days: Number(support?.[2] ?? 0),
    evidence,
    supersedes: one('Dream-Supersedes') || null,
  };
}

function oneLine(text: string): string {
  return text.replaceAll(/\s+/g, ' ').trim();
}
