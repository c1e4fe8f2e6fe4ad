// What was not seen lately. Only shown, never a reason to retire anything: a lesson that works is not seen failing, and
// where nobody works nothing is seen at all.
import type { Config } from '../../config/read-config.ts';
import { keepNames, resolveProjects } from '../../mining/projects.ts';
import { weigh } from '../../mining/weigh.ts';
import type { Playbook } from '../../model/playbook.ts';
import type { Ledger } from '../../model/run.ts';
import type { Colours } from '../../terminal/colours.ts';
import { escapeLine } from '../../terminal/escape.ts';
import { countOf, groupBy } from '../../terminal/tree.ts';
import { wrapWords } from '../../terminal/wrap.ts';
import { changesOf } from './playbook-document.ts';
import { indentWords } from './indent.ts';

/** Days without a sight of it. */
export const STALE_DAYS = 60;
const DAY_MS = 86_400_000;

export interface StalePlaybook {
  readonly playbook: Playbook;
  /** Last day it was seen, `YYYY-MM-DD`: also after its numbers were written, as far as the ledger knows. */
  readonly lastSeen: string;
  /** Days from then to the newest session known. */
  readonly days: number;
  /** Sessions of its project after that day; of all projects for a shared one. */
  readonly sessionsSince: number;
}

export interface Staleness {
  /** The newest day any session is known of, null when none is; ages count from it, because a memory that is fed no logs learns nothing. */
  readonly newest: string | null;
  /** Oldest first. */
  readonly stale: readonly StalePlaybook[];
  /** Playbooks without any day: written by hand. */
  readonly undated: number;
}

/**
 * @param days how long a playbook must not have been seen
 */
export function findStale(
  playbooks: readonly Playbook[],
  ledger: Ledger,
  days: number,
  { projects, limits }: Pick<Config, 'projects' | 'limits'>,
): Staleness {
  const used = new Set([...playbooks, ...ledger.changes].map((one) => one.project));
  const names = keepNames(ledger.sessions.values(), projects, used);
  const projectOf = resolveProjects(ledger.sessions, names);
  const sessions = [...ledger.sessions.values()].map(({ key, startedAt, endedAt }) => ({
    project: projectOf.get(key) ?? '',
    day: (endedAt ?? startedAt ?? '').slice(0, 10),
  }));
  const daysOf = new Map<string, string[]>([['shared', sessions.map(({ day }) => day)]]);
  for (const [project, own] of groupBy(sessions, (session) => session.project))
    daysOf.set(
      project,
      own.map(({ day }) => day),
    );
  for (const own of daysOf.values()) own.sort();
  const seen = lastSeen(ledger, names, limits.minSupport);
  const dated = playbooks.flatMap((playbook) => {
    const patterns = changesOf(playbook.path, ledger).map((change) => seen.get(change.pattern) ?? '');
    const last = [playbook.support?.last ?? '', ...patterns].reduce((a, b) => (b > a ? b : a));
    return /^\d{4}-\d\d-\d\d$/.test(last) ? [{ playbook, lastSeen: last }] : [];
  });
  const newest = [...sessions.map(({ day }) => day), ...dated.map((one) => one.lastSeen)].reduce(
    (a, b) => (b > a ? b : a),
    '',
  );
  const stale = dated
    .map(({ playbook, lastSeen: last }) => ({
      playbook,
      lastSeen: last,
      days: Math.round((Date.parse(newest) - Date.parse(last)) / DAY_MS),
      sessionsSince: countAfter(daysOf.get(playbook.project) ?? [], last),
    }))
    .filter((one) => one.days > days)
    .sort((a, b) =>
      a.lastSeen === b.lastSeen ? (a.playbook.path < b.playbook.path ? -1 : 1) : a.lastSeen < b.lastSeen ? -1 : 1,
    );
  return { newest: newest === '' ? null : newest, stale, undated: playbooks.length - dated.length };
}

/** Last day of each pattern over all that was observed: a playbook's own numbers are written only now and then. */
function lastSeen(
  ledger: Ledger,
  projects: ReadonlyMap<string, string>,
  minSupport: number,
): ReadonlyMap<string, string> {
  const { evidence, below, stated } = weigh(ledger.sessions, ledger.observations, {
    minSupport,
    projects,
    instructions: new Map(),
  });
  const all = [...evidence, ...below, ...stated.flatMap((one) => one.evidence ?? [])];
  return new Map(all.map(({ pattern, support }) => [pattern, support.last]));
}

/** How many of some sorted days come after one. */
function countAfter(days: readonly string[], day: string): number {
  let [low, high] = [0, days.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((days[middle] ?? '') > day) high = middle;
    else low = middle + 1;
  }
  return days.length - low;
}

/** The list, oldest first. */
export function printStale(
  { newest, stale, undated }: Staleness,
  days: number,
  { columns, colours }: { readonly columns: number; readonly colours: Colours },
): string {
  const note = undated === 0 ? '' : `${countOf(undated, 'playbook')} without a day, written by hand.\n`;
  if (newest === null) return `No session and no dated playbook is known.\n${note}`;
  if (stale.length === 0)
    return `Every dated playbook was seen in the ${countOf(days, 'day')} before ${newest}, the newest session known.\n${note}`;
  const rows = stale.map(({ playbook, lastSeen: last, days: age, sessionsSince }) => {
    const since =
      sessionsSince === 0
        ? 'its project had no session since, so silence says nothing'
        : `${countOf(sessionsSince, 'session')} of its project since`;
    const title = escapeLine(`${playbook.title}${playbook.pinned ? ' [pinned]' : ''}`);
    return [
      colours.bold(`last seen ${last}, ${countOf(age, 'day')} before the newest session`),
      indentWords(title, columns, '  '),
      indentWords(escapeLine(playbook.path), columns, '  '),
      indentWords(since, columns, '  '),
    ].join('\n');
  });
  return [
    ...rows,
    '',
    wrapWords(
      `${countOf(stale.length, 'playbook')} not seen for more than ${countOf(days, 'day')}. That is no reason to retire any of them.`,
      columns,
    ),
    note,
  ].join('\n');
}
