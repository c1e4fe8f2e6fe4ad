// The commit message of a change and its trailers: the only place that knows their form. Printing and parsing are
// inverse, and `git interpret-trailers --parse` reads the same trailers.
// It lives here and not in store/, because the guard must scan the exact bytes of a message before a store sees it.
import type { ChangeType } from './change.ts';
import { readOrigin, type Origin } from './origin.ts';

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
const MAX_SUBJECT_LENGTH = 72;

/** The trailers of a commit that takes a decision back, or takes that back again (memory.md, "Deciding"). */
export interface UndoTrailers {
  /** Id of the change. */
  readonly id: string;
  /** `<project folder>/<playbook id>`. */
  readonly playbook: string;
  readonly run: string;
  /** Where the change stands now: `accepted` and `edited` when an undo is taken back. */
  readonly verdict: 'undone' | 'accepted' | 'edited';
  /** Full id of the commit that is taken back. */
  readonly undoes: string;
  /** Keys of the sessions that count for nothing from now on. */
  readonly withdraws: readonly string[];
  /** Keys of the sessions that count again. */
  readonly restores: readonly string[];
  /** `Name <email>`. */
  readonly reviewer: string;
}

/** What stands before the reviewer's words in an undo's message. */
const REASON_LINE = 'The reason given:';

export interface UndoMessage {
  /** Subject of what is taken back, such as `Add pitfall: run bun directly`. */
  readonly subject: string;
  /** Why, in the reviewer's words; may be empty. */
  readonly reason: string;
  readonly trailers: UndoTrailers;
}

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
      (one) => `Dream-Evidence: ${oneLine(one.format)} ${encodeId(one.session)}#${one.turn} sha256:${one.hash}`,
    ),
    '',
  ].join('\n');
}

/**
 * The same message with who decided added to its trailers.
 * @param verdict `accepted`, or `edited` when it was accepted with other words; `undone` for an undo
 * @param reviewer `Name <email>`
 * @param trusted whether they wanted it although it was quarantined or of high impact
 */
export function addDecision(
  message: string,
  verdict: 'accepted' | 'edited' | 'undone',
  reviewer: string,
  trusted = false,
): string {
  const named = trusted ? '\nDream-Trusted: by its id' : '';
  return `${message.trimEnd()}\nDream-Decision: ${verdict}${named}\nReviewed-by: ${oneLine(reviewer)}\n`;
}

/**
 * Prints the message of an undo, so that `git log --oneline` reads as a story: `Undo: add pitfall: run bun directly`, and
 * `Redo: add pitfall: run bun directly` when the undo is taken back.
 */
export function printUndoMessage({ subject, reason, trailers }: UndoMessage): string {
  const why = reason.trim() === '' ? [] : [REASON_LINE, ...reason.trim().split('\n').map(indented)];
  return [
    undoSubject(subject, trailers.verdict),
    '',
    `Takes back commit ${trailers.undoes}.`,
    ...why,
    '',
    `Dream-Change-Id: ${trailers.id}`,
    `Dream-Playbook: ${oneLine(trailers.playbook)}`,
    `Dream-Run: ${oneLine(trailers.run)}`,
    `Dream-Decision: ${trailers.verdict}`,
    `Dream-Undoes: ${trailers.undoes}`,
    ...trailers.withdraws.map((session) => `Dream-Withdraws: ${encodeId(session)}`),
    ...trailers.restores.map((session) => `Dream-Restores: ${encodeId(session)}`),
    `Reviewed-by: ${oneLine(trailers.reviewer)}`,
    '',
  ].join('\n');
}

/** @param subject of the commit that is taken back, itself an undo or not */
export function undoSubject(subject: string, verdict: UndoTrailers['verdict']): string {
  const plain = oneLine(subject).replace(/^(?:Undo|Redo): /, '');
  return fitSubject(`${verdict === 'undone' ? 'Undo' : 'Redo'}: ${lowerFirst(plain)}`);
}

/** A subject in the length git likes, cut between words. */
export function fitSubject(subject: string): string {
  const line = subject.replaceAll('`', '').replaceAll(/\s+/g, ' ');
  if (line.length <= MAX_SUBJECT_LENGTH) return line;
  const cut = line.slice(0, MAX_SUBJECT_LENGTH - 1);
  return `${cut.slice(0, Math.max(cut.lastIndexOf(' '), MAX_SUBJECT_LENGTH - 20))}…`;
}

/** A title as it reads within a sentence: names and abbreviations keep their letters. */
export function lowerFirst(title: string): string {
  return /^[A-Z][a-z]/.test(title) ? title.slice(0, 1).toLowerCase() + title.slice(1) : title;
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
    evidence.push({
      format: match[1] ?? '',
      session: decodeId(match[2] ?? ''),
      turn: Number(match[3]),
      hash: match[4] ?? '',
    });
  }
  return {
    change: change as ChangeType,
    id,
    playbook: one('Dream-Playbook'),
    run: one('Dream-Run'),
    engine: one('Dream-Engine'),
    trust: readOrigin(one('Dream-Trust')),
    sessions: Number(support?.[1] ?? 0),
    days: Number(support?.[2] ?? 0),
    evidence,
    supersedes: one('Dream-Supersedes') || null,
  };
}

/** The undo a message describes, without its subject; null when it is not one of ours or its trailers were damaged. */
export function parseUndoMessage(message: string): Omit<UndoMessage, 'subject'> | null {
  const all = parseTrailers(message);
  const one = (key: string): string => all.get(key)?.[0] ?? '';
  const verdict = one('Dream-Decision');
  if (verdict !== 'undone' && verdict !== 'accepted' && verdict !== 'edited') return null;
  if (!/^[0-9a-f]{8}$/.test(one('Dream-Change-Id')) || !/^(?:[0-9a-f]{40}|[0-9a-f]{64})$/.test(one('Dream-Undoes')))
    return null;
  const lines = message.trimEnd().split('\n');
  const trailers = lines.findLastIndex((line) => line.trim() === '');
  const reason = lines.indexOf(REASON_LINE);
  return {
    reason:
      reason === -1
        ? ''
        : lines
            .slice(reason + 1, trailers)
            .map(unindented)
            .join('\n')
            .trim(),
    trailers: {
      id: one('Dream-Change-Id'),
      playbook: one('Dream-Playbook'),
      run: one('Dream-Run'),
      verdict,
      undoes: one('Dream-Undoes'),
      withdraws: (all.get('Dream-Withdraws') ?? []).map(decodeId),
      restores: (all.get('Dream-Restores') ?? []).map(decodeId),
      reviewer: one('Reviewed-by'),
    },
  };
}

function unindented(line: string): string {
  return line.replace(/^ {2}/, '');
}

function indented(line: string): string {
  return `  ${line}`.trimEnd();
}

/**
 * An id that a log gave itself, percent-encoded but for letters, digits and a few marks: a git host acts on `@x`, `fixes #1`
 * and `owner/name#1` in a trailer as anywhere else, and a terminal on control characters.
 */
export function encodeId(id: string): string {
  return oneLine(id)
    .replaceAll(/\p{Cs}/gu, '\uFFFD')
    .replaceAll(/[^A-Za-z0-9._:+=~-]|(?<=\bgh)-(?=\d)/giu, (character) =>
      Array.from(
        new TextEncoder().encode(character),
        (byte) => `%${byte.toString(16).toUpperCase().padStart(2, '0')}`,
      ).join(''),
    );
}

/** The inverse of encodeId. What is no encoding stays as it is: messages were written without one before. */
function decodeId(encoded: string): string {
  try {
    return decodeURIComponent(encoded);
  } catch {
    return encoded;
  }
}

function oneLine(text: string): string {
  return text.replaceAll(/\s+/g, ' ').trim();
}
