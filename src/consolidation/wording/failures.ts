// Words for what failed: the wrong way, the right way, and the quoted error.
import type { Claim } from '../../model/evidence.ts';
import { editingAdvice } from '../editing-advice.ts';
import { code, errorOf, listed, shorten, words, type Words } from './phrases.ts';

export function wordFixedError(claim: Extract<Claim, { type: 'fixed-error' }>): Words {
  const [attempted = '', ...otherAttempts] = claim.attempted;
  const [fixed = '', ...otherFixes] = claim.fixed;
  const error = `it fails with ${code(errorOf(claim.error))}`;
  if (!claim.decisive) {
    return words(`When ${code(attempted)} fails, run ${code(fixed)}`, [
      ['When', `${code(attempted)} fails.`],
      ['Do', `${code(fixed)}.`],
      ['Avoid', `To run ${code(attempted)} again unchanged: ${error}.`],
      ['Why', `Agents met this failure again and again, and ${code(fixed)} is what they ran next with success.`],
    ]);
  }
  const hidden =
    claim.hiddenSessions > 0 ? ' Behind a pipe the exit code does not show the failure: read the output.' : '';
  return words(titleOfFix(claim, attempted, fixed), [
    ['When', `about to run ${listed([attempted, ...otherAttempts].map(code), 'or')}.`],
    ['Do', `${listed([...new Set([fixed, ...otherFixes])].map(code), 'or')}.`],
    ['Avoid', `${code(attempted)}: ${error}.`],
    ['Why', `Agents tried ${code(attempted)} first, failed, and then ran ${code(fixed)} with success.${hidden}`],
  ]);
}

function titleOfFix(claim: Extract<Claim, { type: 'fixed-error' }>, attempted: string, fixed: string): string {
  const rewrite = claim.rewrite;
  const program = fixed.split(' ')[0] ?? '';
  if (rewrite !== null && rewrite.drop !== '' && rewrite.put === '' && attempted.startsWith(`${rewrite.drop} `)) {
    return `Run ${program} directly, without ${rewrite.drop}`;
  }
  const swapped = rewrite !== null && attempted.startsWith(rewrite.drop) && fixed.startsWith(rewrite.put);
  if (swapped && rewrite.drop !== '' && rewrite.put !== '' && claim.attempted.length > 1) {
    return `Use ${rewrite.put}, not ${rewrite.drop}`;
  }
  return `Run ${code(shorten(fixed, 36))}, not ${code(shorten(attempted, 36))}`;
}

export function wordRecurring(claim: Extract<Claim, { type: 'recurring-failure' }>): Words {
  const [attempted = '', ...others] = claim.attempted;
  const [error = ''] = claim.errors;
  const missing = /^\w+ (\S+)$/.exec(attempted)?.[1];
  if (!claim.shell && missing !== undefined && /(?:does not|doesn't) exist|no such file|not found/i.test(error)) {
    return words(`There is no ${code(missing)}`, [
      ['When', `about to open ${code(missing)}.`],
      ['Do', 'Look for the place where it is now, and open that.'],
      ['Avoid', `${code(missing)}: it fails with ${code(errorOf(error))}.`],
      ['Why', 'Agents looked for it there in several sessions.'],
    ]);
  }
  const verb = claim.shell ? 'run' : 'call';
  return words(`Do not ${verb} ${code(shorten(attempted, 60))}: it fails`, [
    ['When', `about to ${verb} ${listed([attempted, ...others].map(code), 'or')}.`],
    [
      'Avoid',
      `${code(attempted)}: it fails with ${listed(
        claim.errors.map((one) => code(errorOf(one))),
        'or',
      )}.`,
    ],
    ['Why', 'It failed the same way in several sessions, and no common way around it was seen.'],
  ]);
}

export function wordEditing(claim: Extract<Claim, { type: 'recurring-failure' }>): Words {
  const advice = claim.errors.flatMap((error) => editingAdvice(error) ?? []);
  const errors = claim.errors.map((error) => code(errorOf(error)));
  return words('Read the exact lines of a file right before editing it', [
    ['When', `editing a file with ${code(claim.tool)}.`],
    [
      'Do',
      [...new Set(advice)].join('\n') ||
        'Read the file again right before the edit, and copy the text to replace from there.',
    ],
    ['Avoid', `edits from memory: they fail with ${listed(errors, 'or')}.`],
    ['Why', 'Failed edits cost a call each, in session after session.'],
  ]);
}
