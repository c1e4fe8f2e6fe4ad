// Something worth telling a person about input or output that did not stop the run.

/** Stable codes; words are made in terminal/. */
export type FindingCode =
  | 'unknown-format'
  | 'unreadable-file'
  | 'not-a-regular-file'
  | 'outside-symlink'
  | 'broken-line'
  | 'long-line'
  | 'salvaged-line'
  | 'truncated-log'
  | 'session-shortened'
  | 'unknown-records'
  | 'file-changed'
  | 'too-many-observations'
  | 'invalid-playbook'
  | 'guard-refused'
  | 'left-alone'
  | 'branch-restored'
  /** A run's branch is gone, and another branch has a name that keeps it from being made again. */
  | 'branch-blocked'
  | 'stale-decision'
  /** Sessions whose words are kept on the machine that read them (`quotes: local`). */
  | 'words-elsewhere'
  /** Sessions that an older version read, whose observations a rebuild uses as they are. */
  | 'older-observations'
  /** Values that `redact.allow` of dream.yaml let through. */
  | 'allowed-values'
  /** A decision made with plain git was written into the ledger. */
  | 'decision-recorded'
  /** A write that was cut short has been finished or taken back. */
  | 'write-recovered'
  /** A file of the ledger that is not the same on both sides of an exchange, or that does not belong there. */
  | 'ledger-differs'
  /** A run's branch that was changed here and at the remote, or that cannot follow what was done there. */
  | 'branch-diverged'
  /** One change that was accepted by one person and rejected by another, on two machines. */
  | 'decisions-differ';

export interface Finding {
  readonly code: FindingCode;
  /** The file it is about, relative to what the user gave where possible; null when it is about none. */
  readonly file: string | null;
  /** Line in that file, from 1; null when it is about the whole file. */
  readonly line: number | null;
  /** What exactly, in a few words; may hold text from the log, so it is escaped before it is shown. */
  readonly detail: string;
}
