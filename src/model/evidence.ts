// Observations of the same pattern over several sessions, weighed.
import type { ThemeId } from './theme.ts';
import type { FindingTopic } from './observation.ts';
import type { PlaybookKind, Support } from './playbook.ts';
import type { LessonOrigin, Origin } from './origin.ts';
import type { FormatId } from './session.ts';

/** A quote that can be followed to its turn. */
export interface EvidenceQuote {
  readonly session: string;
  readonly sessionId: string;
  readonly format: FormatId;
  readonly turn: number;
  readonly origin: Origin;
  /** Empty where the words are kept on another machine (`quotes: local`). */
  readonly text: string;
  /** sha256 of the words, hex, where only the machine that read them keeps them; absent where the ledger has them. */
  readonly sha256?: string | undefined;
  /** Day of the session, `YYYY-MM-DD`, null when unknown. */
  readonly day: string | null;
}

/** Why something failed, from a closed list; `other` when none of them. */
export type FailureReason =
  | 'program'
  | 'skill'
  | 'module'
  | 'variable'
  | 'blocked'
  | 'login'
  | 'rights'
  | 'option'
  | 'script'
  | 'repository'
  | 'port'
  | 'terminal'
  | 'glob'
  | 'file'
  | 'time'
  | 'arguments'
  | 'network'
  | 'tests'
  | 'backslash'
  | 'import'
  | 'other';

/** What a pattern says, as plain parts from which an engine makes words. */
export type Claim =
  | {
      readonly type: 'fixed-error';
      /** Another command instead, something run before the same command, or a file in another place. */
      readonly how: 'instead' | 'before' | 'path';
      /** The tool whose arguments were wrong; empty for shell commands and paths. */
      readonly tool: string;
      /** Attempts that failed, most frequent first. */
      readonly attempted: readonly string[];
      /** What worked instead, most frequent first, aligned with `attempted`. */
      readonly fixed: readonly string[];
      /** The one difference between all attempts and their fixes, when there is one: `drop` words become `put` words. */
      readonly rewrite: { readonly drop: string; readonly put: string } | null;
      readonly error: string;
      /** True when the command itself was wrong; false when it did its work and found something (a linter, say). */
      readonly decisive: boolean;
      /** Sessions in which only the text showed the failure, not the exit code. */
      readonly hiddenSessions: number;
    }
  | {
      readonly type: 'recurring-failure';
      readonly tool: string;
      readonly shell: boolean;
      /** True for an edit tool's own failures, of which one playbook at most is made. */
      readonly editing: boolean;
      /** True when agents put failed edits down to tabs in several sessions. */
      readonly tabs: boolean;
      readonly reason: FailureReason;
      /** The path that is not there, null when the failure is another. */
      readonly missing: string | null;
      readonly attempted: readonly string[];
      /** Commands that worked soon after, most frequent first. */
      readonly next: readonly string[];
      /** Distinct error lines, most frequent first. */
      readonly errors: readonly string[];
      /** What the outputs name beside the error, such as the missing argument; empty when nothing. */
      readonly named: string;
    }
  | {
      readonly type: 'statement';
      /** The sentence as typed. */
      readonly statement: string;
      /** The same as a rule for anybody. */
      readonly rule: string;
      /** What the person said about it in the same message. */
      readonly more: readonly string[];
      /** Other wordings of the same, latest first. */
      readonly others: readonly string[];
      /** True when a person worded it as a standing rule. */
      readonly standing: boolean;
      /** An older statement of the same thing, which this one takes back, null when there is none. */
      readonly replaces: string | null;
      /** Day on which the older one was last said, where that is known. */
      readonly replacedOn?: string | null;
    }
  | {
      /** A person takes a rule back and puts none in its place. */
      readonly type: 'retraction';
      /** The sentence as typed. */
      readonly statement: string;
      /** What the rule is about. */
      readonly subject: string;
      /** Whether any rule about it is meant, one that asks for it, or one that forbids it. */
      readonly of: 'rule' | 'duty' | 'ban';
    }
  | {
      readonly type: 'request';
      /** The most frequent wording. */
      readonly request: string;
      /** The word all wordings share. */
      readonly word: string;
      /** Share of its sessions in which it came as the last or last but one message. */
      readonly atEnd: number;
      /** Commands that most often follow it with success, in order, what varies as `<placeholder>`; empty when none is common. */
      readonly commands: readonly string[];
      /** True for an act that publishes or records work: it is waited for, not anticipated. */
      readonly usersCall: boolean;
      /** True when the requests answer a numbered list with numbers. */
      readonly picks: boolean;
    }
  | {
      readonly type: 'theme';
      /** What the wish is about. */
      readonly theme: ThemeId;
      /** What most of the wishes name, most frequent first: documents, a language. */
      readonly objects: readonly string[];
      /** What people said, latest first. */
      readonly quotes: readonly string[];
    }
  | {
      readonly type: 'workflow';
      readonly steps: readonly { readonly key: string; readonly display: string }[];
      /** The request that most often came before, null when there is none. */
      readonly trigger: string | null;
      /** True when files had been edited before, most of the time. */
      readonly afterEdits: boolean;
      /** True when sessions begin with these steps, before anything is changed. */
      readonly opening: boolean;
    }
  | {
      readonly type: 'commits';
      /** How subjects begin: with a type (`feat: …`), a fixed word, or nothing but the summary. */
      readonly form: 'typed' | 'prefixed' | 'plain';
      /** The types in use, most frequent first, or the one fixed word. */
      readonly prefixes: readonly string[];
      /** Scopes in use in more than one session, most frequent first. */
      readonly scopes: readonly string[];
      /** True when nearly all summaries begin with an upper-case letter, false when nearly none does, null between. */
      readonly capital: boolean | null;
      /** True when most messages say more below the subject. */
      readonly body: boolean;
      readonly trailers: readonly string[];
    }
  | {
      readonly type: 'remark';
      /** The wording that stands for all. */
      readonly remark: string;
      /** Other wordings of the same, at most three. */
      readonly others: readonly string[];
      /** Distinctive words they share. */
      readonly names: readonly string[];
      /** Commands that people were told to run, in order; empty for a note. */
      readonly commands: readonly string[];
    }
  | {
      readonly type: 'finding';
      readonly topic: FindingTopic;
      readonly command: string;
      /** What was found, in few words, most frequent first; empty when only the lines say it. */
      readonly subjects: readonly string[];
      /** Lines as printed, aligned with `subjects` where that is not empty, else most frequent first. */
      readonly lines: readonly string[];
      /** Command that repairs such things by itself and worked soon after, null when none is common. */
      readonly fix: string | null;
    }
  | {
      readonly type: 'lookup';
      /** Files of the project that are read first, files of an installed package, or local servers. */
      readonly about: 'files' | 'package' | 'server';
      /** Paths or addresses, most frequent first. */
      readonly found: readonly string[];
      /** Names that were searched for and found there, aligned with `found`; for a package its name. */
      readonly names: readonly (readonly string[])[];
    }
  | {
      readonly type: 'commands';
      /** Family of what they are for (`checks`, `github`, …), or the program they share. */
      readonly about: string;
      /** Commands that worked, most frequent first, with what varies as `<placeholder>`. */
      readonly commands: readonly string[];
    };

/** One part of a score, so that `dream show --why` can explain the rank. */
export interface ScorePart {
  readonly name: string;
  readonly value: number;
}

export interface Evidence {
  /** Identifies the pattern in a project, whatever its words: the hash of project, kind of claim and canonical key. */
  readonly pattern: string;
  readonly project: string;
  readonly kind: PlaybookKind;
  readonly claim: Claim;
  readonly support: Support;
  /** Keys of all sessions that count, sorted. */
  readonly sessions: readonly string[];
  /** The lowest origin of what it rests on. */
  readonly trust: LessonOrigin;
  readonly quotes: readonly EvidenceQuote[];
  readonly score: number;
  readonly scoreParts: readonly ScorePart[];
}

/** One sentence of a project's own instructions (`CLAUDE.md`, `AGENTS.md`). */
export interface StatedRule {
  readonly file: string;
  readonly instruction: string;
}

/** A rule of a project's own instructions that the logs bear out, or show to be broken. */
export interface Stated extends StatedRule {
  readonly project: string;
  /** The pattern that says the same; null for a rule that was seen broken by a command. */
  readonly evidence: Evidence | null;
  /** A command that broke it, as it was run; empty for a pattern. */
  readonly seen: string;
  readonly sessions: number;
  readonly followed: boolean;
}
