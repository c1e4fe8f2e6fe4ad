// How likely is it that one command was meant to do what another failed to do? A question about two command lines and
// what the failed one printed; when and where they ran is for others to judge.
import { isRunner, type ShellCommand } from '../text/shell-command.ts';
import { editDistance } from '../text/similarity.ts';

/** Most words of a command that are compared; a longer one is a script. */
const MAX_WORDS = 40;
/** Longest word that is compared letter by letter. */
const MAX_WORD = 40;
/** What a word is worth that is nearly the same (a typo, another spelling). */
const NEARLY = 0.85;
/** How much of a word that the failed command printed counts against the likeness: the tool itself asked for it. */
const PRINTED = 0.2;
/** Share of its letters that a typo changes at most; more when the failure says that there is no such word. */
const TYPO_SHARE = 0.34;
const TYPO_SHARE_UNKNOWN = 0.4;
/** What a candidate is worth that does nothing of what the failure itself said to run. */
const UNHEEDED = 0.6;
/** Programs that look at what they are given: another operand is another look, not a fix. */
const LOOKING = new Set(
  'cat cd diff du fd file find grep head less ls man nl rg sed stat tail test tree type wc which'.split(' '),
);
const PACKAGE_MANAGER = /^(?:npm|pnpm|yarn|bun)$/;
/** Says that the program, or the part of it that was asked for, is not there. */
const MISSING_TOOL =
  /command not found|: not found\b|is not recogni[sz]ed|not installed|could not determine executable|no such file or directory|unknown (?:command|subcommand|program)|unrecogni[sz]ed (?:command|subcommand)|cannot find (?:module|package)|no module named|no manual entry/i;
/** Says that the part of the program that was asked for does not exist or is used wrongly. */
const WRONG_USE =
  /\busage:|\bunknown\b|\bunrecogni[sz]ed\b|\binvalid\b|\bno such\b|\bambiguous\b|\bnot a\b|\bis not\b|did you mean|most similar|perhaps you meant|no command named|not found|missing script/i;

const NOT_FOUND = /not found|no such|does(?: not|n't) exist|did not match|unknown|cannot find|can't (?:cd|open|read)/i;
/** Says that the caller may not do it, or may not do it as root. */
const RIGHTS = /permission denied|not permitted|as root|\bsudo\b|superuser|must be root|EACCES|EPERM|access denied/i;

/** What a failed call printed, prepared once for all candidates. */
export interface Printed {
  readonly text: string;
  readonly words: ReadonlySet<string>;
  /** The program, or a part of it, is not there. */
  readonly missing: boolean;
  /** The command was used wrongly, or does not exist. */
  readonly misused: boolean;
  /** Words of the lines that say that something is wrong or not there. */
  readonly blamed: ReadonlySet<string>;
  /** Something it was given is not there. */
  readonly notFound: boolean;
  /** The caller had too few rights, or too many. */
  readonly rights: boolean;
  /** Words of the command lines that it showed on lines of their own or in quotes. */
  readonly said: readonly (readonly string[])[];
}

/** Prepares an output for comparing; only its first 8,000 characters count. */
export function readPrinted(output: string): Printed {
  const text = output.slice(0, 8_000);
  const words = wordsIn(text);
  const lines = text.split('\n', 200);
  const faulty = lines.filter(
    (line, at) => isFaulty(line) || (at > 0 && /:\s{0,3}$/.test(lines[at - 1] ?? '') && isFaulty(lines[at - 1] ?? '')),
  );
  return {
    text,
    words,
    blamed: wordsIn(faulty.join('\n')),
    missing: MISSING_TOOL.test(text),
    misused: WRONG_USE.test(text),
    notFound: NOT_FOUND.test(text),
    rights: RIGHTS.test(text),
    said: linesSaid(text),
  };
}

function wordsIn(text: string): ReadonlySet<string> {
  return new Set(text.split(/[\s"'`“”‘’,;()<>[\]{}|]+/).map((word) => word.replace(/(?<![.:!?])[.:!?]+$/, '')));
}

function isFaulty(line: string): boolean {
  return NOT_FOUND.test(line) || WRONG_USE.test(line);
}

/** Lines that stand indented by themselves, and what is in quotes: advice is shown that way. */
function linesSaid(text: string): readonly (readonly string[])[] {
  const indented = text.split('\n', 60).filter((line) => /^(?:\t| {2,8})[a-z]/.test(line));
  const quoted = [...text.matchAll(/["'`]([a-z][^"'`\n]{3,120})["'`]/g)].map((match) => match[1] ?? '');
  return [...indented, ...quoted]
    .slice(0, 40)
    .map((line) => line.trim().split(/\s+/).slice(0, MAX_WORDS))
    .filter((words) => words.length > 1);
}

/**
 * Likeness of a later command to a failed one: a Sørensen–Dice coefficient over words in which nearly equal words match
 * and words that the failure printed hardly count against it. 0 when the two are the same, differ only in what is
 * different each time, or have another intent.
 * @returns from 0 to 1
 */
export function likenessOf(failed: ShellCommand, other: ShellCommand, printed: Printed): number {
  const from = wordsFor(failed);
  const to = wordsFor(other);
  if (from.join(' ') === to.join(' ')) return differsInPath(failed, other) && printed.notFound ? 0.9 : 0;
  if (from.join('') === to.join('')) return 1;
  if (maskOneOffs(from) === maskOneOffs(to) && !to.some((word) => !from.includes(word) && printed.words.has(word))) {
    return 0;
  }
  if (!hasSameIntent(failed, other, from, to, printed)) return 0;
  const left = matchWords(from, to, printed);
  const added = left.added.filter((word) => !printed.words.has(word)).length;
  const asked = left.added.length - added;
  const likeness = (2 * left.score) / (from.length + left.score + added + asked * PRINTED);
  return isUnheeded(from, to, printed) ? likeness * UNHEEDED : likeness;
}

function differsInPath(failed: ShellCommand, other: ShellCommand): boolean {
  return failed.words.slice(1).some((word, at) => word !== other.words[at + 1]);
}

/** The failure showed how to run the same thing, and the candidate took over none of it. */
function isUnheeded(from: readonly string[], to: readonly string[], printed: Printed): boolean {
  const advice = printed.said.filter((line) => line[0] === from[0] && line[1] === from[1] && line.length > from.length);
  return advice.length > 0 && !advice.some((line) => line.some((word) => !from.includes(word) && to.includes(word)));
}

/** A script path differs by machine, and `npm run lint` is `npm lint` for some runners: neither makes another command. */
function wordsFor(command: ShellCommand): readonly string[] {
  const words =
    PACKAGE_MANAGER.test(command.program) && command.words[1] === 'run'
      ? [command.program, ...command.words.slice(2)]
      : [
          command.called.includes('://') || command.called.includes('@') ? command.called : command.program,
          ...command.words.slice(1),
        ];
  return words
    .slice(0, MAX_WORDS)
    .map((word) => (/^(?:\/|~\/|\.\/)/.test(word) ? word.slice(word.lastIndexOf('/') + 1) || word : word));
}

/** Numbers, hashes, dates and free text differ each time something is done: two commands that differ only there are one. */
function maskOneOffs(words: readonly string[]): string {
  return words
    .map((word) =>
      /\s/.test(word) ? '<text>' : word.replaceAll(/\b[0-9a-f]{7,40}\b/g, '<n>').replaceAll(/\d+/g, '<n>'),
    )
    .join(' ');
}

/** Pairs words off: the same ones first, then nearly the same ones in order. */
function matchWords(
  from: readonly string[],
  to: readonly string[],
  printed: Printed,
): { readonly score: number; readonly added: readonly string[] } {
  const rest = [...to];
  let score = 0;
  const unmatched = from.filter((word) => {
    const at = rest.indexOf(word);
    if (at < 0) return true;
    rest.splice(at, 1);
    score += 1;
    return false;
  });
  for (const word of unmatched) {
    const at = rest.findIndex((one) => isNearly(word, one, printed));
    if (at < 0) continue;
    rest.splice(at, 1);
    score += NEARLY;
  }
  return { score, added: rest };
}

/** The same word with a slip of the finger, in another case, longer or shorter, or the same file in another folder. */
function isNearly(a: string, b: string, printed: Printed): boolean {
  if (a.length > MAX_WORD * 3 || b.length > MAX_WORD * 3) return false;
  if (a.toLowerCase() === b.toLowerCase()) return true;
  if (a.includes('/') && b.includes('/')) return baseName(a) === baseName(b);
  return isTypo(a, b, printed) || isPart(a, b);
}

function baseName(path: string): string {
  const bare = path.replace(/\/$/, '');
  return bare.slice(bare.lastIndexOf('/') + 1);
}

/** `lint` and `lint:fix`, `actionlint` and `github-actionlint@latest`: one is a part of the other. */
function isPart(a: string, b: string): boolean {
  const [short, long] = a.length <= b.length ? [a, b] : [b, a];
  if (short.length < 3 || short.startsWith('-')) return false;
  if (long.startsWith(short) || long.endsWith(short)) return true;
  return short.length > 3 && long.split(/[-_:./@]/).includes(short);
}

function isTypo(a: string, b: string, printed: Printed): boolean {
  const share = printed.missing || printed.misused ? TYPO_SHARE_UNKNOWN : TYPO_SHARE;
  const longer = Math.max(a.length, b.length);
  if (Math.min(a.length, b.length) < 2 || longer > MAX_WORD || /^\d+$/.test(a) || /^\d+$/.test(b)) return false;
  return editDistance(a, b) <= Math.max(longer === 2 ? 1 : 0, Math.floor(longer * share));
}

/** Whether a command could be meant to do what another failed to do. */
function hasSameIntent(
  failed: ShellCommand,
  other: ShellCommand,
  from: readonly string[],
  to: readonly string[],
  printed: Printed,
): boolean {
  const [program = ''] = from;
  const [otherProgram = ''] = to;
  const operands = operandsOf(from);
  const kept = operands.filter((word) => to.includes(word));
  const nearly = operands.filter((word) => to.some((one) => one === word || isNearly(word, one, printed)));
  const [verb, otherVerb] = [operativeOf(failed), operativeOf(other)];
  if (program === otherProgram || failed.core === other.core) {
    if (verb === '' && operands.length > 0 && nearly.length === 0) return isReplaced(program, operands, to, printed);
    if (verb === '' || verb === otherVerb || to.some((word) => word === verb || isNearly(verb, word, printed)))
      return true;
    if (isReplaced(program, operands, to, printed)) return true;
    // Another sub-command for the same things, after the tool said that the first one is not there.
    if (!printed.misused) return false;
    if (kept.some((word) => isDistinctive(word))) return true;
    return printed.blamed.has(verb) && (operands.length > 1 ? kept.length > 0 : printed.words.has(otherVerb));
  }
  // The whole failed command is kept, with a program in front of it, or without the one it had.
  if (to.includes(program) || from.includes(otherProgram)) return operands.length === 0 || nearly.length > 0;
  const unknown = printed.missing || printed.text.trim() === '';
  const renamed = isTypo(program, otherProgram, printed) && Math.min(program.length, otherProgram.length) > 2;
  const longer = Math.min(program.length, otherProgram.length) > 2 && !/[/@]/.test(program + otherProgram);
  const related = longer && (program.startsWith(otherProgram) || otherProgram.startsWith(program));
  if ((renamed || related) && unknown) return operands.length === 0 || kept.length > 0;
  // A runner of another make for the same script.
  if (verb !== '' && verb === otherVerb && isRunner(program) && isRunner(otherProgram)) return true;
  return printed.missing && operands.length > 0 && kept.length === operands.length;
}

/** The one thing it was given is not there, by the failure's own words, and something else was given in its place. */
function isReplaced(program: string, operands: readonly string[], to: readonly string[], printed: Printed): boolean {
  if (LOOKING.has(program) || operands.length !== 1 || operandsOf(to).length !== 1) return false;
  return printed.notFound && !isRunner(program) && printed.blamed.has(operands[0] ?? '');
}

/** A word that nobody uses for two things: an address, a path, a long name. */
function isDistinctive(word: string): boolean {
  return word.length > 11 || /[/@]|\w\.\w/.test(word);
}

/** The word that says what is done: the sub-command or script, empty when the program says it all. */
function operativeOf(command: ShellCommand): string {
  return command.core.includes(' ') ? command.core.slice(command.core.lastIndexOf(' ') + 1) : '';
}

function operandsOf(words: readonly string[]): readonly string[] {
  return words.slice(1).filter((word) => !word.startsWith('-'));
}
