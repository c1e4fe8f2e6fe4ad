// Words for steps that belong together: what they are for stands first.
import type { Claim } from '../../model/evidence.ts';
import { isEveryday, isLooking, purposeOf } from '../../text/command-purpose.ts';
import { capitalise, code, listed, MAX_TITLE, words, type Words } from './phrases.ts';

type Workflow = Extract<Claim, { type: 'workflow' }>;
type Step = Workflow['steps'][number];

export function wordWorkflow(claim: Workflow): Words {
  const steps = claim.steps.map((step, index) => `${index + 1}. ${stepWords(step)}`).join('\n');
  const { lead, when } = occasionOf(claim);
  return words(titleOf(lead, claim), [
    ['When', when],
    ['Steps', `\n\n${steps}`],
    ['Check', checkOf(claim)],
    [
      'Why',
      claim.opening
        ? 'Sessions begin with these steps, with success, one after the other.'
        : 'These steps were run in this order, with success, in several sessions.',
    ],
  ]);
}

/** When the steps are due: at the start, on a request, after edits, or on the way to what the last ones do. */
function occasionOf(claim: Workflow): { readonly lead: string; readonly when: string } {
  if (claim.opening) return { lead: 'Begin work with', when: 'a session starts, before anything is changed.' };
  if (claim.trigger !== null)
    return { lead: `On “${claim.trigger}”:`, when: `the user says “${claim.trigger}” or the like.` };
  const purposes = claim.steps.flatMap((step) => purposeOf(step.display) ?? []).filter((one) => one.stage >= 2);
  // Who makes a release commits and pushes on the way.
  const releases = purposes.filter((one) => one.family === 'release');
  const late = [...new Set((releases.length > 0 ? releases : purposes).map((one) => one.phrase))];
  if (late.length > 0) {
    const goal = listed(late, 'and');
    return { lead: `To ${goal}:`, when: `a change is done and you are about to ${goal}.` };
  }
  if (claim.afterEdits)
    return { lead: 'After every change:', when: 'files were changed and the change is to be checked.' };
  const last = claim.steps.at(-1);
  const checks = claim.steps.every((step) => purposeOf(step.display)?.stage === 1);
  if (checks) return { lead: 'Check the work with', when: 'the work is to be checked.' };
  return { lead: `Before ${last?.key ?? ''}:`, when: `you are about to run ${code(last?.key ?? '')}.` };
}

/** Steps with their options where there is room; everyday git by its bare name. */
function titleOf(lead: string, claim: Workflow): string {
  // What the lead names already is not said twice.
  const told = lead.startsWith('Before ') ? claim.steps.slice(0, -1) : claim.steps;
  const names = told.map((step) => step.key.replace(/^edit .*\//, 'edit '));
  const full = told.map((step) =>
    !claim.opening && (isEveryday(step.key) || isLooking(step.key))
      ? step.key
      : step.display.replace(/^edit .*\//, 'edit '),
  );
  const join = (list: readonly string[]): string => capitalise(`${lead} ${list.join(claim.opening ? ' and ' : ', ')}`);
  const before = names.filter((_, at) => !isEveryday(told[at]?.key ?? ''));
  const fits = [full, names, before].find((list) => list.length > 0 && join(list).length <= MAX_TITLE);
  return join(fits ?? names);
}

/** The last step that verifies what was done, when nothing is changed after it; else the last step. */
function checkOf(claim: Workflow): string {
  const changes = (step: Step): boolean => isEveryday(step.key) || step.key.startsWith('edit ');
  const from = claim.steps.findLastIndex(changes);
  const verifies = (step: Step): boolean =>
    /^git status|^gh (?:run watch|pr checks)|^(?:npm|pnpm) view/.test(step.key) || purposeOf(step.display)?.stage === 1;
  const last = claim.steps.slice(from + 1).findLast(verifies) ?? claim.steps.at(-1);
  if (last === undefined) return '';
  return last.key.startsWith('edit ')
    ? `${code(last.key.slice(5))} is up to date.`
    : `${code(last.display.endsWith(' …') ? last.key : last.display)} ends without an error.`;
}

function stepWords(step: Step): string {
  const path = /^edit (.+)$/.exec(step.key)?.[1];
  return path === undefined ? code(step.display) : `Edit ${code(path)}`;
}
