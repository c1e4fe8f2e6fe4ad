// Checks that fail by chance: the same run passed right after with nothing changed, and the failure came back.
import type { FailureObservation } from '../model/observation.ts';
import { reasonOf } from './failure-reason.ts';
import { countTexts, groupBy } from './group.ts';
import { coreOf } from './rewrite.ts';
import type { Pattern, ProjectView } from './weigh.ts';

const MAX_LINES = 2;

/**
 * Patterns of failures that passed unchanged in at least one session and were met in several.
 * @param taken failures that belong to a pattern already; those used here are added
 */
export function flakyChecks(
  view: ProjectView,
  failures: readonly FailureObservation[],
  taken: Set<FailureObservation>,
): readonly Pattern[] {
  const checks = failures.filter((one) => one.action === 'shell' && !one.decisive && one.origin !== 'external');
  const groups = groupBy(checks, (one) => `${coreOf(one.attempted)}|${one.named === '' ? one.signature : one.named}`);
  return [...groups].flatMap(([key, all]) => {
    const green = all.filter((one) => one.green);
    const signatures = new Set(green.map((one) => one.signature));
    // A test that failed otherwise may have failed for a reason.
    const members = all.filter((one) => one.green || signatures.has(one.signature) || reasonOf(one.error) === 'time');
    if (green.length === 0 || view.counter.countSessions(members.map((one) => one.session)) < view.minSupport)
      return [];
    for (const one of members) taken.add(one);
    const lines = countTexts(members.map((one) => one.error).filter((line) => line !== '')).slice(0, MAX_LINES);
    const subjects = countTexts(members.map((one) => one.named).filter(isName)).slice(0, 1);
    return [
      {
        kind: 'pitfall',
        key: `flaky|${key}`,
        claim: {
          type: 'finding',
          topic: 'flaky',
          command: coreOf(members[0]?.attempted ?? ''),
          subjects,
          lines,
          fix: null,
        },
        observations: members,
        trust: 'observed',
        turnsLost: 1,
        weight: 0.8,
        bar: view.minSupport,
      },
    ];
  });
}

/** Whether a test's name can stand in a title: short, and nothing that wants to be run. */
function isName(name: string): boolean {
  return name !== '' && name.length <= 60 && !/:\/\/|[`|]|\$\(|\b(?:curl|wget|sudo)\b/.test(name);
}
