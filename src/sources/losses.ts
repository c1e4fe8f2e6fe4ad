// What a reader had to leave out of a log, told once per kind: records nobody knows, and text over the budget.
import type { LogInput } from './source.ts';
import { reportShortened, TextBudget } from './turn-list.ts';

/** Kinds that are named and counted apart, and characters of a name; forged logs may hold a million. */
const MAX_KINDS = 100;
const MAX_NAMED = 5;
const MAX_NAME = 40;

export class Losses {
  /** The room for the texts and turns of one file. */
  readonly budget: TextBudget;
  readonly #report: LogInput['report'];
  readonly #unknown = new Map<string, number>();

  constructor(report: LogInput['report']) {
    this.#report = report;
    this.budget = new TextBudget(report);
  }

  /** A record of a kind that is not known. */
  unknown(kind: string): void {
    const name = kind.slice(0, MAX_NAME) || 'none';
    const key = this.#unknown.has(name) || this.#unknown.size < MAX_KINDS ? name : 'other';
    this.#unknown.set(key, (this.#unknown.get(key) ?? 0) + 1);
  }

  /** Texts are cut or left out because there are too many. */
  shortened(): void {
    reportShortened(this.#report);
  }

  /** Reports what was unknown; once, at the end. */
  tell(): void {
    const kinds = [...this.#unknown].slice(0, MAX_NAMED).map(([kind, count]) => `${count} of type ${kind}`);
    if (kinds.length === 0) return;
    const more = this.#unknown.size > MAX_NAMED ? `, and ${this.#unknown.size - MAX_NAMED} more types` : '';
    this.#report({ code: 'unknown-records', line: null, detail: `left out: ${kinds.join(', ')}${more}` });
  }
}
