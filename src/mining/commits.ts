// The form of the commit messages that were written: prefix, case, body, trailers. The words themselves are of one task.
import type { CommitObservation } from '../model/observation.ts';
import type { ScreenedSession } from '../model/session.ts';
import type { Miner } from './miner.ts';
import { quoteOf } from './quotes.ts';

/** `git commit` with what it is told; only so much of a line is looked into. */
const COMMIT = /\bgit(?:\s+-[cC]\s+\S+)*\s+commit\b/;
const MAX_LOOK = 4_000;
/** The message, as agents hand it over: a here-document, or the first `-m` with its quotes. */
const HERE_DOCUMENT = /<<-?\s?(["']?)([A-Za-z_]\w{0,30})\1[ \t]*\n([^]{1,3000}?)\n\s*\2(?=\s|["')]|$)/;
const DOUBLE_QUOTED = /\s(?:-[a-z]*m|--message)[ =]?"((?:[^"\\]|\\.){1,2000})"/;
const SINGLE_QUOTED = /\s(?:-[a-z]*m|--message)[ =]?'([^']{1,2000})'/;
/** `feat: …`, `fix(web)!: …` of Conventional Commits 1.0, `TEAM-12: …`, `[docs] …`. */
const PREFIX = /^(\[[\w./ -]{1,24}\]|[A-Za-z][\w./-]{0,23}(?:\([\w.,/ @-]{1,32}\))?!?:)\s/;
const TRAILER = /^([A-Z][A-Za-z]{1,20}(?:-[A-Za-z]{1,20}){1,3}): \S/;
/** Types that the specification and its common presets name (conventionalcommits.org 1.0, @commitlint/config-conventional). */
export const CONVENTIONAL_TYPES: ReadonlySet<string> = new Set(
  'build chore ci docs feat fix perf refactor revert style test'.split(' '),
);
/** Most commits kept of one session. */
const MAX_COMMITS = 20;

export const commitMiner: Miner = { name: 'commits', observe: observeCommits };

function observeCommits(session: ScreenedSession): readonly CommitObservation[] {
  const found: CommitObservation[] = [];
  for (const turn of session.turns) {
    if (found.length >= MAX_COMMITS) break;
    if (turn.kind !== 'call' || turn.command === null || turn.status !== 'ok' || turn.commandOrigin === 'external')
      continue;
    const message = messageIn(turn.command.slice(0, MAX_LOOK));
    if (message === null) continue;
    const lines = message.split('\n').map((line) => line.trim());
    const [subject = '', ...rest] = lines;
    const prefix = PREFIX.exec(`${subject} `)?.[1] ?? '';
    const trailers = rest.flatMap((line) => TRAILER.exec(line)?.[1] ?? []);
    const outside = prefix !== '' && isFromOutside(prefix, session, turn.index);
    found.push({
      kind: 'commit',
      session: session.key,
      project: session.project,
      key: 'commit',
      origin: outside ? 'external' : 'observed',
      quotes: [quoteOf(turn.index, 'observed', subject)],
      prefix: prefix.replaceAll(/\d+/g, '<n>'),
      capital: /^\p{Lu}/u.test(subject.slice(prefix.length).trim()),
      length: subject.length,
      body: rest.some((line) => line !== '' && !TRAILER.test(line)),
      trailers: [...new Set(trailers)],
    });
  }
  return found;
}

/** Whether a text from outside had named the prefix before the agent used it, and no person had. */
function isFromOutside(prefix: string, session: ScreenedSession, before: number): boolean {
  const word = /[A-Za-z][\w./-]*/.exec(prefix)?.[0] ?? prefix;
  if (CONVENTIONAL_TYPES.has(word.toLowerCase())) return false;
  let heard = false;
  for (const turn of session.turns) {
    if (turn.index >= before || turn.kind === 'outcome') continue;
    const passages = turn.kind === 'call' ? [turn.output] : turn.passages;
    for (const { origin, text } of passages) {
      if ((origin !== 'user' && origin !== 'external') || !text.includes(word)) continue;
      if (origin === 'user') return false;
      heard = true;
    }
  }
  return heard;
}

function messageIn(command: string): string | null {
  const at = COMMIT.exec(command)?.index;
  if (at === undefined) return null;
  const line = command.slice(at);
  const quoted = DOUBLE_QUOTED.exec(line)?.[1] ?? SINGLE_QUOTED.exec(line)?.[1];
  const plain = quoted?.startsWith('$(') === true ? undefined : quoted;
  const message = plain ?? HERE_DOCUMENT.exec(line)?.[3];
  return message === undefined || message.trim() === '' ? null : message.trim();
}
