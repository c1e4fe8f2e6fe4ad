// The walk of `dream review`: one change at a time. Nothing is decided until the end or `q`; an interrupt decides nothing.
import { messageOf } from '../../errors.ts';
import type { GuardedChange } from '../../model/change.ts';
import type { Ledger, TrackedChange } from '../../model/run.ts';
import type { ChangeContent, Ruling, Store } from '../../store/store.ts';
import { loadColours } from '../../terminal/colours.ts';
import { escapeLine } from '../../terminal/escape.ts';
import { selectWaiting } from '../select-changes.ts';
import type { Surroundings } from '../surroundings.ts';
import { applyRulings } from './apply-rulings.ts';
import type { Asker } from './ask-line.ts';
import { makeAsker } from './ask-line.ts';
import { editText } from './edit-text.ts';
import { guardReplacement } from './guard-replacement.ts';
import type { ChangeView } from './print-change.ts';
import { printChange, printEvidence } from './print-change.ts';

const WHEN_INTERRUPTED = 'Interrupted. Nothing was decided.';

const HELP = `a  accept: it becomes memory as its own commit
r  reject, with a reason: it will not be proposed again
e  edit: open it in your editor and accept your text
l  later: leave it for another review
w  why: every quote, every session, the commit message
b  back to the one before
q  stop here and apply what was decided
?  this help
`;

/**
 * Walks through everything that waits, then applies the decisions in one go.
 * @returns the exit code
 */
export async function walkChanges(
  store: Store,
  ledger: Ledger,
  surroundings: Surroundings,
  memoryFlag: string,
): Promise<number> {
  const { output, input } = surroundings;
  const changes = selectWaiting(ledger);
  if (changes.length === 0) {
    output.write(`Nothing waits for review. Next: dream run${memoryFlag}\n`);
    return 0;
  }
  surroundings.sayWhenInterrupted(WHEN_INTERRUPTED);
  const { columns, colour } = output;
  const view = { columns, colour, colours: await loadColours(colour) };
  const asker = makeAsker(input, output.write);
  const rulings = await new Walk(store, changes, surroundings, asker, view).toEnd().finally(asker.close);
  if (rulings.length === 0) {
    output.write('Nothing was decided.\n');
    return 0;
  }
  return applyRulings(store, rulings, surroundings);
}

/** What an answer leads to: the next change, the one before, the same again, or the end. */
type Step = 'next' | 'back' | 'again' | 'ask' | 'stop';

class Walk {
  readonly #store: Store;
  readonly #changes: readonly TrackedChange[];
  readonly #surroundings: Surroundings;
  readonly #asker: Asker;
  readonly #view: ChangeView;
  readonly #rulings = new Map<number, Ruling>();
  /** What the reviewer wrote, so that a text that was refused can be mended. */
  readonly #drafts = new Map<number, string>();

  constructor(
    store: Store,
    changes: readonly TrackedChange[],
    surroundings: Surroundings,
    asker: Asker,
    view: ChangeView,
  ) {
    this.#store = store;
    this.#changes = changes;
    this.#surroundings = surroundings;
    this.#asker = asker;
    this.#view = view;
  }

  async toEnd(): Promise<readonly Ruling[]> {
    let index = 0;
    for (;;) {
      const change = this.#changes[index];
      if (change === undefined) break;
      const content = await this.#store.readChange(change);
      this.#announce(index, change, content);
      let step: Step = 'ask';
      while (step === 'ask') step = await this.#ask(index, change, content);
      if (step === 'stop') break;
      if (step === 'next') index += 1;
      if (step === 'back') index = Math.max(0, index - 1);
    }
    return [...this.#rulings].sort(([a], [b]) => a - b).map(([, ruling]) => ruling);
  }

  #announce(index: number, change: TrackedChange, content: ChangeContent): void {
    const { output } = this.#surroundings;
    const before = this.#changes[index - 1];
    if (change.quarantined && before?.quarantined !== true) {
      output.write(
        `\n${this.#view.colours.warning('What follows is quarantined: look twice. It is accepted only when you type its id.')}\n`,
      );
    }
    output.write(`\n${printChange(change, content, `${index + 1} of ${this.#changes.length}`, this.#view)}`);
    const ruling = this.#rulings.get(index);
    if (ruling !== undefined) output.write(`(so far: ${ruling.verdict})\n`);
  }

  async #ask(index: number, change: TrackedChange, content: ChangeContent): Promise<Step> {
    const { output } = this.#surroundings;
    const answer = await this.#asker.ask(this.#view.colours.bold('\nAccept this change? [a,r,e,l,w,b,?,q] '));
    if (answer === null) {
      output.write('\n');
      return 'stop';
    }
    switch (answer.trim().toLowerCase()) {
      case 'a':
        return this.#accept(index, change, null);
      case 'r':
        return this.#reject(index, change);
      case 'e':
        return this.#edit(index, change, content);
      case 'l':
        this.#rulings.set(index, { change, verdict: 'later', reason: '', edited: null });
        return 'next';
      case 'w':
        output.write(`\n${printEvidence(change, content, this.#view)}`);
        return 'ask';
      case 'b':
        return 'back';
      case 'q':
        return 'stop';
      default:
        output.write(HELP);
        return 'ask';
    }
  }

  async #accept(index: number, change: TrackedChange, edited: GuardedChange | null): Promise<Step> {
    if (change.quarantined) {
      const typed = await this.#asker.ask(`It is quarantined. Type its id (${change.id}) to trust it: `);
      if (typed?.trim() !== change.id) {
        this.#surroundings.output.write('Not accepted.\n');
        return typed === null ? 'stop' : 'ask';
      }
    }
    const verdict = edited === null ? 'accepted' : 'edited';
    this.#rulings.set(index, { change, verdict, reason: '', edited });
    return 'next';
  }

  async #reject(index: number, change: TrackedChange): Promise<Step> {
    const reason = await this.#asker.ask('Why? (kept with the rejection) ');
    if (reason === null) return 'stop';
    if (reason.trim() === '') {
      this.#surroundings.output.write('Not rejected: a rejection needs a reason.\n');
      return 'ask';
    }
    this.#rulings.set(index, { change, verdict: 'rejected', reason: reason.trim(), edited: null });
    return 'next';
  }

  async #edit(index: number, change: TrackedChange, content: ChangeContent): Promise<Step> {
    const { output, environment, sayWhenInterrupted } = this.#surroundings;
    if (content.after === null) {
      output.write('This change removes the playbook; there is no text to edit.\n');
      return 'ask';
    }
    this.#asker.pause();
    sayWhenInterrupted(null);
    try {
      const text = await editText(this.#drafts.get(index) ?? content.after, environment);
      this.#drafts.set(index, text);
      if (text === content.after) {
        output.write('The text is as it was; nothing was decided about it.\n');
        return 'ask';
      }
      return await this.#accept(index, change, await guardReplacement(change, text, this.#store));
    } catch (error) {
      // A text that the guard refuses, or an editor that fails, is no reason to lose the other decisions.
      output.write(`Not accepted: ${escapeLine(messageOf(error))}\n`);
      if (this.#drafts.has(index)) output.write('e opens your text again.\n');
      return 'ask';
    } finally {
      sayWhenInterrupted(WHEN_INTERRUPTED);
      this.#asker.resume();
    }
  }
}
