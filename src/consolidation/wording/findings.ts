// Words for lines that keep coming back inside long outputs. What a tool printed never stands in a title, behind When or
// Do: there are only words of ours, identifiers of rules, tests and folders, and commands that agents run. Lines that were
// printed stand in code behind Avoid or Why, without what they advise.
import type { Claim } from '../../model/evidence.ts';
import { isIdentifier, printedFact } from '../../text/printed-fact.ts';
import { code, listed, words, type Words } from './phrases.ts';

type FindingClaim = Extract<Claim, { type: 'finding' }>;

export function wordFinding(claim: FindingClaim): Words {
  switch (claim.topic) {
    case 'rule':
      return wordRules(claim);
    case 'format':
      return wordFormat(claim);
    case 'hook':
      return wordHook(claim);
    case 'place':
      return wordPlace(claim);
    case 'deprecated':
      return wordDeprecated(claim);
    case 'notice':
      return wordNotice(claim);
    case 'noise':
      return wordNoise(claim);
    case 'flaky':
      return wordFlaky(claim);
    case 'long':
      return wordLong(claim);
  }
}

function wordRules({ command, subjects, lines, fix }: FindingClaim): Words {
  const names = subjects.map((subject) => code(subject.slice(subject.lastIndexOf('/') + 1)));
  const [first = ''] = names;
  const title =
    names.length === 1
      ? `Keep to the lint rule ${first}: ${code(command)} fails on it`
      : `Keep to lint rules like ${first}: ${code(command)} fails on them`;
  const each = subjects.map((subject) => `- ${code(subject)}`);
  const said = subjects.flatMap((subject, at) => {
    const line = printedFact(lines[at] ?? '');
    return line === '' || line === subject ? [] : [`- ${code(subject)}: it prints ${code(line)}`];
  });
  return words(title, [
    ['When', `writing code that ${code(command)} checks.`],
    ['Do', `\nKeep to these lint rules from the start:\n\n${each.join('\n')}${repairWith(fix, command)}`],
    ...(said.length === 0 ? [] : [['Avoid', `\nCode of which the check says:\n\n${said.join('\n')}`] as const]),
    ['Why', 'The linter rejected new code for them in several sessions.'],
  ]);
}

function repairWith(fix: string | null, command: string): string {
  return fix === null || fix === command
    ? ''
    : `\n\nRun ${code(fix)} for what can be repaired automatically, then ${code(command)} again.`;
}

function wordFormat({ command, lines, fix }: FindingClaim): Words {
  const line = printedFact(lines[0] ?? '');
  const own = fix !== null && fix !== command;
  return words(
    own
      ? `Run ${code(fix)} before ${code(command)}: new code fails on formatting`
      : `Format new code before ${code(command)}: it fails on formatting`,
    [
      ['When', `files were written or edited and ${code(command)} comes next.`],
      [
        'Do',
        own
          ? `Run ${code(fix)} first, then ${code(command)}, and repair by hand only what is left.`
          : `Run the project's formatter on the files touched first, then ${code(command)}.`,
      ],
      [
        'Avoid',
        `Wrapping lines and sorting imports by hand until ${line === '' ? 'it passes' : `${code(line)} is gone`}.`,
      ],
      ['Why', 'The check failed on formatting or the order of imports in several sessions, not on the code itself.'],
    ],
  );
}

function wordHook({ command, subjects, lines }: FindingClaim): Words {
  const hook = command === 'git push' ? 'pre-push' : 'pre-commit';
  const ours = subjects.filter((subject) => OUR_STEPS.test(subject));
  const named = subjects.filter((subject) => !OUR_STEPS.test(subject) && printedFact(subject) === subject);
  // Names of the project's own steps are what a tool printed, so that they stand behind Why only.
  const steps = ours.length === 0 ? 'checks of the project' : listed(ours.slice(0, 4), 'and');
  const commands = lines.filter((line, at) => line !== '' && OUR_STEPS.test(subjects[at] ?? ''));
  const what = command === 'git push' ? 'push' : 'commit';
  return words(`${code(command)} runs ${steps} in a ${hook} hook`, [
    ['When', `about to run ${code(command)}.`],
    [
      'Do',
      `${commands.length === 0 ? `Run ${ours.length === 0 ? 'the ' : ''}${steps} yourself before the ${what}.` : `Run before the ${what}: ${listed([...new Set(commands)].map(code), 'and')}.`}\nGive the hook time to finish, and read what it prints to the end: a step that fails blocks the ${what}.`,
    ],
    [
      'Why',
      `The output of ${code(command)} shows that a ${hook} hook runs ${steps} each time.${named.length === 0 ? '' : ` It names ${listed(named.slice(0, 4).map(code), 'and')}.`}`,
    ],
  ]);
}

/** Steps that go by words of ours (mining/finding-lines). */
const OUR_STEPS = /^(?:the (?:tests|end-to-end tests|linter|type check|formatter|build)|lint-staged)$/;

function wordPlace({ command, subjects, lines }: FindingClaim): Words {
  const [place = ''] = subjects;
  const line = printedFact(lines[0] ?? '').replace(/:$/, '');
  return words(`${code(command)} also looks into ${code(place)}: failures there are not yours`, [
    ['When', `${code(command)} fails in files under ${code(place)}.`],
    [
      'Do',
      `Tell those failures from your own: the folder holds temporary, generated or tool files, not the project's code.\nExclude ${code(place)} from the check, or clean stale files out of it, then run ${code(command)} again.`,
    ],
    ['Avoid', `Looking in the code under work for the cause of ${line === '' ? 'those failures' : code(line)}.`],
    ['Why', 'The same folder made the check fail in several sessions.'],
  ]);
}

function wordDeprecated({ command, lines }: FindingClaim): Words {
  const line = printedFact(lines[0] ?? '');
  return words(`${code(command)} is deprecated: use what replaced it`, [
    ['When', `about to run ${code(command)}.`],
    ['Do', 'Look up what replaced it in the documents and scripts of the project, and use that.'],
    ['Avoid', `${code(command)}${line === '' ? '.' : `: it prints ${code(line)}.`}`],
    ['Why', 'The same deprecation came back in several sessions.'],
  ]);
}

function wordNotice({ command, lines }: FindingClaim): Words {
  const said = lines.map(printedFact).filter((line) => line !== '');
  const what = said.length === 0 ? 'the notice' : listed(said.map(code), 'or');
  return words(`Go on when ${code(command)} prints its usual notice: it is harmless`, [
    ['When', `${code(command)} prints a notice or warning and succeeds.`],
    ['Do', 'Take it as expected and go on: the command succeeded each time it was printed.'],
    ['Avoid', `Changing settings to silence ${what}, unless that is the task.`],
    ['Why', 'The same notice came back in several sessions, and nothing was wrong.'],
  ]);
}

function wordNoise({ command, lines }: FindingClaim): Words {
  const said = lines.map(printedFact).filter((line) => line !== '');
  return words(`Judge ${code(command)} by its result: it prints errors when it passes, too`, [
    ['When', `${code(command)} prints errors or warnings.`],
    ['Do', 'Go by the exit code and the summary at its end, and look only into failures that the summary counts.'],
    [
      'Avoid',
      `Looking for the cause of ${said.length === 0 ? 'such lines' : listed(said.map(code), 'or')}: the run passes with it.`,
    ],
    ['Why', 'The same lines stood in runs that passed, in several sessions.'],
  ]);
}

function wordFlaky({ command, subjects, lines }: FindingClaim): Words {
  const [printed = ''] = subjects;
  const test = isIdentifier(printed) ? printed : '';
  const line = printedFact(lines[0] ?? '');
  const what =
    test !== '' ? `${code(test)} fails now and then` : printed === '' ? 'it fails now and then' : 'one test is flaky';
  const name = test === '' ? printedFact(printed) : '';
  return words(`Run ${code(command)} again when it fails: ${what}`, [
    ['When', `${code(command)} fails${test === '' ? '' : ` in ${code(test)}`}.`],
    [
      'Do',
      `Run ${code(command)} once more, unchanged, before looking for a cause.\nTake it for a failure of the change only when it fails the same way again.`,
    ],
    [
      'Avoid',
      `Changing code, tests or time limits because it failed once${name === '' ? '' : ` in ${code(name)}`}${line === '' ? '' : ` with ${code(line)}`}.`,
    ],
    ['Why', 'It is flaky: the same run passed right after with nothing changed.'],
  ]);
}

function wordLong({ command, subjects }: FindingClaim): Words {
  const [display = command] = subjects;
  const loud = display.split(' ').find((word) => /^(?:-v{1,3}|--verbose|--debug|--reporter=verbose)$/.test(word));
  const quiet = display
    .split(' ')
    .filter((word) => word !== loud)
    .join(' ');
  return words(
    loud === undefined
      ? `Shorten the output of ${code(display)}: it is cut off`
      : `Run ${code(quiet)} without ${code(loud)}: the output is cut off`,
    [
      ['When', `about to run ${code(display)}.`],
      [
        'Do',
        `${loud === undefined ? 'Run it' : `Run ${code(quiet)}`} on less at a time, or show only its end or its failures: ${code(`${quiet} 2>&1 | tail -n 40`)}.`,
      ],
      ['Avoid', `${code(display)} as it is: the output is too large and the middle of it is not shown.`],
      ['Why', 'The output was cut in several sessions, and had to be read from a file or made again.'],
    ],
  );
}
