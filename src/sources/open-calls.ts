// Pairs results with calls: by id, and by order where ids were redacted, repeat, or are missing.
import type { CallDraft } from './turn-list.ts';

/** What publishing tools put in place of an id. */
const REDACTED = 'REDACTED';

/** Most calls that wait for a result at once; more are never in flight, only in forged logs. */
const MAX_OPEN = 1_000;

export class OpenCalls {
  readonly #open: { readonly id: string | null; readonly call: CallDraft; readonly group: string | null }[] = [];

  /** @param group what a result may name instead of the call, such as the record the call was in */
  add(id: string | null, call: CallDraft, group: string | null = null): void {
    this.#open.push({ id, call, group });
    if (this.#open.length > MAX_OPEN) this.#open.shift();
  }

  /** The call a result belongs to, oldest first; null when no open call fits. */
  take(id: string | null, group: string | null = null): CallDraft | null {
    const known = id !== null && id !== REDACTED;
    const tries: readonly ((one: { id: string | null; group: string | null }) => boolean)[] = [
      (one) => known && one.id === id,
      (one) => group !== null && one.group === group && (!known || one.id === REDACTED || one.id === null),
      (one) => !known || one.id === REDACTED || one.id === null,
    ];
    for (const fits of tries) {
      const index = this.#open.findIndex(fits);
      if (index !== -1) return this.#open.splice(index, 1)[0]?.call ?? null;
    }
    return null;
  }

  /** The newest call without a result, null when all have theirs. */
  get newest(): CallDraft | null {
    return this.#open.at(-1)?.call ?? null;
  }
}
