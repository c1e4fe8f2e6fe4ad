// Why a playbook says what it says, line by line: the line, the commit, the change, the turns.
import type { Playbook } from '../../model/playbook.ts';
import type { Ledger, TrackedChange } from '../../model/run.ts';
import type { Colours } from '../../terminal/colours.ts';
import { CHANGE_TYPE_NAMES, describeScore, describeSupport } from '../../terminal/describe-change.ts';
import { escapeLine } from '../../terminal/escape.ts';
import { countOf, groupBy } from '../../terminal/tree.ts';
import { padEnd, wrapWords } from '../../terminal/wrap.ts';
import type { LineSource, SourceQuote, SourcedLine, SourcedPlaybook } from './line-sources.ts';
import { changesOf, decisionsOf } from './playbook-document.ts';
import { printDecisions } from './print-playbook.ts';
import type { QuoteVerdict } from './verify-quotes.ts';
import { indentWords } from './indent.ts';

type Verdicts = ReadonlyMap<SourceQuote, QuoteVerdict>;

/** What a verdict means. */
const VERDICTS: Readonly<Record<QuoteVerdict, string>> = {
  verified: 'verified',
  differs: 'differs: the session is there, these words are not',
  'log-gone': 'log gone',
  'not-kept': 'words not kept here',
  'not-checked': 'not checked: too many logs to search; --logs says where to look',
};

/** Most quotes named beside a line; the source has them all. */
const MAX_NAMED = 3;

/** Every line with the number of its source, then the sources. */
export function printWhy(
  playbook: Playbook,
  { lines, sources }: SourcedPlaybook,
  verdicts: Verdicts,
  ledger: Ledger,
  view: { readonly columns: number; readonly colours: Colours },
): string {
  const { columns, colours } = view;
  const marks = lines.map(markOf);
  const width = Math.max(0, ...marks.map((mark) => mark.length));
  const digits = String(lines.at(-1)?.line ?? 0).length;
  const rows = lines.map(({ line, text }, at) => {
    const gutter = `${String(line).padStart(digits)} ${padEnd(marks[at] ?? '', width)} | `;
    const continued = `${' '.repeat(digits + 1 + width)} | `;
    return `${colours.dim(gutter)}${wrapWords(escapeLine(text), columns - gutter.length, '').replaceAll('\n', `\n${continued}`)}`;
  });
  const used = new Set(sources.map(({ tracked }) => tracked));
  const before = changesOf(playbook.path, ledger).filter(
    (change) => (change.state === 'accepted' || change.state === 'edited') && !used.has(change),
  );
  return [
    colours.bold(escapeLine(playbook.path)),
    ...rows,
    '',
    ...sources.map((source, at) => printSource(source, at, verdicts, view)),
    ...before.map((change) => wrapWords(`Nothing is left of ${titleOf(change)}.`, columns, '  ')),
    ...printDecisions(decisionsOf(playbook.path, ledger), columns),
    ...summarise(sources, verdicts),
    '',
  ].join('\n');
}

/** `[1]`, or `[1.2 1.3]` where quotes say this very line. */
function markOf({ source, quotes }: SourcedLine): string {
  if (quotes.length === 0) return `[${source + 1}]`;
  const named = quotes.slice(0, MAX_NAMED).map((quote) => `${source + 1}.${quote + 1}`);
  return `[${named.join(' ')}${quotes.length > MAX_NAMED ? ' …' : ''}]`;
}

function printSource(
  source: LineSource,
  at: number,
  verdicts: Verdicts,
  { columns, colours }: { readonly columns: number; readonly colours: Colours },
): string {
  const { tracked } = source;
  const prose = (text: string): string => indentWords(escapeLine(text), columns, '    ');
  const head = (text: string): string => colours.bold(wrapWords(escapeLine(`[${at + 1}] ${text}`), columns, '    '));
  const on = source.at.slice(0, 10);
  if (source.kind === 'by-hand') {
    const into = source.change === null ? '' : `, put in when ${source.change} was accepted`;
    return [
      head(`By hand: ${source.subject}`),
      prose(`By ${source.by} on ${on} in commit ${source.commit}${into}.`),
      '',
    ].join('\n');
  }
  const quotes = source.quotes.flatMap((quote, index) => {
    const verdict = verdicts.get(quote) ?? 'not-kept';
    const day = quote.day === null ? '' : `, ${quote.day}`;
    const origin = quote.origin === null ? '' : `, ${quote.origin}`;
    const anchor = `${at + 1}.${index + 1} ${quote.format} ${quote.sessionId} turn ${quote.turn}${day}${origin}`;
    const words = (quote.text ?? '').split('\n').filter((line) => line !== '');
    return [
      indentWords(`${escapeLine(anchor)}: ${paintVerdict(verdict, colours)}`, columns, '        ', '    '),
      ...words.map((line) => `        | ${wrapWords(escapeLine(line), columns - 10).replaceAll('\n', '\n        | ')}`),
    ];
  });
  const title = tracked === null ? `${source.subject} (${source.change ?? ''})` : titleOf(tracked);
  return [
    head(title),
    prose(`Accepted by ${source.by} on ${on} in commit ${source.commit}.`),
    ...(tracked === null
      ? [prose('Its run is not in this repository; the commit names where the quotes are.')]
      : [
          prose(`Proposed by run ${tracked.run} in commit ${tracked.commit}.`),
          prose(`Seen in ${describeSupport(tracked.support)}; trust: ${tracked.trust}.`),
          ...whyQuarantined(tracked).map(prose),
          prose(`Ranked by ${describeScore(tracked.score, tracked.scoreParts)}.`),
        ]),
    ...quotes,
    ...(tracked === null ? [] : [prose(`Sessions: ${tracked.sessions.join(', ')}`)]),
    '',
  ].join('\n');
}

/** What was said against it when it was accepted. */
function whyQuarantined(change: TrackedChange): readonly string[] {
  if (!change.quarantined) return [];
  const because = [
    ...(change.trust === 'external' ? ['it rests on text from outside'] : []),
    ...(change.impacts ?? []).map(({ rule, line, text }) => `${rule}, line ${line}: ${text}`),
  ];
  return [`Was quarantined: ${because.length === 0 ? 'its record does not say why' : because.join('; ')}.`];
}

function titleOf(change: TrackedChange): string {
  return `${CHANGE_TYPE_NAMES[change.type]} ${change.id}: ${change.title}`;
}

function paintVerdict(verdict: QuoteVerdict, colours: Colours): string {
  return verdict === 'differs' ? colours.warning(VERDICTS[verdict]) : VERDICTS[verdict];
}

function summarise(sources: readonly LineSource[], verdicts: Verdicts): readonly string[] {
  const found = sources.flatMap((source) => source.quotes.map((quote) => verdicts.get(quote) ?? 'not-kept'));
  if (found.length === 0) return [];
  const counts = [...groupBy(found, (verdict) => verdict)].map(
    ([verdict, of]) => `${of.length} ${VERDICTS[verdict].split(':')[0] ?? ''}`,
  );
  return [`${countOf(found.length, 'quote')}: ${counts.join(', ')}.`];
}
