// Words for commands that work here and are put together anew each time.
import type { Claim } from '../../model/evidence.ts';
import { code, words, type Words } from './phrases.ts';

export function wordCommands(claim: Extract<Claim, { type: 'commands' }>): Words {
  return words(`${claim.about}: ${claim.commands.map(code).join(', ')}`, [
    ['Fact', `These work here:\n\n${claim.commands.map((command) => `- ${code(command)}`).join('\n')}`],
    ['Why', 'Agents ran them with success in several sessions.'],
  ]);
}
