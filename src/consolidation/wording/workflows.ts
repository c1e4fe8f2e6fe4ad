// Words for steps that belong together.
import type { Claim } from '../../model/evidence.ts';
import { code, words, type Words } from './phrases.ts';

export function wordWorkflow(claim: Extract<Claim, { type: 'workflow' }>): Words {
  const names = claim.steps.map((step) => step.key).join(', ');
  const lead =
    claim.trigger !== null
      ? `On “${claim.trigger}”`
      : claim.afterEdits
        ? 'After every change'
        : 'Steps that go together';
  const steps = claim.steps.map((step, index) => `${index + 1}. ${stepWords(step)}`).join('\n');
  const last = claim.steps.at(-1)?.key ?? '';
  const when =
    claim.trigger !== null
      ? `the user says “${claim.trigger}” or the like.`
      : claim.afterEdits
        ? 'files were changed and the change is to be checked.'
        : `the work leads up to ${code(last)}.`;
  return words(`${lead}: ${names}`, [
    ['When', when],
    ['Steps', `\n\n${steps}`],
    ['Check', `${code(last)} ends without an error.`],
    ['Why', 'These steps were run in this order, with success, in session after session.'],
  ]);
}

export function stepWords(step: { readonly key: string; readonly display: string }): string {
  const path = /^edit (.+)$/.exec(step.key)?.[1];
  return path === undefined ? code(step.display) : `Edit ${code(path)}`;
}
