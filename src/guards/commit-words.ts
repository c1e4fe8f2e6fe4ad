// The words of a change's commit: computed from the evidence and the real change, never from a model's account of it.
import type { Change } from '../model/change.ts';
import { changeIdOf } from '../model/change.ts';
import { encodeId, fitSubject, lowerFirst, printCommitMessage, type EvidenceTrailer } from '../model/commit-message.ts';
import { makeInert } from '../text/inert-words.ts';
import { createHash } from 'node:crypto';

/** Evidence named in the trailers; the rest is in the ledger (memory.md). */
const MAX_EVIDENCE = 5;
const WIDTH = 76;

const VERBS: Readonly<Record<Change['type'], string>> = {
  add: 'Add',
  revise: 'Revise',
  merge: 'Merge',
  retire: 'Retire',
};

/** The whole commit message of a change. */
export function commitMessageOf(change: Change, run: { readonly id: string; readonly engine: string }): string {
  const { playbook, support } = change;
  const folder = playbook.path.split('/').at(-2) ?? '';
  const span = support.first === support.last ? support.first : `${support.first} to ${support.last}`;
  const seen = `Seen in ${counted(support.sessions, 'session')} on ${counted(support.days, 'day')}${span === '' ? '' : ` (${span})`}.`;
  const quotes = change.quotes.slice(0, MAX_EVIDENCE);
  // Words that stay on the machine (`quotes: local`) have a hash beside them, and only that goes into the commit.
  const told = quotes.filter((quote) => quote.sha256 === undefined);
  const quoted = told.flatMap((quote) => [
    '',
    `${quote.format} ${encodeId(shortId(quote.sessionId))}, turn ${quote.turn}, ${quote.origin}:`,
    ...quoteWords(quote.text),
  ]);
  return printCommitMessage({
    subject: fitSubject(`${VERBS[change.type]} ${playbook.kind}: ${lowerFirst(inertTitle(playbook.title))}`),
    body: [seen, ...reasonsFor(change), ...quoted],
    trailers: {
      change: change.type,
      id: changeIdOf(change),
      playbook: `${folder}/${playbook.id}`,
      run: run.id,
      engine: run.engine,
      trust: change.trust,
      sessions: support.sessions,
      days: support.days,
      supersedes: change.supersedes,
      evidence: distinctTurns(quotes).map((quote): EvidenceTrailer => ({
        format: quote.format,
        session: quote.sessionId,
        turn: quote.turn,
        hash: quote.sha256 ?? createHash('sha256').update(quote.text).digest('hex'),
      })),
    },
  });
}

/** Why a playbook goes or takes another one in. */
function reasonsFor(change: Change): readonly string[] {
  if (change.type === 'retire') {
    if (change.replaces === null) return ['A person took back what it says.'];
    return ['A person took back what it says:', ...quoteWords(change.replaces)];
  }
  return change.removes.map(({ path }) => `Takes in ${path}, which says the same.`);
}

/**
 * Words of others as an indented block: code where a host shows the message as Markdown, so that no markup, mention or
 * comment in it does anything, and nothing in it can end the block. The mark before each line keeps it from being read as
 * a line of its own kind (`BREAKING CHANGE:`, `/approve`) by what skips white space.
 */
function quoteWords(text: string): readonly string[] {
  return ['', ...wrap(makeInert(text), WIDTH - 6).map((line) => `    > ${line}`)];
}

/** One trailer for each turn, however many of its words are quoted. */
function distinctTurns(quotes: Change['quotes']): Change['quotes'] {
  const seen = new Set<string>();
  return quotes.filter((quote) => {
    const key = `${quote.session}#${quote.turn}`;
    if (seen.has(key)) return false;
    seen.add(key);
    return true;
  });
}

function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}

/** The first part of an id: enough for a person, the trailers hold the whole. */
function shortId(id: string): string {
  return id.length > 12 && /^[0-9a-f-]+$/i.test(id) ? id.slice(0, 8) : id.slice(0, 40);
}

/** Code marks go first, as they do in a subject: without them other words stand side by side. */
function inertTitle(title: string): string {
  return makeInert(title.replaceAll('`', '').replaceAll(/\s+/g, ' ').trim());
}

function wrap(text: string, width: number): readonly string[] {
  return text.split('\n').flatMap((line) => {
    const lines: string[] = [];
    let rest = line.trimEnd();
    while (rest.length > width) {
      const space = rest.lastIndexOf(' ', width);
      // Two halves of one character are not parted.
      const whole = /[\uD800-\uDBFF]/.test(rest.charAt(width - 1)) ? width - 1 : width;
      const at = space > width / 2 ? space : whole;
      lines.push(rest.slice(0, at));
      rest = rest.slice(at).trimStart();
    }
    return rest === '' ? lines : [...lines, rest];
  });
}
