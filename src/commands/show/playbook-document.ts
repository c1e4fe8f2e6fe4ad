// An accepted playbook as `--json` shows it (product.md), and what stands behind it in ledger and history.
import type { Decision } from '../../model/decision.ts';
import type { Playbook, Support } from '../../model/playbook.ts';
import type { Ledger, TrackedChange } from '../../model/run.ts';
import type { Store } from '../../store/store.ts';

export interface PlaybookDocument {
  readonly id: string;
  readonly kind: string;
  readonly title: string;
  readonly project: string;
  readonly path: string;
  /** The Markdown below the front matter. */
  readonly body: string;
  readonly support: Support | null;
  /** How it came to be as it is: `accepted`, `edited`, or `by-hand` when no decision is known. */
  readonly status: 'accepted' | 'edited' | 'by-hand';
  /** The commit on the memory branch that wrote it last, null when unknown. */
  readonly commit: string | null;
  readonly decidedBy: string | null;
  readonly decidedAt: string | null;
}

/** What a ledger says of each file, put together once for all questions. */
interface ByPath {
  readonly changes: ReadonlyMap<string, readonly TrackedChange[]>;
  /** By change id. */
  readonly decisions: ReadonlyMap<string, readonly { readonly at: number; readonly decision: Decision }[]>;
}

const indexed = new WeakMap<Ledger, ByPath>();

function indexOf(ledger: Ledger): ByPath {
  const known = indexed.get(ledger);
  if (known !== undefined) return known;
  const changes = new Map<string, TrackedChange[]>();
  for (const change of ledger.changes) {
    const own = changes.get(change.path);
    if (own === undefined) changes.set(change.path, [change]);
    else own.push(change);
  }
  const decisions = new Map<string, { at: number; decision: Decision }[]>();
  for (const [at, decision] of ledger.decisions.entries()) {
    const own = decisions.get(decision.change);
    if (own === undefined) decisions.set(decision.change, [{ at, decision }]);
    else own.push({ at, decision });
  }
  const index = { changes, decisions };
  indexed.set(ledger, index);
  return index;
}

/** Changes of a playbook's file that were ever proposed, oldest first. */
export function changesOf(path: string, ledger: Ledger): readonly TrackedChange[] {
  return indexOf(ledger).changes.get(path) ?? [];
}

/** Decisions about a playbook's changes, oldest first. */
export function decisionsOf(path: string, ledger: Ledger): readonly Decision[] {
  const ids = new Set(changesOf(path, ledger).map((change) => change.id));
  const { decisions } = indexOf(ledger);
  const found = [...ids].flatMap((id) => decisions.get(id) ?? []);
  return found.sort((a, b) => a.at - b.at).map(({ decision }) => decision);
}

/**
 * The document of one playbook. Asks git only for what the ledger does not know.
 * @param from the commit the playbook was read at
 */
export async function documentPlaybook(
  playbook: Playbook,
  ledger: Ledger,
  store: Store,
  from: string | null,
): Promise<PlaybookDocument> {
  const { id, kind, title, project, path, body, support } = playbook;
  const accepted = decisionsOf(path, ledger).findLast(
    (decision) => decision.verdict === 'accepted' || decision.verdict === 'edited',
  );
  const history = accepted === undefined || accepted.result === null ? await store.readHistory(path, from) : [];
  const last = history.at(-1);
  const known = changesOf(path, ledger).findLast((change) => change.state === 'accepted' || change.state === 'edited');
  const state = accepted?.verdict ?? known?.state;
  return {
    id,
    kind,
    title,
    project,
    path,
    body,
    support,
    status: state === 'accepted' || state === 'edited' ? state : 'by-hand',
    commit: accepted?.result ?? last?.commit ?? null,
    decidedBy: accepted?.who ?? last?.committer ?? null,
    decidedAt: accepted?.at ?? last?.at ?? null,
  };
}
