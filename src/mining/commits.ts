// The form of the commit messages that were written: prefix, case, body, trailers. The words themselves are of one task.
import type { CommitObservation } from '../model/observation.ts';
import type { CallTurn, ScreenedSession } from '../model/session.ts';
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
/** Trailers that git, its hosts and agents write by themselves. */
const TRAILERS: ReadonlySet<string> = new Set(
  'signed-off-by co-authored-by reviewed-by acked-by tested-by reported-by suggested-by helped-by change-id'.split(' '),
);
/** The scope in a prefix: `(web)` of `fix(web):`. */
const SCOPE = /\([^()]{1,40}\)/;
/** Most names of all messages' forms that are looked for in a session. */
const MAX_NAMES = 30;
/** Most commits kept of one session. */
const MAX_COMMITS = 20;

export const commitMiner: Miner = { name: 'commits', observe: observeCommits };

interface Commit {
  readonly call: CallTurn;
  readonly subject: string;
  /** As written, empty when there is none. */
  readonly prefix: string;
  readonly body: boolean;
  readonly trailers: readonly string[];
}

function observeCommits(session: ScreenedSession): readonly CommitObservation[] {
  const commits = commitsIn(session);
  const isForeign = findForeign(session, commits);
  return commits.map((commit) => {
    const { call, subject, prefix } = commit;
    const scope = SCOPE.exec(prefix)?.[0] ?? '';
    const outside = isForeign(prefix.replace(scope, ''), call.index);
    const shown = scope !== '' && isForeign(scope, call.index) ? prefix.replace(scope, '') : prefix;
    // A command that repeats words from outside still shows the form, which is all that is told; its words are of one task and
    // nobody's advice, so that only the form is quoted.
    const quoted = !outside && shown === prefix && call.commandOrigin !== 'external';
    return {
      kind: 'commit',
      session: session.key,
      project: session.project,
      key: 'commit',
      origin: outside ? 'external' : 'observed',
      quotes: quoted ? [quoteOf(call.index, 'observed', `${prefix} …`.trim())] : [],
      prefix: shown.replaceAll(/\d+/g, '<n>'),
      capital: /^\p{Lu}/u.test(subject.slice(prefix.length).trim()),
      length: subject.length,
      body: commit.body,
      trailers: commit.trailers.filter((key) => !isForeign(key, call.index)),
    };
  });
}

function commitsIn(session: ScreenedSession): readonly Commit[] {
  const found: Commit[] = [];
  for (const turn of session.turns) {
    if (found.length >= MAX_COMMITS) break;
    if (turn.kind !== 'call' || turn.command === null || turn.status !== 'ok') continue;
    const message = messageIn(turn.command.slice(0, MAX_LOOK));
    if (message === null) continue;
    const [subject = '', ...rest] = message.split('\n').map((line) => line.trim());
    found.push({
      call: turn,
      subject,
      prefix: PREFIX.exec(`${subject} `)?.[1] ?? '',
      body: rest.some((line) => line !== '' && !TRAILER.test(line)),
      trailers: [...new Set(rest.flatMap((line) => TRAILER.exec(line)?.[1] ?? []))],
    });
  }
  return found;
}

/** The names in a part of a message's form that somebody may have planted. */
function namesIn(part: string): readonly string[] {
  const names = part.match(/[A-Za-z][\w./-]*/g) ?? [];
  return names.map((name) => name.toLowerCase()).filter((name) => !CONVENTIONAL_TYPES.has(name) && !TRAILERS.has(name));
}

/** Tells whether text from outside had named a part of a message's form before a turn, and no person had. One pass. */
function findForeign(session: ScreenedSession, commits: readonly Commit[]): (part: string, before: number) => boolean {
  const first = new Map<string, { user: number; outside: number }>();
  for (const name of commits.flatMap(({ prefix, trailers }) => namesIn([prefix, ...trailers].join(' ')))) {
    if (first.size < MAX_NAMES) first.set(name, { user: Infinity, outside: Infinity });
  }
  const last = commits.at(-1)?.call.index ?? -1;
  for (const turn of first.size === 0 ? [] : session.turns) {
    if (turn.index >= last || turn.kind === 'outcome') continue;
    for (const { origin, text } of turn.kind === 'call' ? [turn.output] : turn.passages) {
      if (origin !== 'user' && origin !== 'external') continue;
      const said = text.toLowerCase();
      const who = origin === 'user' ? 'user' : 'outside';
      for (const [name, heard] of first) if (heard[who] === Infinity && holdsWord(said, name)) heard[who] = turn.index;
    }
  }
  return (part, before) =>
    namesIn(part).some((name) => {
      const heard = first.get(name);
      return heard === undefined || (heard.outside < before && heard.user > before);
    });
}

/** Whether a text holds a word, not only its letters within another. */
function holdsWord(text: string, word: string): boolean {
  const isLetter = (char: string | undefined): boolean => char !== undefined && /[\p{L}\d]/u.test(char);
  for (let at = text.indexOf(word); at >= 0; at = text.indexOf(word, at + 1)) {
    if (!isLetter(text[at - 1]) && !isLetter(text[at + word.length])) return true;
  }
  return false;
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
