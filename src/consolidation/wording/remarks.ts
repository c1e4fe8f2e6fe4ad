// Words for what agents noted for themselves, session after session.
import type { Claim } from '../../model/evidence.ts';
import { sentenceTitle, words, type Words } from './phrases.ts';

export function wordRemark(claim: Extract<Claim, { type: 'remark' }>): Words {
  const others = claim.others.map((other) => `Also noted: “${other}”.`);
  return words(sentenceTitle(claim.remark), [
    ['Fact', claim.remark],
    ['Why', ['Agents noted this in several sessions.', ...others].join('\n')],
  ]);
}
