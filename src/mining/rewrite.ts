// What changes from a failed command to the one that worked, so that the same change seen with other scripts and files is
// one lesson, and a change of nothing but the things at hand is none.
import type { FailureObservation } from '../model/observation.ts';
import { reasonOf } from './failure-reason.ts';
import { isRunner, parseShellCommands } from '../text/shell-command.ts';

/** Most words that may differ between a failed command and its fix to count as one rewrite. */
const MAX_REWRITE_WORDS = 3;
/** Programs that look at what they are given: another file or pattern is another look, not a fix. */
const LOOKING =
  /^(?:awk|cat|cd|diff|du|fd|file|find|grep|egrep|head|jq|less|ls|nl|rg|sed|stat|tail|test|tree|type|wc|which)$/;
const LOOKING_GIT = /^git (?:diff|log|show|status|branch|rev-parse|ls-files|blame|grep|rev-list|cat-file)\b/;
const NOT_THERE = /no such file|does(?: not|n't) exist|not found|ENOENT|can't (?:read|open)|did not match any file/i;

export interface Rewrite {
  /** Groups pairs with the same change. */
  readonly key: string;
  readonly drop: string;
  readonly put: string;
  /** True when `drop` and `put` are the whole difference, in one place. */
  readonly compact: boolean;
  readonly how: 'instead' | 'before' | 'path';
  /** The failed command and what worked, without what differs each time. */
  readonly attempted: string;
  readonly fixed: string;
}

/** A failure with the fix it had. */
export type FixedFailure = FailureObservation & { readonly fix: NonNullable<FailureObservation['fix']> };

/**
 * The change from a failed command to its fix. Forms that are one lesson however often they vary: a prefix that is dropped
 * (`rtk bun run test` → `bun run test`), another program for the same script (`npm run lint` → `pnpm lint`), a file that is
 * elsewhere, and a few words in one place. Anything else is a lesson of its own commands.
 * @returns null when nothing changes but what differs each time, or only where was looked
 */
export function rewriteOf(failure: FixedFailure): Rewrite | null {
  const { fix } = failure;
  if (fix.how === 'path') return pathRewrite(failure.attempted, fix.command);
  const attempted = withPlaceholders(failure.attempted);
  const fixed = withPlaceholders(fix.command);
  const shown = { how: fix.how, attempted, fixed };
  if (attempted === fixed) return null;
  if (fix.how === 'before') {
    if (LOOKING.test(attempted.split(' ')[0] ?? '') || isIdle(fixed)) return null;
    return { ...shown, key: `${keyOf(attempted)}⇐${keyOf(fixed)}`, drop: '', put: '', compact: false };
  }
  const from = attempted.split(' ');
  const to = fixed.split(' ');
  const [program = ''] = from;
  const [other = ''] = to;
  if (reasonOf(failure.error) === 'glob') return quoteRewrite(program, from, to);
  const prefix = from.slice(0, from.length - to.length);
  if (prefix.length > 0 && prefix.length <= MAX_REWRITE_WORDS && from.slice(prefix.length).join(' ') === to.join(' ')) {
    return { ...shown, ...compact(program, prefix.join(' '), '') };
  }
  if (
    program !== other &&
    isRunner(program) &&
    isRunner(other) &&
    lastWord(keyOf(attempted)) === lastWord(keyOf(fixed))
  ) {
    return { ...shown, ...compact(program, program, other) };
  }
  const { drop, put } = differenceOf(from, to);
  const moved = drop.length === 1 && put.length === 1 ? pathRewrite(drop[0] ?? '', put[0] ?? '') : null;
  if (moved !== null && NOT_THERE.test(failure.error)) return moved;
  const looks = (command: string): boolean => LOOKING.test(command.split(' ')[0] ?? '') || LOOKING_GIT.test(command);
  const operandsOnly = [...drop, ...put].every((word) => !word.startsWith('-') || word === '--');
  if (looks(attempted) && looks(fixed) && (operandsOnly || !failure.decisive)) return null;
  const inPlace = drop.length + put.length < from.length + to.length;
  const small = inPlace && drop.length <= MAX_REWRITE_WORDS && put.length <= MAX_REWRITE_WORDS;
  if (small && ![...drop, ...put].some((word) => /\/[\w<]|…/.test(word))) {
    return { ...shown, ...compact(program, drop.join(' '), put.join(' ')) };
  }
  return { ...shown, key: `${keyOf(attempted)}→${keyOf(fixed)}`, drop: '', put: '', compact: false };
}

/** A pattern that must stand in quotation marks, whatever else the two commands look for. */
function quoteRewrite(program: string, from: readonly string[], to: readonly string[]): Rewrite | null {
  const unquoted = (word: string): string => word.replaceAll(/["']/g, '');
  const bare = from.find((word) => /[*?[]/.test(word) && to.some((one) => one !== word && unquoted(one) === word));
  const put = to.find((word) => unquoted(word) === bare);
  if (bare === undefined || put === undefined) return null;
  return {
    ...compact(program, bare, put),
    how: 'instead',
    attempted: `${program} … ${bare}`,
    fixed: `${program} … ${put}`,
  };
}

/** Whether a line prepares nothing: it looks, waits or sets things aside before its last command. */
function isIdle(line: string): boolean {
  const before = line.split(' && ').slice(0, -1);
  return before.every(
    (one) => LOOKING.test(one.split(' ')[0] ?? '') || /^(?:sleep|echo|true|printf|pwd|git stash)\b/.test(one),
  );
}

function compact(program: string, drop: string, put: string): Pick<Rewrite, 'key' | 'drop' | 'put' | 'compact'> {
  return { key: `${program}|${drop}→${put}`, drop, put, compact: true };
}

/** A file in another folder. Files that all moved by the same folder are one lesson. */
function pathRewrite(from: string, to: string): Rewrite | null {
  const [a, b] = [bare(from), bare(to)];
  if (a === b || a === '' || b === '') return null;
  if (!/[./]/.test(a) || a.slice(a.lastIndexOf('/') + 1) !== b.slice(b.lastIndexOf('/') + 1)) return null;
  const key = b.endsWith(`/${a}`)
    ? `path|+${b.slice(0, -a.length)}`
    : a.endsWith(`/${b}`)
      ? `path|-${a.slice(0, -b.length)}`
      : `path|${a}→${b}`;
  return { key, drop: '', put: '', compact: false, how: 'path', attempted: a, fixed: b };
}

function bare(path: string): string {
  return path.replaceAll(/^["']|["']$/g, '').replace(/^\.\//, '');
}

function differenceOf(
  from: readonly string[],
  to: readonly string[],
): { readonly drop: string[]; readonly put: string[] } {
  let start = 0;
  while (start < from.length && start < to.length && from[start] === to[start]) start += 1;
  let end = 0;
  while (end < from.length - start && end < to.length - start && from.at(-1 - end) === to.at(-1 - end)) end += 1;
  return { drop: from.slice(start, from.length - end), put: to.slice(start, to.length - end) };
}

/** A command without what is different each time: numbers, hashes, dates, addresses of one thing, temporary files. */
export function withPlaceholders(display: string): string {
  const words = display.split(' ');
  return words
    .map((word, at) => {
      const option = at > 0 && (words[at - 1] ?? '').startsWith('-');
      if (/^#?\d{1,9}$/.test(word) && (!option || word.length > 3)) return '<n>';
      return word
        .replaceAll(/["']?(?:\/private)?(?:\/tmp|\/var\/folders)\/[\w./<>@-]{0,200}["']?/g, '<temporary file>')
        .replaceAll(/\b[0-9a-f]{8}-[0-9a-f-]{27}\b/g, '<id>')
        .replaceAll(/\b(?=[0-9a-f]{0,39}\d)[0-9a-f]{7,40}\b/g, '<hash>')
        .replaceAll(/\b\d{4}-\d\d-\d\d(?:T[\d:.]+Z?)?/g, '<date>')
        .replaceAll(/\b\d{5,}\b/g, '<n>')
        .replaceAll(/(?<!\d)\d+,\d+p\b/g, '<lines>p');
    })
    .join(' ');
}

export function keyOf(display: string): string {
  return parseShellCommands(display)[0]?.key ?? display;
}

/** The option of a failed command that its error complains about: the same mistake with whatever command. */
export function offendingOption(failure: FailureObservation): string | null {
  if (failure.action !== 'shell' || reasonOf(failure.error) !== 'option') return null;
  return failure.attempted.split(' ').find((word) => /^-{1,2}\w/.test(word) && failure.error.includes(word)) ?? null;
}

/** What a command does, however it was wrapped and whatever it was given. */
export function coreOf(display: string): string {
  const command = parseShellCommands(display)[0];
  return command === undefined || command.core === command.program ? withPlaceholders(display) : command.core;
}

function lastWord(key: string): string {
  return key.slice(key.lastIndexOf(' ') + 1);
}
