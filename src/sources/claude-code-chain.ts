// What is known of one session of Claude Code while it is read: its turns, its open calls, what waits in the queue, and
// where each record stands in the tree of messages.
import { OpenCalls } from './open-calls.ts';
import type { CallDraft, MessageDraft, TextBudget } from './turn-list.ts';
import { TurnList } from './turn-list.ts';

/** Records that are remembered, to leave out repeats and to see that a message goes back. */
const MAX_PLACES = 100_000;

/** The records of a file as a tree, as far as it tells which typed message each follows. */
export class Places {
  /** Of each record, the newest record at or above it in which a person typed; null for none. */
  readonly #typed = new Map<string, string | null>();
  /** False for copies whose records name no parents. */
  isTree = false;

  has(uuid: string): boolean {
    return this.#typed.has(uuid);
  }

  /** @param otherwise what it follows when its parent is unknown */
  note(uuid: string, parent: string | null, otherwise: string | null): void {
    this.isTree ||= parent !== null;
    if (this.#typed.size < MAX_PLACES) this.#typed.set(uuid, this.typedBefore(parent, otherwise));
  }

  /** Notes that a person typed in a record. */
  noteTyped(uuid: string): void {
    if (this.#typed.has(uuid)) this.#typed.set(uuid, uuid);
  }

  /** The newest typed record at or above one. */
  typedBefore(uuid: string | null, otherwise: string | null): string | null {
    const found = uuid === null ? undefined : this.#typed.get(uuid);
    return found === undefined ? otherwise : found;
  }
}

/** One session being read: the main one of a file, or a sub-agent's. */
export class Chain {
  readonly id: string;
  readonly parent: string | null;
  readonly turns: TurnList;
  readonly open = new OpenCalls();
  version: string | null = null;
  model: string | null = null;
  directory: string | null = null;
  /** Typed texts that came from the queue and may come again as a normal turn. */
  readonly queued: { readonly texts: readonly string[]; readonly draft: MessageDraft }[] = [];
  /** Records after which a person typed: a second one after the same record means going back. */
  readonly answered = new Set<string>();
  /** The newest record in which a person typed: a message on a branch without it goes back, too. */
  typed: string | null = null;
  readonly places: Places;
  /** The user's own shell command that waits for its output. */
  ownCommand: CallDraft | null = null;

  constructor(id: string, parent: string | null, budget: TextBudget, places: Places) {
    this.id = id;
    this.places = places;
    this.parent = parent;
    this.turns = new TurnList(budget);
  }
}
