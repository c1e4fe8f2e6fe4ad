// Words for what agents look up again and again.
import type { Claim } from '../../model/evidence.ts';
import { code, listed, words, type Words } from './phrases.ts';

export function wordLookup(claim: Extract<Claim, { type: 'lookup' }>): Words {
  const [missing = ''] = claim.missing;
  const [found = ''] = claim.found;
  const title = missing === '' ? `Start at ${code(found)}` : `Open ${code(found)}, not ${code(missing)}`;
  return words(title, [
    ['Fact', `${listed(claim.found.map(code), 'and')}.`],
    ['Why', 'Agents looked this up again in several sessions.'],
  ]);
}
