// The files of the ledger: printing them, and reading them back as data that anyone may have written. What does not
// parse is left out by the reader and named in a finding, never an error.
import { createHash } from 'node:crypto';
import { z } from 'zod';
import type { ChangeFlag, HeldReason } from '../model/change.ts';
import type { Decision, Withdrawal } from '../model/decision.ts';
import type { Finding, FindingCode } from '../model/finding.ts';
import type { Observation, SessionRecord } from '../model/observation.ts';
import { ORIGINS } from '../model/origin.ts';
import { PLAYBOOK_KINDS } from '../model/playbook.ts';
import type { ProposedChange, RunRecord } from '../model/run.ts';
import { isLedgerTime } from './commit-time.ts';
import { OBJECT_ID } from './git.ts';
import { isPlaybookPath } from './playbook-paths.ts';
import { isRunBranch, isRunId } from './refs.ts';

/** Version of the ledger's schema. A program never writes into a ledger that is newer than itself. */
export const LEDGER_VERSION = 1;

export function printFormat(): string {
  return `${JSON.stringify({ version: LEDGER_VERSION })}\n`;
}

/** The version in `format.json`; null when it is not one. */
export function parseFormat(text: string): number | null {
  const parsed = z.object({ version: z.number() }).safeParse(parseJson(text));
  return parsed.success ? parsed.data.version : null;
}

const text = z.string();
/** What reaches git or names a reference is checked here, so that a record anyone wrote cannot point elsewhere. */
const objectId = z.string().regex(OBJECT_ID);
/** Sorted as text, so nothing else may stand there: what is later than all to come would decide for ever. */
const time = z
  .string()
  .regex(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{1,9})?Z$/)
  .refine(isLedgerTime);
const texts = z.array(z.string());
const count = z.number();
const nullable = z.string().nullable();
const origin = z.enum(ORIGINS);
/** Any reader's name: a ledger may hold formats that only a newer dream reads. */
const formatId = z.string().regex(/^[a-z0-9-]{1,40}$/);

const quote = z.object({ turn: count, origin, text });
const support = z.object({ sessions: count, days: count, people: count, first: text, last: text });
const value = z.object({ kind: text, project: text, prescribes: text, forbids: text });

const session = z.object({
  key: text,
  id: text,
  format: formatId,
  project: text,
  agent: text,
  agentVersion: nullable,
  model: nullable,
  people: texts,
  startedAt: nullable,
  endedAt: nullable,
  outcome: nullable,
  parent: nullable,
  turns: count,
  contentHash: text,
  bytes: count,
  readerVersion: text,
  minerVersion: text,
  opening: texts,
  prompt: z.string().nullable(),
  // Not in ledgers of earlier versions.
  touched: texts.default([]),
  folder: text.default(''),
});

// Unknown keys of observations are kept: a miner may add one that the weighing wants back.
const base = { session: text, project: text, key: text, origin, quotes: z.array(quote) };
const observation = z.discriminatedUnion('kind', [
  z.looseObject({
    ...base,
    kind: z.literal('failure'),
    tool: text,
    action: text,
    attempted: text,
    signature: text,
    error: text,
    decisive: z.boolean(),
    reworked: z.boolean(),
    hidden: z.boolean(),
    // Not in ledgers of earlier versions.
    green: z.boolean().default(false),
    named: text.default(''),
    tabs: z.boolean(),
    next: texts,
    fix: z
      .looseObject({
        command: text,
        how: z.enum(['instead', 'before', 'path']),
        origin,
        turns: count,
        seconds: count.nullable(),
      })
      .nullable(),
  }),
  z.looseObject({
    ...base,
    kind: z.literal('statement'),
    statement: text,
    rule: text,
    more: texts,
    standing: z.boolean(),
    rejecting: z.boolean(),
    retracts: z.enum(['rule', 'duty', 'ban']).optional(),
  }),
  z.looseObject({
    ...base,
    kind: z.literal('request'),
    request: text,
    position: count,
    messages: count,
    task: z.boolean(),
    picks: z.boolean(),
    followedBy: texts,
    commands: texts,
    afterWork: z.boolean(),
    ranBefore: texts,
  }),
  z.looseObject({
    ...base,
    kind: z.literal('theme'),
    theme: text,
    messages: count,
    objects: texts,
    standing: z.boolean(),
  }),
  z.looseObject({
    ...base,
    kind: z.literal('steps'),
    steps: z.array(z.looseObject({ key: text, display: text, turn: count, origin, request: count })),
  }),
  z.looseObject({
    ...base,
    kind: z.literal('remark'),
    remark: text,
    names: texts,
    afterFailure: z.boolean(),
    // Not in ledgers of earlier versions.
    advised: nullable.default(null),
    next: nullable.default(null),
    proven: z.boolean().default(false),
  }),
  z.looseObject({
    ...base,
    kind: z.literal('finding'),
    topic: z.enum(['rule', 'format', 'hook', 'place', 'deprecated', 'notice', 'noise', 'flaky', 'long']),
    command: text,
    subject: text,
    line: text,
    template: text,
    fix: nullable,
  }),
  z.looseObject({
    ...base,
    kind: z.literal('lookup'),
    how: z.enum(['read', 'search', 'server']),
    target: text,
    where: nullable,
    callsBefore: count,
  }),
  z.looseObject({
    ...base,
    kind: z.literal('commit'),
    prefix: text,
    capital: z.boolean(),
    length: count,
    body: z.boolean(),
    trailers: texts,
  }),
  z.looseObject({ ...base, kind: z.literal('instruction'), instruction: text, file: text }),
  z.looseObject({ ...base, kind: z.literal('heard'), outside: text, typed: text }),
]);

const decision = z.object({
  verdict: z.enum(['accepted', 'edited', 'rejected', 'later', 'undone', 'revived']),
  change: text,
  commit: objectId,
  run: text,
  playbook: text,
  pattern: text,
  value,
  sessions: count,
  trust: text,
  who: text,
  at: time,
  reason: text,
  trusted: z.boolean().optional(),
  result: objectId.nullable(),
});

const withdrawal = z.object({ session: text, who: text, at: time, reason: text, lifted: z.boolean() });

const proposed = z.object({
  id: z.string().regex(/^[0-9a-f]{8}$/),
  type: z.enum(['add', 'revise', 'merge', 'retire']),
  pattern: text,
  path: z.string().refine(isPlaybookPath),
  playbook: text,
  kind: z.enum(PLAYBOOK_KINDS),
  title: text,
  project: text,
  support,
  trust: text,
  flags: z.array(z.custom<ChangeFlag>((flag) => typeof flag === 'string')),
  quarantined: z.boolean(),
  value,
  sessions: texts,
  quotes: z.array(
    z.object({
      session: text,
      sessionId: text,
      format: formatId,
      turn: count,
      origin,
      text,
      sha256: z
        .string()
        .regex(/^[0-9a-f]{64}$/)
        .optional(),
      day: nullable,
    }),
  ),
  score: count,
  scoreParts: z.array(z.object({ name: text, value: count })),
  supersedes: nullable,
  // Not in ledgers of earlier versions.
  impacts: z.array(z.object({ rule: text, line: count, text })).optional(),
  removes: z.array(z.string().refine(isPlaybookPath)).default([]),
  replaces: nullable.default(null),
});

const held = z.object({
  reason: z.custom<HeldReason>((reason) => typeof reason === 'string'),
  title: text,
  project: text,
  pattern: text,
  sessions: count,
  detail: text,
});

const finding = z.object({
  code: z.custom<FindingCode>((code) => typeof code === 'string'),
  file: nullable,
  line: count.nullable(),
  detail: text,
});

const run = z.object({
  id: z.string().refine(isRunId),
  branch: nullable,
  memoryBranch: text,
  base: objectId,
  engine: text,
  dreamVersion: text,
  configHash: text,
  planHash: text.default(''),
  words: z.literal('local').optional(),
  rebuild: z.boolean().optional(),
  startedAt: time,
  endedAt: text,
  usage: z.object({ inputTokens: count, outputTokens: count, costUSD: count }),
  sessions: z.object({
    files: count,
    read: count,
    new: count,
    updated: count.default(0),
    leftOut: count.default(0),
    unchanged: count,
    active: count,
    unreadable: count,
    turns: count,
    byFormat: z.record(z.string(), count),
  }),
  // One that does not parse must not take the others with it.
  changes: z.array(z.unknown()),
  held: z.array(z.unknown()).catch([]),
  findings: z.array(z.unknown()).catch([]),
});

export function printRunRecord(record: RunRecord): string {
  return `${JSON.stringify(record, null, 1)}\n`;
}

/**
 * @param report told of every part that does not parse and is left out, such as `change 2`
 * @returns null when it is not a run's record
 */
export function parseRunRecord(source: string, report: (part: string) => void = () => undefined): RunRecord | null {
  const parsed = run.safeParse(parseJson(source));
  if (!parsed.success) return null;
  const { id, branch } = parsed.data;
  if (branch !== null && !isRunBranch(branch, id)) return null;
  const readable = <T>(name: string, list: readonly unknown[], schema: z.ZodType<T>): T[] =>
    list.flatMap((one, at) => {
      const part = schema.safeParse(one);
      if (!part.success) report(`${name} ${at + 1}`);
      return part.success ? [part.data] : [];
    });
  return {
    ...parsed.data,
    changes: readable<ProposedChange>('change', parsed.data.changes, proposed),
    held: readable('held proposal', parsed.data.held, held),
    findings: readable('finding', parsed.data.findings, finding),
  };
}

/** One value in a line, as in all `.jsonl` files of the ledger. */
export function printLine(value: SessionRecord | Observation | Decision | Withdrawal): string {
  return JSON.stringify(value);
}

export const parseSessionLine = lineParser<SessionRecord>(session);
export const parseObservationLine = lineParser<Observation>(observation);
export const parseDecisionLine = lineParser<Decision>(decision);
export const parseWithdrawalLine = lineParser<Withdrawal>(withdrawal);

/** Reads a `.jsonl` file line by line; lines that do not parse go to `report`. */
export function* parseLines<T>(
  bytes: Buffer,
  parse: (line: string) => T | null,
  report: (line: number) => void,
): Generator<T> {
  let number = 0;
  for (let at = 0; at < bytes.length;) {
    const found = bytes.indexOf(10, at);
    const end = found === -1 ? bytes.length : found;
    number += 1;
    const line = bytes.toString('utf8', at, end);
    at = end + 1;
    if (line.trim() === '') continue;
    const value = parse(line);
    if (value === null) report(number);
    else yield value;
  }
}

/** Name of a decisions file that every machine gives to the same lines. */
export function nameOfLines(lines: readonly string[]): string {
  return createHash('sha256').update(lines.join('\n')).digest('hex').slice(0, 16);
}

/** A finding about a line of the ledger. */
export function brokenLine(file: string, line: number | null, detail = 'in the ledger'): Finding {
  return { code: 'broken-line', file, line, detail };
}

function lineParser<T>(schema: z.ZodType<T>): (line: string) => T | null {
  return (line) => {
    const parsed = schema.safeParse(parseJson(line));
    return parsed.success ? parsed.data : null;
  };
}

function parseJson(source: string): unknown {
  try {
    return JSON.parse(source);
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}
