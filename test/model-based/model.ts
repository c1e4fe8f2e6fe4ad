// What the memory should be, said in as few words as possible: files, changes, what was decided. It knows no git, and
// shares no code with the store.
import { blobId, CONFLICT, mergeTexts, nameOf, printIndex, titleOf } from './texts.ts';

export interface ModelChange {
  readonly run: string;
  readonly id: string;
  readonly path: string;
  readonly before: string | null;
  readonly after: string | null;
  /** What it claims. */
  readonly value: string;
  readonly supersedes: string | null;
  readonly quarantined: boolean;
}

export type State = 'open' | 'quarantined' | 'later' | 'accepted' | 'edited' | 'rejected' | 'undone';

export interface Ruled {
  readonly change: ModelChange;
  readonly verdict: 'accepted' | 'edited' | 'rejected' | 'later' | 'revived';
  /** The person's text when it is edited. */
  readonly text: string | null;
}

export function keyOf(change: Pick<ModelChange, 'run' | 'id'>): string {
  return `${change.run}/${change.id}`;
}

export class Model {
  /** Playbooks of the memory branch by path. */
  readonly files = new Map<string, string>();
  /** Everything else on it. */
  readonly others = new Map<string, string>();
  /** Oldest run first. */
  readonly changes: ModelChange[] = [];
  /** The last decision on each change, by key. */
  readonly verdicts = new Map<string, State | 'revived'>();
  /** Rejected and revived values. */
  readonly values = new Map<string, 'rejected' | 'revived'>();
  /** Taken with plain git since the last writing command, by key; whether its text was kept is told by git. */
  readonly taken = new Map<string, 'accepted' | 'edited'>();
  /** Dropped from its branch in a rebase. */
  readonly dropped = new Set<string>();

  /** Where each change stands, in the order of `changes`, and whether a newer one stands for it. */
  states(): { readonly state: State; readonly superseded: boolean }[] {
    const first = this.changes.map((change) => this.ownState(change));
    return this.changes.map((change, at) => {
      const state = first[at] ?? 'open';
      const superseded =
        WAITING.has(state) &&
        (this.isClosed(change) ||
          this.changes.some((newer, other) => {
            if (other <= at || newer.run === change.run || (newer.quarantined && !change.quarantined)) return false;
            if (newer.id === change.id || newer.supersedes === change.id) return true;
            return newer.path === change.path && WAITING.has(first[other] ?? '');
          }));
      const final = this.verdicts.get(keyOf(change)) ?? 'open';
      if (superseded || !(WAITING.has(final) || final === 'revived')) return { state, superseded };
      return { state: this.placed(change) ?? state, superseded };
    });
  }

  private ownState(change: ModelChange): State {
    const verdict = this.verdicts.get(keyOf(change));
    if (verdict !== undefined && verdict !== 'revived') return verdict;
    if (change.quarantined) return 'quarantined';
    return this.dropped.has(keyOf(change)) ? 'later' : 'open';
  }

  /** Whether what it claims, or it itself, was rejected and not revived since: no run may propose it. */
  isTombstoned({ value, id }: ModelChange): boolean {
    return [`id ${id}`, `apart ${value}`].some((one) => this.values.get(one) === 'rejected');
  }

  /** Whether nobody is to be asked about it any more. What was rejected in quarantine closes only what is there, too. */
  private isClosed({ value, id, quarantined }: ModelChange): boolean {
    const names = [`id ${id}`, `${quarantined ? 'apart' : 'open'} ${value}`];
    return names.some((one) => this.values.get(one) === 'rejected');
  }

  /** What plain git has made of a change that waits. */
  private placed(change: ModelChange): 'accepted' | 'edited' | null {
    const taken = this.taken.get(keyOf(change));
    return taken ?? ((this.files.get(change.path) ?? null) === change.after ? 'accepted' : null);
  }

  stateOf(change: ModelChange): State {
    return this.states()[this.changes.indexOf(change)]?.state ?? 'open';
  }

  /** The change of a playbook that a reviewer would be shown, if any waits. */
  waitingFor(path: string): ModelChange | undefined {
    const states = this.states();
    return this.changes.findLast(
      (change, at) => change.path === path && WAITING.has(states[at]?.state ?? '') && states[at]?.superseded === false,
    );
  }

  /** Records what people did with plain git: the first thing that every writing command does. */
  recover(): void {
    for (const [at, { state, superseded }] of this.states().entries()) {
      const change = this.changes[at];
      if (change === undefined || superseded || (state !== 'accepted' && state !== 'edited')) continue;
      this.verdicts.set(keyOf(change), state);
    }
  }

  /** @returns what is expected of each ruling */
  review(rulings: readonly Ruled[]): ('done' | 'stale' | 'conflict')[] {
    const results: ('done' | 'stale' | 'conflict')[] = [];
    const accepts = rulings.filter(({ verdict }) => verdict === 'accepted' || verdict === 'edited');
    for (const part of [accepts, rulings.filter((ruled) => !accepts.includes(ruled))]) {
      const seen = new Set<string>();
      const may = part.map((ruled) => this.mayDecide(ruled, seen));
      for (const [at, ruled] of part.entries()) {
        const result = may[at] === true ? this.decide(ruled) : 'stale';
        results[rulings.indexOf(ruled)] = result;
      }
      if (part === accepts && accepts.some((ruled) => results[rulings.indexOf(ruled)] === 'done')) this.refreshIndex();
    }
    return results;
  }

  private mayDecide({ change, verdict }: Ruled, seen: Set<string>): boolean {
    const key = keyOf(change);
    if (seen.has(key)) return false;
    seen.add(key);
    const { state, superseded } = this.states()[this.changes.indexOf(change)] ?? { state: 'open', superseded: true };
    if (verdict === 'revived') return state === 'rejected';
    if (!WAITING.has(state) || superseded) return false;
    // Taken off the branch: it can be rejected, but there is nothing to take any more.
    return !(state === 'later' && !this.verdicts.has(key) && verdict !== 'rejected');
  }

  private decide({ change, verdict, text }: Ruled): 'done' | 'stale' | 'conflict' {
    if (verdict === 'accepted' || verdict === 'edited') {
      const ours = this.files.get(change.path) ?? null;
      const merged = verdict === 'edited' ? text : mergeTexts(change.before, ours, change.after);
      // What people changed since is not removed, and there is no text to merge.
      if (merged === CONFLICT) return change.after === null ? 'stale' : 'conflict';
      if (merged === null) this.files.delete(change.path);
      else this.files.set(change.path, merged);
    }
    this.note(change, verdict);
    return 'done';
  }

  /** A decision, and what it says about the value. */
  note(change: ModelChange, verdict: State | 'revived'): void {
    if (verdict === 'rejected' || verdict === 'revived') {
      const open = change.quarantined && verdict === 'rejected' ? [] : [`open ${change.value}`];
      for (const name of [`id ${change.id}`, `apart ${change.value}`, ...open]) this.values.set(name, verdict);
    }
    // Set aside by somebody who did not know what another one had decided: that takes nothing back.
    const before = this.verdicts.get(keyOf(change)) ?? 'open';
    if (verdict !== 'later' || WAITING.has(before) || before === 'revived') this.verdicts.set(keyOf(change), verdict);
  }

  refreshIndex(): void {
    const names = [...this.files.keys()].sort().map((path) => ({ title: titleOf(nameOf(path)) }));
    this.others.set('MEMORY.md', printIndex(names));
  }

  clone(): Model {
    const copy = new Model();
    for (const [path, text] of this.files) copy.files.set(path, text);
    for (const [path, text] of this.others) copy.others.set(path, text);
    copy.changes.push(...this.changes);
    for (const [key, verdict] of this.verdicts) copy.verdicts.set(key, verdict);
    for (const [value, verdict] of this.values) copy.values.set(value, verdict);
    for (const [key, verdict] of this.taken) copy.taken.set(key, verdict);
    for (const key of this.dropped) copy.dropped.add(key);
    return copy;
  }

  /** The whole tree of the memory branch: git's ids of its files by path. */
  tree(): Record<string, string> {
    const files = [...this.files, ...this.others].sort(([a], [b]) => (a < b ? -1 : 1));
    return Object.fromEntries(files.map(([path, text]) => [path, blobId(text)]));
  }
}

/** States in which somebody may still be asked. */
export const WAITING: ReadonlySet<string> = new Set<State>(['open', 'quarantined', 'later']);
