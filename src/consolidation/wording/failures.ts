// Words for what failed: the wrong way, the right way, and the quoted error.
import type { Claim, FailureReason } from '../../model/evidence.ts';
import { editingAdvice } from '../editing-advice.ts';
import { code, errorOf, listed, shorten, words, type Words } from './phrases.ts';

/** Longest command in a title, so that the wrong and the right one both fit. */
const HALF_TITLE = 36;

type FixedError = Extract<Claim, { type: 'fixed-error' }>;
type Recurring = Extract<Claim, { type: 'recurring-failure' }>;

export function wordFixedError(claim: FixedError): Words {
  const [attempted = '', ...otherAttempts] = claim.attempted;
  const [fixed = '', ...otherFixes] = claim.fixed;
  const error = claim.error === '' ? 'it fails without a word' : `it fails with ${code(errorOf(claim.error))}`;
  if (claim.how === 'path') return wordPath(claim, error);
  if (claim.how === 'before') {
    return words(`Before ${code(shorten(attempted, HALF_TITLE))}, run ${code(firstOf(fixed))}`, [
      ['When', `about to run ${code(attempted)}.`],
      ['Do', `${code(fixed)}.`],
      ['Avoid', `${code(attempted)} alone: ${error}.`],
      ['Why', `Agents ran ${code(attempted)} alone first, failed, and then ran ${code(fixed)} with success.`],
    ]);
  }
  if (!claim.decisive) {
    return words(`When ${code(shorten(attempted, HALF_TITLE))} fails, run ${code(shorten(fixed, HALF_TITLE))}`, [
      ['When', `${code(attempted)} fails.`],
      ['Do', `${code(fixed)}.`],
      ['Avoid', `To run ${code(attempted)} again unchanged: ${error}.`],
      ['Why', `Agents met this failure again and again, and ${code(fixed)} is what they ran next with success.`],
    ]);
  }
  const verb = claim.tool === '' ? 'run' : `call ${claim.tool} with`;
  const hidden =
    claim.hiddenSessions > 0 ? ' Behind a pipe the exit code does not show the failure: read the output.' : '';
  return words(titleOfFix(claim, attempted, fixed), [
    ['When', `about to ${verb} ${listed([attempted, ...otherAttempts].map(code), 'or')}.`],
    ['Do', `${listed([...new Set([fixed, ...otherFixes])].map(code), 'or')}.`],
    ['Avoid', `${code(attempted)}: ${error}.`],
    ['Why', `Agents tried ${code(attempted)} first, failed, and then ran ${code(fixed)} with success.${hidden}`],
  ]);
}

function wordPath(claim: FixedError, error: string): Words {
  const [attempted = ''] = claim.attempted;
  const [fixed = ''] = claim.fixed;
  return words(`Open ${code(tail(fixed))}, not ${code(tail(attempted))}`, [
    ['When', `about to open ${listed(claim.attempted.map(code), 'or')}.`],
    ['Do', `Open ${listed([...new Set(claim.fixed)].map(code), 'or')}.`],
    ['Avoid', `${code(attempted)}: ${error}.`],
    ['Why', `Agents looked for ${code(attempted)} first, and found it at ${code(fixed)}.`],
  ]);
}

/** The end of a path says more than its beginning. */
function tail(path: string): string {
  if (path.length <= HALF_TITLE) return path;
  const cut = path.slice(-HALF_TITLE + 1);
  const slash = cut.indexOf('/');
  return `…${slash < 0 ? cut : cut.slice(slash)}`;
}

/** What a line runs before its last command. */
function firstOf(line: string): string {
  const at = line.lastIndexOf(' && ');
  return shorten(at < 0 ? line : line.slice(0, at), HALF_TITLE);
}

function titleOfFix(claim: FixedError, attempted: string, fixed: string): string {
  const { rewrite } = claim;
  const program = fixed.split(' ')[0] ?? '';
  if (rewrite !== null && rewrite.drop !== '' && rewrite.put === '' && attempted.startsWith(`${rewrite.drop} `)) {
    return `Run ${program} directly, without ${rewrite.drop}`;
  }
  const swapped = rewrite !== null && attempted.startsWith(rewrite.drop) && fixed.startsWith(rewrite.put);
  if (swapped && rewrite.drop !== '' && rewrite.put !== '' && claim.attempted.length > 1) {
    return `Use ${rewrite.put}, not ${rewrite.drop}`;
  }
  const [right, wrong] = [shorten(fixed, HALF_TITLE), shorten(attempted, HALF_TITLE)];
  const hidesNothing = right === fixed && wrong === attempted;
  if (!hidesNothing && rewrite !== null) return titleOfRewrite(rewrite, attempted);
  if (right !== wrong) return `Run ${code(right)}, not ${code(wrong)}`;
  return `Run ${code(around(fixed, attempted))}, not ${code(around(attempted, fixed))}`;
}

/** Two long commands that begin alike: the title names what changes. */
function titleOfRewrite(rewrite: { readonly drop: string; readonly put: string }, attempted: string): string {
  const command = code(shorten(attempted, HALF_TITLE));
  if (rewrite.put === '') return `Run ${command} without ${code(rewrite.drop)}`;
  if (rewrite.drop === '') return `Run ${command} with ${code(rewrite.put)}`;
  return `Use ${code(rewrite.put)}, not ${code(rewrite.drop)}, in ${command}`;
}

/** The part of a command around its first difference from another. */
function around(command: string, other: string): string {
  let at = 0;
  while (at < command.length && command[at] === other[at]) at += 1;
  const start = Math.max(0, command.lastIndexOf(' ', at) + 1);
  return `… ${shorten(command.slice(start), HALF_TITLE - 2)}`;
}

interface ReasonWords {
  readonly title: (attempted: string) => string;
  /** What to do where nothing better was seen. */
  readonly advice: string;
}

const REASON_WORDS: Readonly<Record<FailureReason, ReasonWords>> = {
  program: {
    title: (attempted) => `Do not count on ${code(attempted)}: it is not installed here`,
    advice: 'Use another tool for it, or ask for it to be installed.',
  },
  skill: {
    title: (attempted) => `Do not call ${code(attempted)}: it does not exist`,
    advice: 'Do the work with the usual tools, without it.',
  },
  module: {
    title: (attempted) => `Before ${code(attempted)}, see that its modules are there`,
    advice: 'Find out why the module is missing: not installed, not built, or a file that should not be picked up.',
  },
  variable: {
    title: (attempted) => `Set the environment variable that ${code(attempted)} needs first`,
    advice: 'Set the variable that the error names, or ask the user to, before running it.',
  },
  blocked: {
    title: (attempted) => `Do not run ${code(attempted)}: it is blocked here`,
    advice: 'Do not try variants of it; ask the user for what is needed from there.',
  },
  login: {
    title: (attempted) => `Check that you are logged in before ${code(attempted)}`,
    advice: 'Check the login first, and ask the user to log in where it is missing.',
  },
  rights: {
    title: (attempted) => `Do not run ${code(attempted)} without the rights for it`,
    advice: 'Work where writing is allowed, or ask the user.',
  },
  option: {
    title: (attempted) => `Do not run ${code(attempted)}: it does not take that option`,
    advice: 'Run it without the option that the error names, or look the options up first.',
  },
  script: {
    title: (attempted) => `Do not run ${code(attempted)}: there is no such command`,
    advice: 'Look up which scripts and commands there are before running one.',
  },
  repository: {
    title: (attempted) => `Run ${code(attempted)} inside the repository`,
    advice: 'Go into the folder of the repository first.',
  },
  port: {
    title: (attempted) => `Check the port before ${code(attempted)}`,
    advice: 'See whether the server is already running, or not yet.',
  },
  terminal: {
    title: (attempted) => `Do not run ${code(attempted)} without a terminal`,
    advice: 'It asks questions: pass the answers as options, or ask the user to run it.',
  },
  glob: {
    title: (attempted) => `Quote the patterns in ${code(attempted)}`,
    advice: 'Put quotation marks around words with `*`, `?` or `[`: the shell stops when a pattern matches no file.',
  },
  file: {
    title: (attempted) => `Check the paths of ${code(attempted)} first`,
    advice: 'Look for the file before naming it.',
  },
  time: {
    title: (attempted) => `Give ${code(attempted)} more time, or less to do`,
    advice: 'Raise the time limit, run it in the background, or run a smaller part of it.',
  },
  arguments: {
    title: (attempted) => `Call ${code(attempted)} with all its arguments`,
    advice: 'Pass every argument that the tool asks for.',
  },
  network: {
    title: (attempted) => `Run ${code(attempted)} where the network can be reached`,
    advice:
      'Without a network it fails whatever the code is: ask for it to be run outside the sandbox, and do not look for the cause in the code.',
  },
  tests: {
    title: (attempted) => `Name test files as ${code(attempted)} expects them: it finds no others`,
    advice:
      'Look at the patterns in the configuration of the test run, and name and place test files so that they match.',
  },
  backslash: {
    title: () => 'Write commands for a Unix shell here, with forward slashes in paths',
    advice: 'Use forward slashes and the commands of a Unix shell, such as `ls` and `find`.',
  },
  import: {
    title: (folder) => `Check relative imports in ${code(folder)}: they fail to resolve`,
    advice:
      'Count the `../` from the folder of the importing file, or use the alias that the configuration of the project defines.',
  },
  other: {
    title: (attempted) => `Do not count on ${code(attempted)}: it fails`,
    advice: 'Look at the cause before running it again.',
  },
};

export function wordRecurring(claim: Recurring): Words {
  const [attempted = '', ...others] = claim.attempted;
  const errors = listed(
    claim.errors.map((one) => code(errorOf(one))),
    'or',
  );
  if (claim.missing !== null) {
    return words(`There is no ${code(tail(claim.missing))}`, [
      ['When', `about to open ${code(claim.missing)}.`],
      ['Do', 'Look for the place where it is now, and open that.'],
      ['Avoid', `${code(claim.missing)}: it fails with ${errors}.`],
      ['Why', 'Agents looked for it there in several sessions.'],
    ]);
  }
  if (claim.reason === 'arguments' && claim.named !== '') return wordArgument(claim, errors);
  if (claim.reason === 'tests') return wordTests(claim, errors);
  if (claim.reason === 'import') return wordImport(claim, errors);
  if (claim.reason === 'backslash') return wordBackslash(claim, errors);
  const verb = claim.shell ? 'run' : 'call';
  const reason = REASON_WORDS[claim.reason];
  const [instead = ''] = claim.next;
  const short = shorten(attempted, HALF_TITLE);
  const title =
    claim.reason !== 'skill' && instead !== '' && instead.length <= HALF_TITLE && short === attempted
      ? `When ${code(short)} fails, run ${code(instead)}`
      : claim.reason === 'option'
        ? titleOfOption(attempted, claim.errors)
        : claim.reason === 'glob'
          ? titleOfGlob(attempted, claim.errors)
          : reason.title(short);
  return words(title, [
    ['When', `about to ${verb} ${listed([attempted, ...others].map(code), 'or')}.`],
    ['Do', claim.next.length > 0 ? `${listed(claim.next.map(code), 'or')}.` : reason.advice],
    ['Avoid', `${code(attempted)}: it fails with ${errors}.`],
    [
      'Why',
      claim.next.length > 0
        ? `It failed the same way in several sessions, and ${code(instead)} is what worked after it most often.`
        : 'It failed the same way in several sessions, and no common way around it was seen.',
    ],
  ]);
}

function wordArgument({ tool, named }: Recurring, errors: string): Words {
  return words(`Give ${code(tool)} its ${code(named)} in every call`, [
    ['When', `about to call ${code(tool)}.`],
    ['Do', `Pass the argument ${code(named)}, too: it is required.`],
    ['Avoid', `${code(tool)} without ${code(named)}: it fails with ${errors}, and nothing is run.`],
    ['Why', 'The same call was refused in several sessions, and had to be made again.'],
  ]);
}

function wordTests({ named, attempted }: Recurring, errors: string): Words {
  const { title, advice } = REASON_WORDS.tests;
  const [command = ''] = attempted;
  const patterns = named === '' ? '' : ` It takes only ${code(named)}.`;
  return words(title(shorten(command, HALF_TITLE)), [
    ['When', `writing or moving a test file, or ${code(command)} finds no tests.`],
    ['Do', advice],
    ['Avoid', `${code(command)} with a file whose name or folder does not match: it fails with ${errors}.${patterns}`],
    ['Why', 'New tests were not run in several sessions until they were renamed or moved.'],
  ]);
}

function wordImport({ named }: Recurring, errors: string): Words {
  const { title, advice } = REASON_WORDS.import;
  return words(title(named), [
    ['When', `writing or moving a file under ${code(named)} that imports from elsewhere in the project.`],
    ['Do', advice],
    ['Avoid', `Paths counted from memory: they fail with ${errors}.`],
    ['Why', 'The wrong number of `../` broke the run in several sessions.'],
  ]);
}

function wordBackslash({ attempted, next }: Recurring, errors: string): Words {
  const { title, advice } = REASON_WORDS.backslash;
  return words(title(''), [
    ['When', 'about to run a command on a path with a drive letter.'],
    ['Do', next.length === 0 ? advice : `${advice}\nWhat worked: ${listed(next.map(code), 'or')}.`],
    ['Avoid', `${listed(attempted.map(code), 'or')}: it fails with ${errors}.`],
    ['Why', 'Lines for the Windows command line failed in several sessions: the shell is a Unix shell.'],
  ]);
}

/** Names the pattern where the command has it and the shell complains about it. */
function titleOfGlob(attempted: string, errors: readonly string[]): string {
  const [program = '', ...given] = attempted.split(' ');
  const pattern = given.find((word) => /[*?[]/.test(word) && errors.some((error) => error.endsWith(`: ${word}`)));
  if (pattern === undefined) return REASON_WORDS.glob.title(shorten(attempted, HALF_TITLE));
  return `Quote patterns such as ${code(shorten(pattern, HALF_TITLE))} for ${code(program)}`;
}

/** Names the option where the command has it and the error complains about it. */
function titleOfOption(attempted: string, errors: readonly string[]): string {
  const given = attempted.split(' ');
  const option = given.find((word) => /^-{1,2}\w/.test(word) && errors.some((error) => error.includes(word)));
  if (option === undefined) return REASON_WORDS.option.title(shorten(attempted, HALF_TITLE));
  const command = given.slice(0, given.indexOf(option)).filter((word) => word !== '--');
  return `Do not pass ${code(option)} to ${code(shorten(command.join(' '), HALF_TITLE))}`;
}

export function wordEditing(claim: Recurring): Words {
  const advice = claim.errors.flatMap((error) => editingAdvice(error) ?? []);
  const errors = claim.errors.map((error) => code(errorOf(error)));
  const cause = claim.tabs ? ['Files here are indented with tabs: copy them as tabs, not as spaces.'] : [];
  return words('Read the exact lines of a file right before editing it', [
    ['When', `editing a file with ${code(claim.tool)}.`],
    [
      'Do',
      [...new Set([...cause, ...advice])].join('\n') ||
        'Read the file again right before the edit, and copy the text to replace from there.',
    ],
    ['Avoid', `edits from memory: they fail with ${listed(errors, 'or')}.`],
    ['Why', 'Failed edits cost a call each, in several sessions.'],
  ]);
}
