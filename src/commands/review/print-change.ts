// One change as a reviewer sees it: what it is, what else is known about it, the diff of the real bytes, the evidence.
import { ORIGINS } from '../../model/origin.ts';
import type { ChangeFlag } from '../../model/change.ts';
import type { TrackedChange } from '../../model/run.ts';
import { printBehindBar } from '../../terminal/behind-bar.ts';
import type { Colours } from '../../terminal/colours.ts';
import {
  CHANGE_TYPE_NAMES,
  FLAG_MEANINGS,
  ORIGIN_MEANINGS,
  describeAnchor,
  describeImpact,
  describeScore,
  describeSupport,
  wordsOfQuote,
} from '../../terminal/describe-change.ts';
import { printDiff } from '../../terminal/diff.ts';
import { escapeLine } from '../../terminal/escape.ts';
import { countOf, groupBy } from '../../terminal/tree.ts';
import { wrapWords } from '../../terminal/wrap.ts';
import type { ChangeContext } from '../change-context.ts';
import type { ShownChange } from './view-change.ts';

/** Quotes shown before the reviewer asks for all. */
const FEW_QUOTES = 3;
/** A heading wider than this is only a longer line. */
const WIDEST_RULE = 72;

export interface ChangeView {
  readonly columns: number;
  readonly colour: boolean;
  readonly colours: Colours;
}

/**
 * A change with its diff and quotes.
 * @param place `3 of 12`, or where it stands
 * @param quotes how many are shown; a few with short ids
 */
export function printChange(shown: ShownChange, place: string, view: ChangeView, quotes = FEW_QUOTES): string {
  const { change, context } = shown;
  const { colours, columns } = view;
  const owners = context.owners.length === 0 ? '' : `, owned by ${context.owners.join(', ')}`;
  return [
    colours.heading(
      `--- ${place}  ${CHANGE_TYPE_NAMES[change.type]} ${change.kind}  ${change.id} `.padEnd(
        Math.min(columns, WIDEST_RULE),
        '-',
      ),
    ),
    colours.bold(`  ${wrapWords(escapeLine(change.title), columns, '  ')}`),
    wrapWords(escapeLine(`Project ${change.project}${owners}`), columns, '  '),
    wrapWords(`Seen in ${describeSupport(change.support)}`, columns, '  '),
    wrapWords(`Trust: ${describeTrust(change.trust)}`, columns, '  '),
    wrapWords(`Ranks here by ${describeScore(change.score, change.scoreParts)}`, columns, '  '),
    ...change.flags.map((flag) => colours.warning(wrapWords(`! ${describeFlag(flag)}`, columns, '  '))),
    ...(change.impacts ?? []).map((one) => colours.warning(wrapWords(`! ${describeImpact(one)}`, columns, '  '))),
    ...printContext(context, view),
    '',
    ...printBytes(shown, view),
    '',
    printQuotes(change, quotes, view),
  ].join('\n');
}

/** Every quote, every session and the commit message: the full evidence of a change. */
export function printEvidence(shown: ShownChange, view: ChangeView): string {
  return `${printQuotes(shown.change, Infinity, view)}\n${printSources(shown, view)}`;
}

/** Every session and the commit message. */
export function printSources({ change, content }: ShownChange, { colours, columns }: ChangeView): string {
  const byFormat = groupBy(change.sessions, (key) => key.split(':')[0] ?? '');
  const sessions = [...byFormat].map(([format, keys]) => {
    const ids = keys.map((key) => escapeLine(key.slice(format.length + 1)));
    return `  ${colours.dim(escapeLine(format))}\n    ${wrapWords(ids.join(', '), columns, '    ')}`;
  });
  return [
    `Rests on ${countOf(change.sessions.length, 'session')}`,
    ...sessions,
    '',
    wrapWords(`Commit ${change.commit} of run ${escapeLine(change.run)}:`, columns, '  '),
    printBehindBar(content.message.trimEnd(), columns, colours),
    '',
  ].join('\n');
}

/** What the ledger and the memory know about it: an old rejection, a contradiction, the proposal it replaces. */
function printContext({ rejectedBefore, conflictWith, replaced }: ChangeContext, view: ChangeView): string[] {
  const { columns, colours } = view;
  const lines: string[] = [];
  const tell = (heading: string): unknown => lines.push(wrapWords(escapeLine(heading), columns, '  '));
  const quote = (text: string): unknown => lines.push(printBehindBar(text, columns, colours));
  if (rejectedBefore !== null) {
    const { title, who, at, reason, change } = rejectedBefore;
    tell(`Rejected on ${at.slice(0, 10)} by ${who} as ${change} ${title}:`);
    quote(reason === '' ? 'no reason was given' : reason);
  }
  if (conflictWith !== null) {
    const { older, newer } = conflictWith;
    tell(`Said on ${newer.day ?? 'an unknown day'}, proposed here:`);
    quote(newer.text);
    tell(`Said before, on ${older.day ?? 'an unknown day'}, and taken back by this:`);
    quote(older.text);
  }
  if (replaced !== null) {
    const day = replaced.at === '' ? '' : ` of ${replaced.at.slice(0, 10)}`;
    tell(`Replaces the proposal ${replaced.change}${day}: ${replaced.title}`);
  }
  return lines;
}

/** The diff: of the commit's own bytes, or of what accepting does to a file that has changed since. */
function printBytes({ change, content, merged }: ShownChange, view: ChangeView): string[] {
  const { colours, columns, colour } = view;
  const diff = (before: string | null, after: string | null): string =>
    printDiff({ before, after, columns, colours, markWords: colour }).trimEnd();
  const named = (text: string): string => colours.dim(wrapWords(escapeLine(text), columns, '  '));
  const own = [
    named(`${change.path} in commit ${change.commit.slice(0, 12)}`),
    diff(content.before, content.after),
    ...change.removes.map((path) => named(`removes ${path}`)),
  ];
  if (merged === null) return own;
  if (merged.clean) {
    return [named(change.path), named('as it is now, and as accepting makes it'), diff(merged.current, merged.merged)];
  }
  return [
    ...own,
    '',
    colours.warning(
      wrapWords(
        'It was changed in the same place since, so it cannot be merged by itself. As it is now:',
        columns,
        '  ',
      ),
    ),
    merged.current === null ? '  it is not there any more' : diff(content.before, merged.current),
  ];
}

/** Quotes with where they are from. */
function printQuotes(change: TrackedChange, most: number, { colours, columns }: ChangeView): string {
  const shown = change.quotes.slice(0, most);
  const rest = change.quotes.length - shown.length;
  const quotes = shown.map((quote) => {
    const named = most === FEW_QUOTES ? { ...quote, sessionId: shortenId(quote.sessionId) } : quote;
    return `  ${colours.dim(wrapWords(describeAnchor(named), columns - 2, '    '))}\n${printBehindBar(wordsOfQuote(quote), columns, colours)}\n`;
  });
  const more = rest > 0 ? `  and ${countOf(rest, 'more quote')}: w\n` : '';
  return `Evidence\n${quotes.length === 0 ? '  no quotes\n' : quotes.join('')}${more}`;
}

/** The beginning of a long id: enough among a few quotes; the whole stands in the full evidence. */
function shortenId(id: string): string {
  return id.length > 12 && /^[0-9a-f-]+$/i.test(id) ? id.slice(0, 8) : id;
}

/** An origin and what it means; a record from elsewhere may name one we do not know. */
function describeTrust(trust: string): string {
  const known = ORIGINS.find((origin) => origin === trust);
  return known === undefined ? escapeLine(trust) : `${known} (${ORIGIN_MEANINGS[known]})`;
}

/** What a flag asks of the reviewer; a newer dream may have set one we do not know. */
function describeFlag(flag: ChangeFlag): string {
  return Object.hasOwn(FLAG_MEANINGS, flag) ? FLAG_MEANINGS[flag] : escapeLine(flag);
}
