// The words of a change's commit: computed from the evidence and the real change, never from a model's account of it.
import type { Change } from '../model/change.ts';
import { changeIdOf } from '../model/change.ts';
import { fitSubject, lowerFirst, printCommitMessage, type EvidenceTrailer } from '../model/commit-message.ts';
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
    `  ${quote.format} ${shortId(quote.sessionId)}, turn ${quote.turn}, ${quote.origin}:`,
    ...wrap(quote.text, WIDTH - 4).map((line) => `    ${line}`),
  ]);
  return printCommitMessage({
    subject: fitSubject(`${VERBS[change.type]} ${playbook.kind}: ${lowerFirst(playbook.title)}`),
    body: [seen, ...reasonsFor(change), ...(quoted.length > 0 ? ['', ...quoted] : [])],
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
    const said = change.replaces === null ? '' : `: “${change.replaces.replaceAll(/\s+/g, ' ')}”`;
    return wrap(`A person took back what it says${said}`, WIDTH);
  }
  return change.removes.map(({ path }) => `Takes in ${path}, which says the same.`);
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

function wrap(text: string, width: number): readonly string[] {
  return text.split('\n').flatMap((line) => {
    const lines: string[] = [];
    let rest = line.trimEnd();
    while (rest.length > width) {
      const space = rest.lastIndexOf(' ', width);
      const at = space > width / 2 ? space : width;
      lines.push(rest.slice(0, at));
      rest = rest.slice(at).trimStart();
    }
    return rest === '' ? lines : [...lines, rest];
  });
}
