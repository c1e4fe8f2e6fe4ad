// A change as `--json` shows it, the same in run, review and show (product.md). Fields may be added, never renamed.
import type { ChangeFlag, ChangeState, ChangeType, GuardedChange, Impact } from '../model/change.ts';
import type { EvidenceQuote, ScorePart } from '../model/evidence.ts';
import { parsePlaybook } from '../model/playbook.ts';
import type { Support } from '../model/playbook.ts';
import type { TrackedChange } from '../model/run.ts';
import type { ChangeContent } from '../store/store.ts';
import type { ChangeContext } from './change-context.ts';

export interface ChangeDocument {
  readonly id: string;
  readonly type: ChangeType;
  /** Null in a dry run. */
  readonly commit: string | null;
  readonly state: ChangeState;
  readonly trust: string;
  readonly flags: readonly ChangeFlag[];
  /** Why it is of high impact: the rule, the line of the file (from 1), its words. Empty when it is not. */
  readonly impacts: readonly Impact[];
  readonly playbook: {
    readonly id: string;
    readonly kind: string;
    readonly title: string;
    readonly project: string;
    readonly path: string;
    /** The Markdown below the front matter. */
    readonly body: string;
  };
  readonly support: Support;
  readonly evidence: readonly {
    readonly session: string;
    readonly format: string;
    readonly turn: number;
    readonly origin: string;
    /** Empty where the words are kept on another machine. */
    readonly quote: string;
    /** sha256 of the words where only the machine that read them keeps them. */
    readonly sha256?: string;
  }[];
  readonly score: number;
  readonly scoreParts: readonly ScorePart[];
  readonly supersedes: string | null;
}

/** A change that a run has just proposed. */
export function documentProposal(guarded: GuardedChange, commit: string | null): ChangeDocument {
  const { change } = guarded;
  const { id, kind, title, project, path, body } = change.playbook;
  return {
    id: guarded.id,
    type: change.type,
    commit,
    state: guarded.quarantined ? 'quarantined' : 'open',
    trust: change.trust,
    flags: guarded.flags,
    impacts: guarded.impacts,
    playbook: { id, kind, title, project, path, body },
    support: change.support,
    evidence: documentQuotes(change.quotes),
    score: change.score,
    scoreParts: change.scoreParts,
    supersedes: change.supersedes,
  };
}

/** A change with where it stands, and what else is known about it. */
export interface TrackedDocument extends ChangeDocument {
  readonly run: string;
  readonly supersededBy: string | null;
  /** These three only where the command knows them. */
  readonly owners?: readonly string[];
  readonly conflictWith?: ChangeContext['conflictWith'];
  readonly rejectedBefore?: ChangeContext['rejectedBefore'];
}

/** A change of an earlier run; its body is read from its commit. */
export function documentTracked(
  change: TrackedChange,
  content: ChangeContent,
  context?: ChangeContext,
): TrackedDocument {
  const text = content.after ?? content.before ?? '';
  const playbook = parsePlaybook(text, change.path);
  return {
    id: change.id,
    run: change.run,
    type: change.type,
    commit: change.commit,
    state: change.state,
    trust: change.trust,
    flags: change.flags,
    impacts: change.impacts ?? [],
    playbook: {
      id: playbookIdOf(change.path),
      kind: change.kind,
      title: change.title,
      project: change.project,
      path: change.path,
      body: playbook.ok ? playbook.value.body : text,
    },
    support: change.support,
    evidence: documentQuotes(change.quotes),
    score: change.score,
    scoreParts: change.scoreParts,
    supersedes: change.supersedes,
    supersededBy: change.supersededBy,
    ...(context === undefined
      ? {}
      : {
          owners: context.owners,
          conflictWith: context.conflictWith,
          rejectedBefore: context.rejectedBefore,
        }),
  };
}

/** The playbook's id: the name of its file. */
function playbookIdOf(path: string): string {
  return (path.split('/').at(-1) ?? path).replace(/\.md$/, '');
}

function documentQuotes(quotes: readonly EvidenceQuote[]): ChangeDocument['evidence'] {
  return quotes.map(({ sessionId, format, turn, origin, text, sha256 }) => ({
    session: sessionId,
    format,
    turn,
    origin,
    quote: text,
    ...(sha256 === undefined ? {} : { sha256 }),
  }));
}
