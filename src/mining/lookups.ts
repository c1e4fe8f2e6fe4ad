// What the agent looked up before it changed anything: files it read, names it searched for with the file it then
// opened, and local servers it called. One session says little; the same look-up over sessions is worth a note.
import type { LookupObservation } from '../model/observation.ts';
import type { CallTurn, ScreenedSession } from '../model/session.ts';
import { localise } from './localise.ts';
import type { Miner } from './miner.ts';
import { quoteOf } from './quotes.ts';

/** A file belongs to a search when it is opened within this many calls after it. */
const SEARCH_WINDOW = 5;
/** Most look-ups kept of one session, most names of one search, and most text of a command that is looked at. */
const MAX_LOOKUPS = 100;
const MAX_NAMES = 8;
const MAX_COMMAND = 1_000;

const READERS = new Set(['cat', 'sed', 'head', 'tail', 'less', 'more', 'nl', 'bat', 'view']);
const SEARCHERS = new Set(['rg', 'grep', 'ag', 'ack']);
const PATH = /^[\w@.~/<>+-]{1,200}\.[A-Za-z][A-Za-z0-9]{0,9}$/;
/** A name of the code: two parts at least, so that plain words do not count. */
const NAME = /^(?=.*(?:[a-z][A-Z]|_|[A-Za-z]-[a-z]))[A-Za-z_][\w-]{4,60}$/;
const SERVER = /\b(?:localhost|127\.0\.0\.1|0\.0\.0\.0):(\d{2,5})\b/g;

export const lookupMiner: Miner = { name: 'lookups', observe: observeLookups };

interface Search {
  readonly at: number;
  readonly names: readonly string[];
  readonly origin: CallTurn['commandOrigin'];
  readonly output: string;
}

function observeLookups(session: ScreenedSession): readonly LookupObservation[] {
  const found = new Map<string, LookupObservation>();
  const searches: Search[] = [];
  let edited = false;
  let calls = 0;

  function note(
    call: CallTurn,
    how: LookupObservation['how'],
    target: string,
    where: string | null,
    source = call.commandOrigin,
  ): void {
    const key = `${how} ${target}${where === null ? '' : ` ${where}`}`;
    if (found.has(key) || found.size >= MAX_LOOKUPS) return;
    found.set(key, {
      kind: 'lookup',
      session: session.key,
      project: session.project,
      key,
      origin: call.commandOrigin === 'external' || source === 'external' ? 'external' : 'observed',
      quotes: [quoteOf(call.index, call.commandOrigin, target)],
      how,
      target,
      where,
      callsBefore: calls,
    });
  }

  for (const turn of session.turns) {
    if (turn.kind !== 'call') continue;
    if (turn.status === 'ok') {
      for (const path of openedBy(turn, session.directory)) {
        if (!edited && turn.action !== 'edit') note(turn, 'read', path, null);
        for (const search of searches.slice(-SEARCH_WINDOW)) {
          if (calls - search.at > SEARCH_WINDOW || !search.output.includes(path.slice(path.lastIndexOf('/') + 1)))
            continue;
          for (const name of search.names) note(turn, 'search', name, path, search.origin);
        }
      }
      for (const match of (turn.command ?? '').slice(0, MAX_COMMAND).matchAll(SERVER))
        note(turn, 'server', `localhost:${match[1] ?? ''}`, null);
      const names = searchedBy(turn);
      if (names.length > 0)
        searches.push({ at: calls, names, origin: turn.commandOrigin, output: turn.output.text.slice(0, 8_000) });
    }
    if (turn.action === 'edit') edited = true;
    calls += 1;
  }
  return [...found.values()];
}

/** Files a call shows or changes, seen from the session's folder. */
function openedBy(call: CallTurn, directory: string | null): readonly string[] {
  const raw = call.path !== null && call.action !== 'search' ? [call.path] : [];
  if (call.command !== null) {
    for (const words of simpleCommands(call.command))
      if (READERS.has(words[0] ?? '')) raw.push(...words.slice(1).filter((word) => PATH.test(word)));
  }
  return raw
    .slice(0, MAX_NAMES)
    .map((path) => localise(path.slice(0, 300), directory).replace(/^(?:\.\/)+/, ''))
    .filter((path) => PATH.test(path));
}

/** Names of the code that a call searches for. */
function searchedBy(call: CallTurn): readonly string[] {
  const patterns: string[] = [];
  if (call.action === 'search')
    patterns.push(/\bpattern: (.{1,200}?)(?:, \w[\w-]*: |$)/.exec(call.input.slice(0, 400))?.[1] ?? '');
  if (call.command !== null) {
    for (const words of simpleCommands(call.command))
      if (SEARCHERS.has(words[0] ?? '')) patterns.push(words.slice(1).find((word) => !word.startsWith('-')) ?? '');
  }
  const names = patterns.flatMap((pattern) => pattern.split(/\\?\||\\[bswd]|[\s"'`.*+?()[\]{}^$:;,<>=/]+/));
  return [...new Set(names)].filter((name) => NAME.test(name)).slice(0, MAX_NAMES);
}

/** The commands of a line as words. Enough for plain reading and searching; anything else is of no use here. */
function simpleCommands(line: string): readonly (readonly string[])[] {
  return line
    .slice(0, MAX_COMMAND)
    .split(/&&|;|\n|\|(?=\s)/)
    .map(
      (command) =>
        command
          .trim()
          .replace(/^(?:rtk|sudo|time) /, '')
          .match(/"[^"]*"|'[^']*'|[^\s"']+/g) ?? [],
    )
    .map((words) => words.map((word) => word.replaceAll(/^["']|["']$/g, '')));
}
