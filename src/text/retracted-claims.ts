// Which of many claims does a retraction mean? “You need not run lint any more” means the rule that asks for lint, not the
// one that forbids it; of a list with more items it means one item only.
import { sayAll, type ClaimIndex } from './claim-index.ts';
import { claimOf, unite, type Claim } from './claims.ts';
import type { Retracted } from './retraction.ts';

/** Share of a claim's words that a retraction has to name to mean all of it. */
const WHOLE = 0.6;

export interface RetractedClaim<T> {
  readonly item: T;
  /** False when the claim says more than what is taken back. */
  readonly whole: boolean;
  /** Share of the claim's words that the retraction names. */
  readonly share: number;
}

/** The claims that a retraction is about, the one it names best first. */
export function retractedClaims<T>(
  project: string,
  subject: string,
  of: Retracted['of'],
  claims: ClaimIndex<T>,
): readonly RetractedClaim<T>[] {
  const { prescribes, forbids } = claimOf(subject);
  const words = new Set([...prescribes, ...forbids].filter((word) => !word.startsWith('first:')));
  const asked: Claim = { prescribes: words, forbids: new Set() };
  const forbidden: Claim = { prescribes: new Set(), forbids: words };
  const found = new Map<T, RetractedClaim<T>>();
  for (const claim of [...(of === 'ban' ? [] : [asked]), ...(of === 'duty' ? [] : [forbidden])]) {
    for (const [item, parts] of claims.findParts(project, [claim])) {
      const all = unite([parts.known]);
      const share =
        words.size /
        Math.max(1, new Set([...all.prescribes, ...all.forbids].filter((word) => !word.startsWith('first:'))).size);
      // “The rule about the changelog” names a rule by its subject; a duty or ban is named by what it says.
      const whole = of === 'rule' || share >= WHOLE || sayAll(parts);
      const known = found.get(item);
      if (known === undefined || known.share < share) found.set(item, { item, whole, share });
    }
  }
  return [...found.values()].sort((a, b) => b.share - a.share);
}
