// One change that two people decided on two machines, differently. The memory branch is what counts: a change whose
// commit stands there is accepted, whoever rejected it elsewhere and when; the rejection stays for what comes later.
import type { Decision } from '../model/decision.ts';
import type { Finding } from '../model/finding.ts';
import type { Repository } from './locate-memory.ts';
import type { ObjectReader } from './object-reader.ts';

export interface SettledDecisions {
  /** The decision that says where a change stands, by the key of the change. */
  readonly last: Map<string, Decision>;
  readonly findings: readonly Finding[];
}

/**
 * @param decisions oldest first
 * @param tip of the memory branch, null while it is unborn
 * @param keyOf names a change by its run and id
 */
export async function settleDecisions(
  repository: Repository,
  objects: ObjectReader,
  decisions: readonly Decision[],
  tip: string | null,
  keyOf: (run: string, id: string) => string,
): Promise<SettledDecisions> {
  const last = new Map<string, Decision>();
  const accepted = new Map<string, Decision>();
  const rejected = new Map<string, Decision>();
  for (const decision of decisions) {
    const key = keyOf(decision.run, decision.change);
    last.set(key, decision);
    if (decision.verdict === 'accepted' || decision.verdict === 'edited') accepted.set(key, decision);
    if (decision.verdict === 'undone') accepted.delete(key);
    if (decision.verdict === 'rejected') rejected.set(key, decision);
    if (decision.verdict === 'revived' || decision.verdict === 'undone') rejected.delete(key);
  }
  const findings: Finding[] = [];
  for (const [key, decision] of accepted) {
    const against = rejected.get(key);
    if (against === undefined && last.get(key) === decision) continue;
    if (!(await isOn(repository, objects, decision.result, tip))) continue;
    last.set(key, decision);
    if (against !== undefined) findings.push(describe(decision, against));
  }
  return { last, findings };
}

async function isOn(
  repository: Repository,
  objects: ObjectReader,
  commit: string | null,
  tip: string | null,
): Promise<boolean> {
  if (commit === null || tip === null || (await objects.readCommit(commit)) === null) return false;
  return (await repository.git.ask(['merge-base', '--is-ancestor', commit, tip])) !== null;
}

function describe(accepted: Decision, rejected: Decision): Finding {
  const why = rejected.reason === '' ? '' : `: ${rejected.reason}`;
  const detail = `change ${accepted.change} was accepted by ${accepted.who} and rejected by ${rejected.who}${why}; it is memory until \`dream undo ${accepted.change}\`, and is not proposed again`;
  return { code: 'decisions-differ', file: accepted.playbook, line: null, detail };
}
