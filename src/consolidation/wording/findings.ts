// Words for lines that keep coming back inside long outputs.
import type { Claim } from '../../model/evidence.ts';
import { code, listed, words, type Words } from './phrases.ts';

export function wordFinding(claim: Extract<Claim, { type: 'finding' }>): Words {
  const [line = ''] = claim.lines;
  return words(`${code(claim.command)} keeps finding: ${line}`, [
    ['When', `about to run ${code(claim.command)}.`],
    ['Do', claim.fix === null ? 'Avoid what it names from the start.' : `${code(claim.fix)}.`],
    ['Avoid', `${listed(claim.lines.map(code), 'and')}.`],
    ['Why', 'The same finding came back in several sessions.'],
  ]);
}
