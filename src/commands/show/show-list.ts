// Lists: the tree of playbooks, what a search finds, what waits for review.
import type { Config } from '../../config/read-config.ts';
import type { Playbook } from '../../model/playbook.ts';
import type { Ledger, Memory, TrackedChange } from '../../model/run.ts';
import type { Store } from '../../store/store.ts';
import { printBehindBar } from '../../terminal/behind-bar.ts';
import type { Colours } from '../../terminal/colours.ts';
import { loadColours } from '../../terminal/colours.ts';
import { escapeLine, printJson } from '../../terminal/escape.ts';
import { countOf } from '../../terminal/tree.ts';
import { wrapWords } from '../../terminal/wrap.ts';
import { nameMemory } from '../name-memory.ts';
import { sayAwaited } from '../say-awaited.ts';
import type { Surroundings } from '../surroundings.ts';
import type { Past } from './past.ts';
import { describePast } from './past.ts';
import { documentPlaybook } from './playbook-document.ts';
import { bySupport, printList } from './print-list.ts';
import type { Match } from './search.ts';
import { indentWords } from './indent.ts';

export interface ListQuestion {
  /** All when empty. */
  readonly projects: readonly string[];
  readonly kind: string | undefined;
  /** With `pending`: only changes of this run. */
  readonly run: string | undefined;
  readonly search: string | undefined;
  readonly pending: boolean;
  readonly past: Past | null;
}

/** Shows a list. @param readLedger asked only when it is needed @returns the exit code */
export async function showList(
  store: Store,
  memory: Memory,
  readLedger: () => Promise<Ledger>,
  question: ListQuestion,
  config: Config,
  { output, globals, cwd }: Surroundings,
): Promise<number> {
  const matches = await findMatches(
    memory.playbooks.filter((playbook) => isWanted(playbook, question)),
    question,
  );
  if (globals.json) {
    const ledger = await readLedger();
    const playbooks = [];
    for (const { playbook, lines } of matches) {
      const document = await documentPlaybook(playbook, ledger, store, memory.commit);
      playbooks.push(question.search === undefined ? document : { ...document, matches: lines });
    }
    const at = question.past === null ? {} : { at: question.past };
    const changes = question.pending ? { changes: await documentPending(store, ledger, question) } : {};
    output.write(printJson({ version: 1, ...at, playbooks, ...changes }));
    return 0;
  }
  const colours = await loadColours(output.colour);
  const columns = output.isTTY ? output.columns : Infinity;
  const memoryFlag = nameMemory(config, cwd);
  if (question.pending) {
    const { printPending } = await import('../print-pending.ts');
    const ledger = await readLedger();
    const pending = printPending(await selectPending(ledger, question), colours, memoryFlag, columns);
    output.write((await sayAwaited(store, ledger, memoryFlag)) ?? pending);
    return 0;
  }
  if (question.past !== null) output.write(`${describePast(question.past)}\n\n`);
  if (matches.length > 0) {
    const playbooks = matches.map(({ playbook }) => playbook);
    output.write(
      question.search === undefined
        ? printList(playbooks, { colours, columns })
        : printMatches(matches, colours, columns),
    );
    output.write(`\n${countOf(playbooks.length, 'playbook')}.\n`);
  } else if (memory.playbooks.length > 0) output.write('No playbook matches.\n');
  else if (question.past === null) output.write(await sayEmpty(store, await readLedger(), colours, memoryFlag));
  else if (question.past.commit !== null) output.write('It held no playbook.\n');
  return 0;
}

function isWanted(
  one: { readonly project: string; readonly kind: string },
  { projects, kind }: Pick<ListQuestion, 'projects' | 'kind'>,
): boolean {
  return (projects.length === 0 || projects.includes(one.project)) && (kind === undefined || one.kind === kind);
}

async function findMatches(playbooks: readonly Playbook[], { search }: ListQuestion): Promise<readonly Match[]> {
  if (search === undefined) return playbooks.map((playbook) => ({ playbook, lines: [] }));
  const { searchPlaybooks } = await import('./search.ts');
  return searchPlaybooks(playbooks, search);
}

async function selectPending(ledger: Ledger, question: ListQuestion): Promise<readonly TrackedChange[]> {
  const { selectWaiting } = await import('../select-changes.ts');
  let run: string | null = null;
  if (question.run !== undefined) {
    const { findRun } = await import('./show-run.ts');
    run = findRun(ledger, question.run).id;
  }
  return selectWaiting(ledger).filter((change) => isWanted(change, question) && (run === null || change.run === run));
}

async function documentPending(store: Store, ledger: Ledger, question: ListQuestion): Promise<readonly object[]> {
  const { documentTracked } = await import('../change-document.ts');
  const pending = await selectPending(ledger, question);
  const contents = await store.readChanges(pending);
  return pending.flatMap((change, at) => {
    const content = contents[at];
    return content === undefined ? [] : [documentTracked(change, content)];
  });
}

/** Each playbook with the lines in which something was found. */
function printMatches(matches: readonly Match[], colours: Colours, columns: number): string {
  const sorted = [...matches].sort((a, b) => bySupport(a.playbook, b.playbook));
  return sorted
    .map(({ playbook, lines }) => {
      const shown = lines.filter(({ line }) => line > 0);
      return [
        colours.bold(wrapWords(escapeLine(playbook.path), columns, '  ')),
        indentWords(escapeLine(playbook.title), columns, '  '),
        ...shown.map(({ text }) => printBehindBar(text.trim(), columns)),
        '',
      ].join('\n');
    })
    .join('');
}

async function sayEmpty(store: Store, ledger: Ledger, colours: Colours, memoryFlag: string): Promise<string> {
  const awaited = await sayAwaited(store, ledger, memoryFlag);
  if (awaited !== null) return `The memory is empty. ${awaited}`;
  const { selectWaiting } = await import('../select-changes.ts');
  const waiting = selectWaiting(ledger).length;
  const next = waiting > 0 ? `dream review${memoryFlag}` : `dream run${memoryFlag}`;
  const what = waiting > 0 ? `; ${countOf(waiting, 'change')} ${waiting === 1 ? 'waits' : 'wait'} for review` : '';
  return `The memory is empty${what}. Next: ${colours.bold(next)}\n`;
}
