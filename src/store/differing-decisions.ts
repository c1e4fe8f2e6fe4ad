// One change that two people decided on two machines, differently. The memory branch is what counts: a change whose
// commit stands there is accepted, whoever rejected it elsewhere and when; the rejection stays for what comes later. And
// of an undo here and a redo there, what the join of both histories made of the file is what stands.
import type { Decision } from '../model/decision.ts';
import type { Finding } from '../model/finding.ts';
import { isAncestor } from './commit-graph.ts';
import type { Repository } from './locate-memory.ts';
import type { ObjectReader } from './object-reader.ts';

/** Verdicts after which nothing waits any more. */
const DECIDED: ReadonlySet<Decision['verdict']> = new Set(['accepted', 'edited', 'rejected', 'undone']);

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
  const carried = new Map<string, Decision[]>();
  const accepted = new Map<string, Decision>();
  const rejected = new Map<string, Decision>();
  for (const decision of decisions) {
    const key = keyOf(decision.run, decision.change);
    // Set aside on a machine that did not know what had been decided on another: that takes nothing back.
    if (decision.verdict !== 'later' || !DECIDED.has(last.get(key)?.verdict ?? 'later')) last.set(key, decision);
    if (decision.result !== null) {
      const own = carried.get(key);
      if (own === undefined) carried.set(key, [decision]);
      else own.push(decision);
    }
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
  for (const [key, own] of carried) {
    const latest = last.get(key);
    // Two that were made apart need one more that one of them came after.
    if (own.length < 3 || latest?.result === null) continue;
    const standing = await findStanding(repository, objects, own, tip);
    if (standing === null || latest === undefined || isIn(standing) === isIn(latest)) continue;
    last.set(key, standing);
    findings.push(describeApart(standing, latest));
  }
  return { last, findings };
}

function isIn({ verdict }: Decision): boolean {
  return verdict !== 'undone';
}

/**
 * Of decisions that were carried out on two machines apart, the one that the join of their histories kept: git keeps what
 * one side changed over what the other left, or brought back to, as it was.
 * @param own decisions on one change with the commits that carry them out, oldest first
 * @returns null where they were made one after the other, agree, or are not all on the memory branch
 */
async function findStanding(
  repository: Repository,
  objects: ObjectReader,
  own: readonly Decision[],
  tip: string | null,
): Promise<Decision | null> {
  const ids = [...new Set(own.flatMap(({ result }) => result ?? []))];
  if (!own.some(isIn) || own.every(isIn)) return null;
  for (const id of ids) if (!(await isOn(repository, objects, id, tip))) return null;
  const printed = await repository.git.ask(['merge-base', '--independent', ...ids]);
  const ends = own.filter(({ result }) => printed?.split('\n').includes(result ?? '') === true);
  if (ends.every(isIn) || !ends.some(isIn)) return null;
  const shared: Decision[] = [];
  for (const one of own) {
    const below = await Promise.all(ends.map(({ result }) => isOn(repository, objects, one.result, result)));
    if (below.every(Boolean)) shared.push(one);
  }
  const before = shared.at(-1);
  const wasIn = before !== undefined && isIn(before);
  return ends.findLast((one) => isIn(one) !== wasIn) ?? null;
}

async function isOn(
  repository: Repository,
  objects: ObjectReader,
  commit: string | null,
  tip: string | null,
): Promise<boolean> {
  if (commit === null || tip === null || (await objects.readCommit(commit)) === null) return false;
  return isAncestor(repository.git, commit, tip);
}

function describeApart(standing: Decision, other: Decision): Finding {
  const [did, undid] = isIn(standing) ? ['brought back', 'took back'] : ['took back', 'brought back'];
  const next = isIn(standing)
    ? `it is memory until \`dream undo ${standing.change}\``
    : `it is taken back until \`dream undo ${standing.result?.slice(0, 12) ?? ''}\``;
  const detail = `change ${standing.change}: ${standing.who} ${did} what ${other.who} ${undid} on another machine; ${next}`;
  return { code: 'decisions-differ', file: standing.playbook, line: null, detail };
}

function describe(accepted: Decision, rejected: Decision): Finding {
  const why = rejected.reason === '' ? '' : `: ${rejected.reason}`;
  const detail = `change ${accepted.change} was accepted by ${accepted.who} and rejected by ${rejected.who}${why}; it is memory until \`dream undo ${accepted.change}\`, and is not proposed again`;
  return { code: 'decisions-differ', file: accepted.playbook, line: null, detail };
}
