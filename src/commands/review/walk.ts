// One walk through waiting changes: what is asked, and what each answer means. It only collects decisions.
import { DreamError, messageOf } from '../../errors.ts';
import type { TrackedChange } from '../../model/run.ts';
import type { Reviewer, Ruling } from '../../store/store.ts';
import type { Colours } from '../../terminal/colours.ts';
import { escapeLine } from '../../terminal/escape.ts';
import { countOf } from '../../terminal/tree.ts';
import { wrapWords } from '../../terminal/wrap.ts';
import { requireOwner } from '../require-owner.ts';
import type { Rulings } from './apply-rulings.ts';
import type { Asker } from '../ask-line.ts';
import { editChange } from './edit-change.ts';
import type { ChangeView } from './print-change.ts';
import { printChange, printEvidence } from './print-change.ts';
import type { Reviewing } from './reviewing.ts';
import { nameChange } from './trust-change.ts';
import type { ShownChange } from './view-change.ts';
import { viewChange } from './view-change.ts';

export const WHEN_INTERRUPTED = 'Interrupted. Nothing was decided.';

const HELP = `a  accept: it becomes memory as its own commit
r  reject, with a reason: it will not be proposed again
e  edit: open it in your editor and accept your text
l  later: leave it for another review
w  why: every quote, every session, the commit message
b  back to the one before, to change what was decided
q  stop here and apply what was decided (as does Ctrl-D)
?  this help
Ctrl-C leaves without deciding anything.
`;

/** What an answer leads to: the next change, the one before, the same question again, or the end. */
type Step = 'next' | 'back' | 'ask' | 'stop';

/** As the summary names them, all of one width. */
const PLANNED: Readonly<Record<Ruling['verdict'], string>> = {
  accepted: 'accept',
  edited: 'edit  ',
  rejected: 'reject',
  later: 'later ',
  revived: 'revive',
};

/** What a reviewer decided about a change so far. */
interface Decided {
  readonly ruling: Ruling;
  readonly trusted: boolean;
}

export class Walk {
  readonly #reviewing: Reviewing;
  readonly #changes: readonly TrackedChange[];
  readonly #reviewer: Reviewer;
  readonly #asker: Asker;
  readonly #colours: Colours;
  readonly #decided = new Map<number, Decided>();
  /** What the reviewer wrote, so that a text that was refused can be mended. */
  readonly #drafts = new Map<number, string>();

  constructor(
    reviewing: Reviewing,
    changes: readonly TrackedChange[],
    reviewer: Reviewer,
    asker: Asker,
    colours: Colours,
  ) {
    this.#reviewing = reviewing;
    this.#changes = changes;
    this.#reviewer = reviewer;
    this.#asker = asker;
    this.#colours = colours;
  }

  /** Asks until the end or `q`. @returns what was decided, in the order it was shown */
  async toEnd(): Promise<Rulings> {
    let index = 0;
    for (;;) {
      const change = this.#changes[index];
      const step = change === undefined ? await this.#askAtEnd() : await this.#askAbout(index, change);
      if (step === 'stop') {
        if (change !== undefined && this.#decided.size > 0) this.#write(`\n${this.#summarise()}\n`);
        break;
      }
      index = step === 'back' ? Math.max(0, index - 1) : index + 1;
    }
    const decided = this.#inOrder();
    return {
      rulings: decided.map(({ ruling }) => ruling),
      trusted: new Set(decided.filter(({ trusted }) => trusted).map(({ ruling }) => ruling.change.commit)),
    };
  }

  async #askAbout(index: number, change: TrackedChange): Promise<Step> {
    const shown = await viewChange(this.#reviewing, change);
    this.#announce(index, shown);
    for (;;) {
      const step = await this.#ask(index, shown);
      if (step !== 'ask') return step;
    }
  }

  #announce(index: number, shown: ShownChange): void {
    const before = this.#changes[index - 1];
    if (shown.change.quarantined && before?.quarantined !== true) {
      const words = 'What follows is quarantined: look twice. It is accepted only when you type its id.';
      this.#write(`\n${this.#colours.warning(wrapWords(words, this.#columns()))}\n`);
    }
    this.#write(`\n${printChange(shown, `${index + 1} of ${this.#changes.length}`, this.#view())}`);
    if (this.#decided.size > 0) this.#write(`\n${wrapWords(this.#count(), this.#columns(), '  ')}\n`);
    const decided = this.#decided.get(index);
    if (decided !== undefined) this.#write(`(so far: ${decided.ruling.verdict})\n`);
  }

  async #ask(index: number, shown: ShownChange): Promise<Step> {
    const { change } = shown;
    const answer = await this.#asker.ask(this.#colours.bold('\nAccept this change? [a,r,e,l,w,b,?,q] '));
    if (answer === null) {
      this.#write('\n');
      return 'stop';
    }
    switch (answer.trim().toLowerCase()) {
      case 'a':
        return this.#accept(index, shown);
      case 'r':
        return this.#reject(index, change);
      case 'e':
        return this.#edit(index, shown);
      case 'l':
        return this.#decide(index, { change, verdict: 'later', reason: '', edited: null }, false);
      case 'w':
        this.#write(`\n${printEvidence(shown, this.#view())}`);
        return 'ask';
      case 'b':
        return 'back';
      case 'q':
        return 'stop';
      default:
        this.#write(HELP);
        return 'ask';
    }
  }

  /** The last chance to go back. Only what says so clearly does; the end of input is no change of mind. */
  async #askAtEnd(): Promise<Step> {
    this.#write(`\n${this.#summarise()}`);
    for (;;) {
      const answer = (await this.#asker.ask(this.#colours.bold('\nApply this? [Enter yes, b back] ')))
        ?.trim()
        .toLowerCase();
      if (answer === 'b') return 'back';
      if (answer === undefined) this.#write('\n');
      if (answer === undefined || ['', 'y', 'q'].includes(answer)) return 'stop';
      this.#write('Enter applies, b goes back, Ctrl-C leaves without deciding anything.\n');
    }
  }

  async #accept(index: number, { change, merged }: ShownChange): Promise<Step> {
    if (this.#isNotTheirs(change)) return 'ask';
    if (merged?.clean === false) {
      this.#write(
        merged.merged === null || this.#removes(change)
          ? 'Not accepted: the file has changed since, and is not removed. Reject it, or leave it for later.\n'
          : 'Not accepted: it was changed on both sides. e opens both in your editor.\n',
      );
      return 'ask';
    }
    return this.#take(index, { change, verdict: 'accepted', reason: '', edited: null });
  }

  /** Takes an accepted or edited change, after its id was typed where that is needed. */
  async #take(index: number, ruling: Ruling): Promise<Step> {
    const named = await nameChange(this.#asker, ruling.change, ruling.edited);
    if (named === 'yes') {
      const trusted = ruling.change.quarantined || ruling.edited?.quarantined === true;
      return this.#decide(index, ruling, trusted);
    }
    this.#write('Not accepted.\n');
    return named === 'end' ? 'stop' : 'ask';
  }

  async #reject(index: number, change: TrackedChange): Promise<Step> {
    if (this.#isNotTheirs(change)) return 'ask';
    const reason = await this.#asker.ask('Why? (kept with the rejection) ');
    if (reason === null) return 'stop';
    if (reason.trim() === '') {
      this.#write('Not rejected: a rejection needs a reason.\n');
      return 'ask';
    }
    return this.#decide(index, { change, verdict: 'rejected', reason: reason.trim(), edited: null }, false);
  }

  async #edit(index: number, { change, content }: ShownChange): Promise<Step> {
    if (this.#isNotTheirs(change)) return 'ask';
    if (content.after === null) {
      this.#write('This change removes the playbook; there is no text to edit.\n');
      return 'ask';
    }
    try {
      // What accepting would make of the file now, so that nobody's words are lost; with conflict marks where it must be.
      const { merged, current, clean } = await this.#reviewing.store.mergeChange(change);
      const proposed = merged ?? content.after;
      const shown = this.#drafts.get(index) ?? proposed;
      const keep = (text: string): unknown => this.#drafts.set(index, text);
      const edited = await editChange(
        this.#reviewing,
        this.#asker,
        change,
        { shown, proposed },
        keep,
        WHEN_INTERRUPTED,
      );
      if (edited !== null)
        return await this.#take(index, { change, verdict: 'edited', reason: '', edited, over: current });
      this.#write(
        clean
          ? 'The text is as it was; nothing was decided about it.\n'
          : 'Not accepted: the text is as it was, with its conflict marks.\n',
      );
    } catch (error) {
      // A text that the guard refuses, or an editor that fails, is no reason to lose the other decisions.
      this.#write(`${wrapWords(`Not accepted: ${escapeLine(messageOf(error))}`, this.#columns(), '  ')}\n`);
      if (this.#drafts.has(index)) this.#write('e opens your text again.\n');
    }
    return 'ask';
  }

  #decide(index: number, ruling: Ruling, trusted: boolean): Step {
    this.#decided.set(index, { ruling, trusted });
    return 'next';
  }

  /** Says so where the policy leaves the decision to others. */
  #isNotTheirs(change: TrackedChange): boolean {
    const { ownership, config } = this.#reviewing;
    try {
      requireOwner(ownership.owned(change), this.#reviewer, config);
      return false;
    } catch (error) {
      if (!(error instanceof DreamError)) throw error;
      this.#write(
        `${[error.message, ...error.hints].map((line) => wrapWords(escapeLine(line), this.#columns(), '  ')).join('\n  ')}\n`,
      );
      this.#write('l leaves it for them.\n');
      return true;
    }
  }

  #removes(change: TrackedChange): boolean {
    return change.type === 'retire';
  }

  /** `2 accepted, 1 rejected, 3 not decided.` */
  #count(): string {
    const counts = new Map<string, number>();
    for (const { ruling } of this.#decided.values()) {
      const name = ruling.verdict === 'later' ? 'for later' : ruling.verdict;
      counts.set(name, (counts.get(name) ?? 0) + 1);
    }
    const open = this.#changes.length - this.#decided.size;
    return `${[...counts, ...(open > 0 ? [['not decided', open] as const] : [])].map(([name, count]) => `${count} ${name}`).join(', ')}.`;
  }

  #inOrder(): readonly Decided[] {
    return [...this.#decided].sort(([a], [b]) => a - b).map(([, one]) => one);
  }

  #summarise(): string {
    const decided = this.#inOrder();
    const lines = decided.map(({ ruling: { change, verdict, reason } }) => {
      const why = reason === '' ? '' : ` (${reason})`;
      return `  ${wrapWords(escapeLine(`${PLANNED[verdict]}  ${change.id} ${change.title}${why}`), this.#columns() - 2, ' '.repeat(10))}\n`;
    });
    const open = this.#changes.length - decided.length;
    const rest = open > 0 ? `  ${countOf(open, 'change')} not decided\n` : '';
    return `${this.#colours.bold('Your decisions')}\n${lines.join('')}${rest}`;
  }

  #write(text: string): void {
    this.#reviewing.surroundings.output.write(text);
  }

  #columns(): number {
    return this.#reviewing.surroundings.output.columns;
  }

  /** Asked anew each time: a terminal can be resized between two changes. */
  #view(): ChangeView {
    const { columns, colour } = this.#reviewing.surroundings.output;
    return { columns, colour, colours: this.#colours };
  }
}
