// Which lines of a long output name something that can come back: a linter's rule, formatting, a folder that a check
// should not look into, a step of a git hook, a notice. Pure text questions on bounded lines; nothing here knows sessions.
import type { FindingTopic } from '../model/observation.ts';
import { purposeOf } from '../text/command-purpose.ts';
import { isIdentifier, printedFact } from '../text/printed-fact.ts';

/** A telling line of one output. */
export interface FoundLine {
  readonly topic: FindingTopic;
  /** What was found, in few words; empty when only the line says it. */
  readonly subject: string;
  /** What the line says, without what it wants done; empty when nothing is left. */
  readonly line: string;
  /** The file it is about, as printed; empty when the line names none. */
  readonly file: string;
}

/** Lines read at the start and at the end of an output, and the longest line that is read. */
const HEAD = 300;
const TAIL = 300;
const MAX_LENGTH = 400;

/** The lines of an output that are read, without colours and ends. */
export function linesOf(output: string): readonly string[] {
  const lines = output.split('\n');
  const some = lines.length <= HEAD + TAIL ? lines : [...lines.slice(0, HEAD), ...lines.slice(-TAIL)];
  return some.filter((line) => line.length <= MAX_LENGTH).map((line) => line.trimEnd());
}

/** Whether an output reports anything bad at all, for calls whose exit code belongs to a later command. */
export function reportsErrors(lines: readonly string[]): boolean {
  return lines.some(
    (line) =>
      /\b[1-9]\d{0,5} (?:errors?|problems?|issues?|offenses?|violations?)\b/i.test(line) || /^\s*[×✗✘✖]\s/.test(line),
  );
}

// Rules: each linter has its own layout, and the name of the rule has its place in it.

const BIOME = /(?:^|\s)((?:lint|assist)\/[a-z0-9]+\/\w+)/i;
const ESLINT = /^\s*\d+:\d+\s+(?:error|warning|[×✖⚠])\s/;
const LAST_WORD = /(?<!\s)\s{2,}(@?[a-z][\w-]*(?:\/[\w/-]+)?)$/;
const CODE = /:\d{1,9}:?(?:\d{1,9}:?)?\s+\[?(?:warning:? |error:? |note:? )?([A-Z]{1,4}\d{3,5})\b/;
const CODE_FIRST = /^([A-Z]{1,4}\d{3,4}) (?:\[\*\] )?[A-Z`]/;
const NAME_IN_BRACKETS = /:\d+(?::\d+)?: .{3,}[([]([A-Za-z][\w:-]{2,50})[)\]]$/;
const CLIPPY = /\b(clippy::[a-z_]+)/;
const RUBOCOP = /:\d+:\d+: [CWEFR]: (?:\[\w+\] )?([A-Z]\w+\/\w+):/;
const RULES: readonly RegExp[] = [BIOME, RUBOCOP, CLIPPY, CODE, CODE_FIRST, NAME_IN_BRACKETS];

/** Compilers' own codes are about the code under work, not about its style. */
const COMPILER = /\berror (?:TS|CS|FS|BC|C|LNK)\d|\berror\[E\d/;
/** What is left over for a moment while code is written, or repaired by a formatter, is no lesson about style. */
const PASSING =
  /unused|undef|unresolved|syntax|pars(?:e|ing)|type-?check|^F(?:401|811|821|841)$|^E9\d\d$|^W0?61[1-4]$|^(?:todo|fixme|deprecated)$/i;
const FORMAT_RULE =
  /organizeImports|prettier\/prettier|import(?:s|-)?\/?(?:order|sort)|simple-import-sort|^(?:gofmt|goimports|gofumpt|gci|I001|W29[13])$/i;
const FORMAT =
  /formatter would have printed|would reformat\b|files? would be reformatted|not properly formatted|file is not formatted|code style issues|^diff in .+(?::\d+| at line \d+):?$|imports are incorrectly sorted|import block is un-?sorted|differs from formatting output/i;

const FILE =
  /^[\s×✗✘✖●>]*(?:FAIL\s+|error:?\s+(?:in\s+)?)?["'(]?(\.{0,2}\/?[\w@.+-]+(?:\/[\w@.+[\]()-]+)*\.[a-z][a-z0-9]{0,9})(?=[\s:"'),]|$)/i;

/** Rules and formatting that a check names. */
export function findRules(lines: readonly string[]): readonly FoundLine[] {
  const found: FoundLine[] = [];
  let file = '';
  lines.forEach((line, at) => {
    file = FILE.exec(line)?.[1] ?? file;
    const rule = COMPILER.test(line) ? null : ruleOf(line);
    if (FORMAT.test(line) || FORMAT_RULE.test(rule ?? '')) {
      found.push({ topic: 'format', subject: '', line: printedFact(line), file });
    } else if (rule !== null && !PASSING.test(rule)) {
      found.push({ topic: 'rule', subject: rule, line: printedFact(messageOf(lines, at)), file });
    }
  });
  return found;
}

function ruleOf(line: string): string | null {
  if (ESLINT.test(line)) return LAST_WORD.exec(line)?.[1] ?? null;
  for (const pattern of RULES) {
    const rule = pattern.exec(line)?.[1];
    if (rule !== undefined && isIdentifier(rule)) return rule;
  }
  return null;
}

/** What the linter says about the rule: on its line after the place, or on a marked line below it. */
function messageOf(lines: readonly string[], at: number): string {
  const line = lines[at] ?? '';
  if (BIOME.test(line)) {
    const below = lines.slice(at + 1, at + 4).find((one) => /^\s*[×✖!ⓘℹi]\s/.test(one));
    return (below ?? line).replace(/^\s*[×✖!ⓘℹi]\s+/, '').trim();
  }
  const said = line
    .replace(/^.{0,200}?:\d+(?::\d+)?:?\s+/, '')
    .replace(/^\s*\d+:\d+\s+/, '')
    .replace(/^\[?(?:error|warning|[A-Z]{1,4}\d{3,5}|[CWEFR])\]?:?\s+(?:\[\*\]\s+)?/, '');
  return said
    .replace(/(?<!\s)\s*[([][\w:-]+[)\]]$/, '')
    .replace(LAST_WORD, '')
    .trim();
}

// Places: a folder of temporary files, of tools or of somebody else's code that a check looks into.

const ODD_FOLDER =
  /^(?:tmp|temp|\.tmp|\.temp|scratch|sandbox|coverage|generated|__generated__|vendor|third[_-]party|clones?|worktrees?|\.(?!github$|gitlab$|husky$|storybook$|vscode$|config$|circleci$|devcontainer$|changeset$)[a-z][\w-]*)$/;
/** The file that a line of a report is about, wherever the report names it. */
const BLAMED = /^[\s×✗✘✖●>]*(?:FAIL\s+|error:?\s+(?:in\s+)?|in\s+)?["'(]?(\.?\/?[\w@.+-]+(?:\/[\w@.+-]+)+)/i;
const FROM =
  /(?:cannot find|could not resolve|unable to resolve|failed to (?:load|parse|resolve)|too large|size).{0,160}?['"]?(\/?[\w@.+-]+(?:\/[\w@.+-]+){2,})['"]?$/i;

/**
 * Folders beside the project's own code that a failing check names.
 * @param toLocal makes paths of the session's folder relative
 */
export function findPlaces(lines: readonly string[], toLocal: (line: string) => string): readonly FoundLine[] {
  return lines.flatMap((printed) => {
    const line = toLocal(printed);
    const path = FROM.exec(line)?.[1] ?? BLAMED.exec(line)?.[1];
    if (path === undefined || path.startsWith('/')) return [];
    const parts = path.replace(/^\.\//, '').split('/');
    const odd = parts.slice(0, 2).findIndex((part) => ODD_FOLDER.test(part));
    // The folder itself says little where temporary files of many kinds lie: one level more names whose they are.
    const last = Math.min(odd + 2, parts.length - 1);
    if (odd < 0 || last <= odd) return [];
    return [{ topic: 'place' as const, subject: parts.slice(0, last).join('/'), line: printedFact(line), file: path }];
  });
}

// Hooks: what ran between `git commit` and its result.

const NAMED_STEP = /^([A-Za-z][\w .:()/-]{1,59}?)\.{3,}(?:\([^)]{0,60}\))?(Passed|Failed|Skipped)$/;
const ECHOED = /^(?:\$|>) (?!.*@\d+\.\d)(\S.{1,200})$/;
const STEPS: readonly (readonly [string, RegExp])[] = [
  [
    'the tests',
    /^\s*\d+ (?:pass|passed|passing)\b|^\s*(?:Tests?|Test Files|Test Suites):?\s+.{0,40}\d+ passed|^test result: |^={2,}.{0,80}\d+ passed|^ok\s+\S+\s+(?:\d|\()|^Ran \d+ tests?\b|^\d+ examples?, \d+ failures?|^OK \(\d+ tests?/,
  ],
  [
    'the linter',
    /^\s*Checked \d+ files? in |^\s*✖ \d+ problems?|^All checks passed!|^\d+ issues?[.:]|^\d+ files? inspected, /,
  ],
  [
    'the type check',
    /\berror TS\d+|^Success: no issues found in \d+ source files?|^\d+ errors?, \d+ warnings?, \d+ informations?/,
  ],
  [
    'the formatter',
    /^All matched files use Prettier|^\d+ files? (?:already formatted|left unchanged|would be reformatted)/,
  ],
  [
    'lint-staged',
    /^\s*(?:\[STARTED\]|✔|⚠|❯|→)?\s*(?:Preparing lint-staged|Running tasks for staged files|Backed up original state)/,
  ],
];
const PURPOSE_STEP: Readonly<Record<string, string>> = {
  test: 'the tests',
  'run end-to-end tests': 'the end-to-end tests',
  'measure test coverage': 'the tests',
  lint: 'the linter',
  'fix lint and formatting': 'the linter',
  'check types': 'the type check',
  format: 'the formatter',
  build: 'the build',
};

/** Which step of a hook a command is, in words of ours; null for other commands. */
export function stepOf(command: string): string | null {
  return PURPOSE_STEP[purposeOf(command)?.phrase ?? ''] ?? null;
}

/** Steps of a hook that an output of `git commit` or `git push` shows. */
export function findHookSteps(lines: readonly string[]): readonly FoundLine[] {
  return lines.flatMap((line) => {
    if (line.startsWith('remote: ')) return [];
    const named = NAMED_STEP.exec(line)?.[1]?.trim();
    // `Lint` and `Test` are what everybody calls these steps; other names are the project's own.
    if (named !== undefined) {
      const step = /^\w+$/.test(named) ? stepOf(named.toLowerCase()) : null;
      return step === null && printedFact(named) !== named ? [] : [hookStep(step ?? named, step ?? named)];
    }
    const echoed = ECHOED.exec(line)?.[1];
    if (echoed !== undefined) {
      const step = stepOf(echoed);
      return step === null ? [] : [hookStep(step, echoed)];
    }
    return STEPS.filter(([, pattern]) => pattern.test(line)).map(([step]) => hookStep(step, line));
  });
}

function hookStep(subject: string, line: string): FoundLine {
  return { topic: 'hook', subject, line: line.trim(), file: '' };
}

/** Where the output of `git commit` ends: `[main 1a2b3c4] message`. */
export function isCommitResult(line: string): boolean {
  return /^\[[^\]]{1,120} [0-9a-f]{7,40}\] /.test(line);
}

// Notices: what a tool says beside its work.

const NOTICE = /^\W{0,4}(?:\[[\w-]{1,30}\]\s*)?(?:warn(?:ing)?|note|notice)\b[:!\]]?\s+\S.{10,}/i;
const DEPRECATED = /^\W{0,4}(?:warn(?:ing)?\b.{0,120}\bdeprecated\b|deprecat(?:ed|ion)\b[:!]?\s+\S)/i;
/** Packages and calls that are deprecated are somebody else's; every install names some. */
const OTHERS_DEPRECATED =
  /DeprecationWarning|deprecated (?:sub)?dependenc|\bwarn(?:ing)? deprecated\b|\S@v?\d|\[DEP\d+\]/i;

/** Who writes addresses and commands into a notice wants them followed; such a line is quoted to nobody. */
const COMMANDING = /:\/\/|[`|]|\$\(|\b(?:curl|wget|sudo)\b/;

/** Deprecations and notices among lines that a tool printed about itself. */
export function findNotices(lines: readonly string[]): readonly FoundLine[] {
  const found: FoundLine[] = [];
  for (const line of lines) {
    if (/^\s*(?:remote|hint): /.test(line) || COMMANDING.test(line)) continue;
    const topic = DEPRECATED.test(line) ? 'deprecated' : 'notice';
    if (topic === 'deprecated' ? OTHERS_DEPRECATED.test(line) : !NOTICE.test(line)) continue;
    const fact = printedFact(line);
    // A deprecation is told by the name of the command; a notice that only advises says nothing.
    if (fact !== '' && (topic === 'deprecated' || NOTICE.test(fact)))
      found.push({ topic, subject: '', line: fact, file: '' });
    else if (topic === 'deprecated') found.push({ topic, subject: '', line: '', file: '' });
  }
  return found;
}

// Noise: errors that a check prints though it passes.

const ERROR_LINE =
  /^\s*(?:\[[^\]]{1,60}\]\s*)?(?:[\w.]{1,40}(?:Error|Exception)|error|fatal|warn(?:ing)?|(?:[\w ]{1,40} )?(?:failed to|could not|cannot|unable to) \w+ \w+)\b.{0,5}[: ]\S/i;
/** Names of tests, frames of code, and counts are part of a report. */
const REPORT =
  /^\s*(?:[✓✔√✅●•→›>+|-]|\d+ ?[|│)]|ok\b|pass\b|\(pass\)|test\b|---|at )|\b0 (?:errors?|warnings?|failed)\b|[|│`]/i;

/** Lines of a run that passed which look like errors. */
export function findNoise(lines: readonly string[]): readonly FoundLine[] {
  return lines
    .filter((line) => line.length > 15 && line.length <= 200 && ERROR_LINE.test(line))
    .filter((line) => !REPORT.test(line) && !COMMANDING.test(line) && printedFact(line) === line.trim())
    .map((line) => ({ topic: 'noise' as const, subject: '', line: line.trim(), file: '' }));
}

/** Agents' own words for an output of which they are shown only a part. */
const CUT =
  /^(?:<persisted-output>|Output too large\b|\.{3}output truncated|Warning: truncated output\b|\[?(?:output|result) (?:was )?truncated\b|(?:…|\.{3})? ?\d{2,9} (?:tokens|chars|characters|bytes|lines) (?:truncated|omitted|cut)\b)/i;

/** Whether an output was too large to be shown in full. */
export function isCut(output: string): boolean {
  return output
    .slice(0, 500)
    .split('\n', 5)
    .some((line) => CUT.test(line.trim()));
}
