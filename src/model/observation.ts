// One thing seen in one session, with quotes and anchors. Observations are what the ledger keeps when logs are gone,
// so they hold everything that weighing needs and nothing that was not redacted.
import type { Origin } from './origin.ts';
import type { FormatId } from './session.ts';

/** Longest quote kept, in characters (mining.md). */
export const MAX_QUOTE_LENGTH = 300;

/** Verbatim, redacted words of one turn. */
export interface Quote {
  readonly turn: number;
  readonly origin: Origin;
  readonly text: string;
}

interface ObservationBase {
  /** Key of the session it was seen in. */
  readonly session: string;
  readonly project: string;
  /** Groups what is the same thing over sessions; made of canonical parts only (no paths of one machine, numbers, hashes). */
  readonly key: string;
  /** The least trusted origin of what it rests on. */
  readonly origin: Origin;
  readonly quotes: readonly Quote[];
}

/** A call that failed, and the call that then did what it was meant to do, where there was one. */
export interface FailureObservation extends ObservationBase {
  readonly kind: 'failure';
  readonly tool: string;
  /** What kind of tool it is (CallTurn.action). */
  readonly action: string;
  /** The failed command or call as a person would write it, wrappers peeled off. */
  readonly attempted: string;
  /** The line of the output that says what went wrong, variable parts masked. */
  readonly signature: string;
  /** The same line as printed. */
  readonly error: string;
  /** True when the line alone shows that the call was wrong, not the code it ran on. */
  readonly decisive: boolean;
  /** True when the same command worked later in the session after files were edited: work on the code, not a mistake. */
  readonly reworked: boolean;
  /** True when the exit code said success and only the text shows the failure. */
  readonly hidden: boolean;
  /** True when the very same check worked soon after with nothing changed in between: it fails by chance. */
  readonly green: boolean;
  /** What the output names beside the error: the argument that is missing, the test that failed, the files that a test run takes; empty when nothing. */
  readonly named: string;
  /** True when the agent put a failed edit down to tabs in the file. */
  readonly tabs: boolean;
  /** Where there is no fix: commands that worked soon after and share a name with what failed, at most three. */
  readonly next: readonly string[];
  readonly fix: {
    /** What worked: a command, or for `path` the file that was there. */
    readonly command: string;
    /** Another command instead, something run before the same command, or the file in another place. */
    readonly how: 'instead' | 'before' | 'path';
    /** Origin of the fixing command: `external` when it repeats text from outside (laundering). */
    readonly origin: Origin;
    /** Calls and seconds lost until the fix. */
    readonly turns: number;
    readonly seconds: number | null;
  } | null;
}

/** A sentence by a person that sets a standing rule. */
export interface StatementObservation extends ObservationBase {
  readonly kind: 'statement';
  /** The sentence as typed, tidied at its ends. */
  readonly statement: string;
  /** The same as a rule for anybody: without chat, courtesy and first person. */
  readonly rule: string;
  /** Sentences of the same message that belong to it, in order, empty when there are none. */
  readonly more: readonly string[];
  /** True for a standing instruction (“always”, “from now on”): one session is enough. False for a correction, which must recur. */
  readonly standing: boolean;
  /** True when it answers a call that the person had rejected or interrupted. */
  readonly rejecting: boolean;
  /** What a sentence that only takes a rule back is against: any rule, a duty or a ban; `rule` then says what it is about. */
  readonly retracts?: 'rule' | 'duty' | 'ban' | undefined;
}

/** A short request by a person, which is a preference when it comes again in session after session. */
export interface RequestObservation extends ObservationBase {
  readonly kind: 'request';
  readonly request: string;
  /** Position among the person's messages of the session, from 0, and how many there were. */
  readonly position: number;
  readonly messages: number;
  /** True when the agent had done something before it: a request that opens a session is its task, not a wish about how to work. */
  readonly afterWork: boolean;
  /** True for the first thing said in a session, which is its task. */
  readonly task: boolean;
  /** True when it names numbers of a list that the agent had just offered, and hardly more. */
  readonly picks: boolean;
  /** Canonical commands run after the request and before the next message. */
  readonly followedBy: readonly string[];
  /** The commands of `followedBy` as they were written, aligned with it. */
  readonly commands: readonly string[];
  /** Canonical commands of `followedBy` that had already been run before the request. */
  readonly ranBefore: readonly string[];
}

/** A wish about how to work that people put in other words each time, known by what it is about (mining/themes). */
export interface ThemeObservation extends ObservationBase {
  readonly kind: 'theme';
  /** Id of the theme; one that a later version no longer knows is passed over. */
  readonly theme: string;
  /** Messages of the session that speak of it. */
  readonly messages: number;
  /** What they name, where the theme leaves it open: documents, a language. */
  readonly objects: readonly string[];
  /** True when one of its sentences is worded as a standing rule, or says that it is not the first time. */
  readonly standing: boolean;
}

/** One step of what a session did: a canonical command or an edited file. */
export interface Step {
  /** Canonical form that recurs: program, sub-command, script; or `edit <path>`. */
  readonly key: string;
  /** How it was written. */
  readonly display: string;
  readonly turn: number;
  readonly origin: Origin;
  /** Index of the person's message it followed, from 0; -1 before the first. */
  readonly request: number;
}

/** The successful, non-trivial steps of one session in order. */
export interface StepsObservation extends ObservationBase {
  readonly kind: 'steps';
  readonly steps: readonly Step[];
}

/** Something the agent noted in its own words: a cause, an obstacle, a rule it set itself. Never above `agent`. */
export interface RemarkObservation extends ObservationBase {
  readonly kind: 'remark';
  /** The sentence as written, tidied at its ends. */
  readonly remark: string;
  /** Its distinctive words, lower case and sorted: commands, paths, identifiers, rare words. */
  readonly names: readonly string[];
  /** True when a call shortly before it had failed. */
  readonly afterFailure: boolean;
  /** The command that a person was told to run, null for a note. */
  readonly advised: string | null;
  /** The command advised right after it in the same message, null when there was none. */
  readonly next: string | null;
  /** True when the session shows that the advised command is its own: it worked here, or a person typed it. */
  readonly proven: boolean;
}

/**
 * What a finding is about: a rule that a linter names, formatting, a step that a git hook runs, a folder of tools or
 * temporary files that a check looks into, a command that is deprecated, a notice that comes with success, errors that a
 * check prints though it passes, a check that fails by chance, an output that is too long to be shown.
 */
export type FindingTopic = 'rule' | 'format' | 'hook' | 'place' | 'deprecated' | 'notice' | 'noise' | 'flaky' | 'long';

/** The name that remarks about changes of somebody else in the working tree share, however they are put. */
export const OTHERS_WORK = 'others-work';

/** A telling line inside a longer output: a rule a linter names, a warning, the place of a failure. */
export interface FindingObservation extends ObservationBase {
  readonly kind: 'finding';
  readonly topic: FindingTopic;
  /** Canonical command that printed it. */
  readonly command: string;
  /** What was found, in few words: the name of the rule, the step, the folder; empty when only the line says it. */
  readonly subject: string;
  /** The line as printed. */
  readonly line: string;
  /** The file it is about, a colon, and the line with its variable parts masked. */
  readonly template: string;
  /** Command soon after that repairs such things by itself and worked, null when there was none. */
  readonly fix: string | null;
}

/** Something the agent looked up and found. */
export interface LookupObservation extends ObservationBase {
  readonly kind: 'lookup';
  /** A file read before anything was changed, a name that was searched for, or a local server that was called. */
  readonly how: 'read' | 'search' | 'server';
  /** The file seen from the session's folder, the name, or host and port. */
  readonly target: string;
  /** The file that was opened after a search had listed it, null when it was no search. */
  readonly where: string | null;
  /** How many calls came before it. */
  readonly callsBefore: number;
}

/** The form of one commit message that the agent wrote; its words are of one task and are not kept. */
export interface CommitObservation extends ObservationBase {
  readonly kind: 'commit';
  /** What stands before the summary: `feat`, `fix(web)`, `TEAM-<n>:`, `[docs]`; empty when nothing does. */
  readonly prefix: string;
  /** Whether the summary begins with an upper-case letter. */
  readonly capital: boolean;
  /** Characters of the subject line. */
  readonly length: number;
  /** Whether more than a subject and trailers was written. */
  readonly body: boolean;
  /** Keys of the trailers at its end, such as `Co-Authored-By`. */
  readonly trailers: readonly string[];
}

/** A sentence of the project's own instructions (`CLAUDE.md`, `AGENTS.md`), as a session was given or read them. */
export interface InstructionObservation extends ObservationBase {
  readonly kind: 'instruction';
  readonly instruction: string;
  /** Name of the file it stands in, empty when the log does not say. */
  readonly file: string;
}

/**
 * What a session heard from outside and what a person typed in it, as marks of odd words (mining/heard.ts): later sessions
 * that say such a word again may have it from there.
 */
export interface HeardObservation extends ObservationBase {
  readonly kind: 'heard';
  /** Marks in base64, four bytes each. */
  readonly outside: string;
  readonly typed: string;
}

export type Observation =
  | FailureObservation
  | StatementObservation
  | RequestObservation
  | ThemeObservation
  | StepsObservation
  | RemarkObservation
  | FindingObservation
  | LookupObservation
  | CommitObservation
  | InstructionObservation
  | HeardObservation;

/** What is known of a session once its turns are gone: the ledger's line about it. */
export interface SessionRecord {
  readonly key: string;
  readonly id: string;
  readonly format: FormatId;
  readonly project: string;
  readonly agent: string;
  readonly agentVersion: string | null;
  readonly model: string | null;
  readonly people: readonly string[];
  readonly startedAt: string | null;
  readonly endedAt: string | null;
  readonly outcome: string | null;
  readonly parent: string | null;
  readonly turns: number;
  /** sha256 of the file's bytes, hex. */
  readonly contentHash: string;
  readonly bytes: number;
  readonly readerVersion: string;
  readonly minerVersion: string;
  /** Hashes of event ids (or times and texts) at the opening; two sessions that share them are copies (memory.md). */
  readonly opening: readonly string[];
  /** Hash of the first longer text a person typed, null without one: the same soon after is the same task, tried again. */
  readonly prompt: string | null;
  /** Hashes of the files it changed, sorted: the same prompt with other files is another piece of work, not a retry. */
  readonly touched: readonly string[];
  /** Hash of the folder its log lies in: logs of one format in one folder are mostly of one project. */
  readonly folder: string;
}
