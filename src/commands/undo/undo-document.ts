// An undo as `--json` shows it, planned or done. Fields may be added, never renamed.
import type { Decision, Withdrawal } from '../../model/decision.ts';
import type { Finding } from '../../model/finding.ts';
import type { AppliedUndo, SharedEvents, UndoConflict, UndoPlan, UndoStep } from '../../store/undoing.ts';

interface UndoDocument {
  readonly version: 1;
  readonly undo: { readonly id: string; readonly dryRun: boolean };
  /** In the order of the commits. */
  readonly changes: readonly {
    readonly id: string;
    readonly type: string;
    readonly title: string;
    readonly run: string;
    /** Where the change stands afterwards. */
    readonly state: UndoStep['verdict'];
    /** The commit that is taken back. */
    readonly undoes: string;
    /** The commit that does it, null in a dry run. */
    readonly commit: string | null;
    readonly subject: string;
    readonly files: UndoStep['files'];
  }[];
  readonly conflicts: readonly {
    readonly change: string;
    readonly title: string;
    readonly undoes: string;
    readonly path: string;
    readonly reason: string;
    /** Changes that have to be taken back with it. */
    readonly later: readonly string[];
    /** With conflict marks, null where none can be made. */
    readonly merged: string | null;
  }[];
  /** Changes that someone else decided first. */
  readonly stale: readonly { readonly change: string; readonly reason: string }[];
  /** Accepted changes that the session speaks for, and that keep this many others. */
  readonly alsoRests: readonly { readonly change: string; readonly title: string; readonly sessions: number }[];
  readonly sharedEvents: readonly {
    readonly session: string;
    readonly id: string;
    readonly format: string;
    readonly why: SharedEvents['why'];
  }[];
  readonly withdrawn: readonly { readonly session: string; readonly lifted: boolean }[];
  /** Ids of proposals that are closed, or that wait again. */
  readonly closed: readonly string[];
  readonly reopened: readonly string[];
  readonly decisions: readonly Decision[];
  /** The `Refresh index` commit, null when there is none. */
  readonly indexCommit: string | null;
  readonly findings: readonly Finding[];
}

/** @param applied what became of the plan, null in a dry run */
export function documentUndo(id: string, plan: UndoPlan, applied: AppliedUndo | null): UndoDocument {
  const commits = new Map(applied?.done.map(({ step, decision }) => [step, decision.result]));
  const steps = applied === null ? plan.steps : [...commits.keys()];
  return {
    version: 1,
    undo: { id, dryRun: applied === null },
    changes: steps.map((step) => ({
      id: step.change.id,
      type: step.change.type,
      title: step.change.title,
      run: step.change.run,
      state: step.verdict,
      undoes: step.undoes,
      commit: commits.get(step) ?? null,
      subject: step.subject,
      files: step.files,
    })),
    conflicts: (applied ?? plan).conflicts.map(documentConflict),
    stale: (applied?.stale ?? []).map(({ change, reason }) => ({ change: change.id, reason })),
    alsoRests: plan.alsoRests.map(({ change, sessions }) => ({ change: change.id, title: change.title, sessions })),
    sharedEvents: plan.sharedEvents.map(({ session: { key, id: own, format }, why }) => ({
      session: key,
      id: own,
      format,
      why,
    })),
    withdrawn: (applied?.withdrawals ?? planned(plan)).map(({ session, lifted }) => ({ session, lifted })),
    closed: plan.closes.map((change) => change.id),
    reopened: plan.reopens.map((change) => change.id),
    decisions: applied?.decisions ?? [],
    indexCommit: applied?.indexCommit ?? null,
    findings: applied?.findings ?? [],
  };
}

function planned({ withdraws, restores }: UndoPlan): readonly Pick<Withdrawal, 'session' | 'lifted'>[] {
  return [
    ...withdraws.map(({ key }) => ({ session: key, lifted: false })),
    ...restores.map((session) => ({ session, lifted: true })),
  ];
}

function documentConflict({ change, undoes, path, reason, later, merged }: UndoConflict): UndoDocument['conflicts'][0] {
  const ids = [...new Set(later.map(({ id }) => id))];
  return { change: change.id, title: change.title, undoes, path, reason, later: ids, merged };
}
