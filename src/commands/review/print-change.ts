// One change as a reviewer sees it: what it is, the diff of the real bytes, the evidence, the flags.
import type { TrackedChange } from '../../model/run.ts';
import type { Origin } from '../../model/origin.ts';
import { ORIGINS } from '../../model/origin.ts';
import type { ChangeContent } from '../../store/store.ts';
import type { Colours } from '../../terminal/colours.ts';
import {
  CHANGE_TYPE_NAMES,
  FLAG_MEANINGS,
  ORIGIN_MEANINGS,
  describeAnchor,
  describeScore,
  describeSupport,
} from '../../terminal/describe-change.ts';
import { printDiff } from '../../terminal/diff.ts';
import { escapeLine } from '../../terminal/escape.ts';
import { countOf } from '../../terminal/tree.ts';
import { wrapWords } from '../../terminal/wrap.ts';

/** Quotes shown before the reviewer asks for all. */
const FEW_QUOTES = 3;

export interface ChangeView {
  readonly columns: number;
  readonly colour: boolean;
  readonly colours: Colours;
}

/**
 * A change with its diff and first quotes.
 * @param place `3 of 12`
 */
export function printChange(change: TrackedChange, content: ChangeContent, place: string, view: ChangeView): string {
  const { colours, columns } = view;
  const what = `${CHANGE_TYPE_NAMES[change.type]} ${change.kind}`;
  const flags = change.flags.map((flag) => `${wrapWords(`! ${FLAG_MEANINGS[flag]}`, columns, '  ')}\n`);
  return [
    colours.heading(`--- ${place}  ${what}  ${change.id} `.padEnd(Math.min(columns, 72), '-')),
    colours.bold(wrapWords(escapeLine(change.title), columns)),
    escapeLine(change.project),
    wrapWords(`Seen in ${describeSupport(change.support)}`, columns, '  '),
    wrapWords(`Trust: ${describeTrust(change.trust)}`, columns, '  '),
    wrapWords(`Ranks here by ${describeScore(change.score, change.scoreParts)}`, columns, '  '),
    ...(flags.length === 0 ? [] : [colours.warning(flags.join('').trimEnd())]),
    '',
    colours.dim(`${escapeLine(change.path)} in commit ${change.commit.slice(0, 12)}`),
    printDiff({ ...content, columns, colours, markWords: view.colour }).trimEnd(),
    '',
    printQuotes(change, FEW_QUOTES, view),
  ].join('\n');
}

/** Every quote, every session and the commit message: the full evidence of a change. */
export function printEvidence(change: TrackedChange, content: ChangeContent, view: ChangeView): string {
  const { colours, columns } = view;
  const message = content.message.trimEnd().split('\n');
  return [
    printQuotes(change, change.quotes.length, view).trimEnd(),
    '',
    `${countOf(change.sessions.length, 'session')}: ${wrapWords(change.sessions.map(escapeLine).join(', '), columns, '  ')}`,
    '',
    `Commit ${change.commit} of run ${escapeLine(change.run)}:`,
    ...message.map((line) => `${colours.dim('  | ')}${wrapWords(escapeLine(line), columns - 4, '  | ')}`),
    '',
  ].join('\n');
}

/** Quotes with where they are from; each line of a quote is indented behind a bar, so that it cannot pass for ours. */
function printQuotes(change: TrackedChange, most: number, { colours, columns }: ChangeView): string {
  const shown = change.quotes.slice(0, most);
  const rest = change.quotes.length - shown.length;
  const quotes = shown.map((quote) => {
    const lines = quote.text.split('\n').map((line) => `  | ${wrapWords(escapeLine(line), columns - 4, '  | ')}`);
    return `  ${colours.dim(describeAnchor(quote))}\n${lines.join('\n')}\n`;
  });
  const more = rest > 0 ? `  and ${countOf(rest, 'more quote')}\n` : '';
  return `Evidence\n${quotes.length === 0 ? '  no quotes\n' : quotes.join('')}${more}`;
}

/** An origin and what it means; a record from elsewhere may name one we do not know. */
function describeTrust(trust: string): string {
  const known = ORIGINS.find((origin: Origin) => origin === trust);
  return known === undefined ? escapeLine(trust) : `${known} (${ORIGIN_MEANINGS[known]})`;
}
