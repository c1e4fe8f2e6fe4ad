// Rejected stays rejected (memory.md, "Tombstones"): what a person turned down does not come back under another name,
// kind or wording, among other lines, or in two halves, until better evidence or a person lifts it.
import type { Change } from '../model/change.ts';
import type { Decision } from '../model/decision.ts';
import { outweighs } from '../model/outweigh.ts';
import type { Playbook } from '../model/playbook.ts';
import type { Added } from './added-claims.ts';
import { ClaimIndex, sayAll } from '../text/claim-index.ts';
import { claimsOf, type Claim } from '../text/claims.ts';
import { claimIn } from './value-key.ts';

interface Tombstone {
  readonly rejection: Decision;
  revived: boolean;
}

/** The rejections of a ledger, made once for a run. */
export class Tombstones {
  readonly #index = new ClaimIndex<Tombstone>();
  readonly #byId = new Map<string, Tombstone[]>();
  readonly #byPattern = new Map<string, Tombstone[]>();
  /** Parts of rejected values that other playbooks say already. */
  readonly #said = new Map<Tombstone, Claim[]>();

  /**
   * @param decisions oldest first
   * @param playbooks the memory: half of a rejected value may stand there
   */
  constructor(decisions: readonly Decision[], playbooks: readonly Playbook[]) {
    for (const decision of decisions) {
      const { project } = decision.value;
      if (decision.verdict === 'rejected') {
        const tombstone = { rejection: decision, revived: false };
        this.#index.add(project, claimIn(decision.value), tombstone);
        for (const [map, name] of [
          [this.#byId, decision.change],
          [this.#byPattern, decision.pattern],
        ] as const)
          map.set(name, [...(map.get(name) ?? []), tombstone]);
      } else if (decision.verdict === 'revived') {
        const same = this.#index.findSame(project, claimIn(decision.value));
        for (const one of [...same, ...(this.#byId.get(decision.change) ?? [])]) one.revived = true;
      }
    }
    if (this.#byId.size === 0) return;
    for (const playbook of playbooks) this.remember(playbook.project, claimsOf(playbook.title, playbook.body));
  }

  /** Takes in what a playbook or a change of this run says: the other half of a rejected value may follow. */
  remember(project: string, lines: readonly Claim[]): void {
    for (const [tombstone, { parts }] of this.#index.findParts(project, lines)) {
      this.#said.set(tombstone, [...(this.#said.get(tombstone) ?? []), ...parts]);
    }
  }

  /**
   * The rejection that a change would undo, and whether it is lifted for this change. Of several, one that holds.
   * @param id of the change
   */
  find(change: Change, id: string, added: Added): { readonly rejection: Decision; readonly lifted: boolean } | null {
    const found = new Set<Tombstone>(this.#byId.get(id));
    const { project } = change.playbook;
    for (const one of this.#index.findSame(project, added.whole)) found.add(one);
    for (const [one, { known, parts }] of this.#index.findParts(project, added.lines)) {
      const elsewhere = this.#said.get(one) ?? [];
      const saidBefore = elsewhere.length > 0 && sayAll({ known, parts: elsewhere });
      if (sayAll({ known, parts }) || (!saidBefore && sayAll({ known, parts: [...elsewhere, ...parts] })))
        found.add(one);
    }
    // A lesson that was turned down and has since been seen in more cases says all of it still.
    for (const one of this.#byPattern.get(change.pattern) ?? []) {
      const { value } = one.rejection;
      if (value.project === project.toLowerCase() && includes(added.whole, claimIn(value))) found.add(one);
    }
    const list = [...found].filter(({ rejection }) => !isOfOtherUse(rejection, change, added.whole));
    const holds = list.find((one) => !isLifted(one, change));
    const shown = holds ?? list.at(-1);
    return shown === undefined ? null : { rejection: shown.rejection, lifted: holds === undefined };
  }
}

/**
 * Whether one of them says when to run commands, and the other what to run in place of something: the same commands, but
 * turning down the one says nothing about the other.
 */
function isOfOtherUse(rejection: Decision, change: Change, whole: Claim): boolean {
  const workflows = [rejection.value.kind, change.playbook.kind].filter((kind) => kind === 'workflow').length;
  return workflows === 1 && (rejection.value.forbids === '') !== (whole.forbids.size === 0);
}

/** Whether one claim says everything that another one says, which says something. */
function includes(whole: Claim, part: Claim): boolean {
  const all = (words: ReadonlySet<string>, of: ReadonlySet<string>): boolean =>
    [...of].every((word) => words.has(word));
  const speaks = part.prescribes.size + part.forbids.size > 0;
  return speaks && all(whole.prescribes, part.prescribes) && all(whole.forbids, part.forbids);
}

/** A rejection holds unless sessions after it, of a higher origin than before, speak for the value; or a person revived it. */
function isLifted({ rejection, revived }: Tombstone, change: Change): boolean {
  return revived || outweighs(change, rejection);
}
