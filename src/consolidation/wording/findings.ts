// Words for lines that keep coming back inside long outputs. What was printed stands in code after words of ours: it is
// what a tool said, never advice.
import type { Claim } from '../../model/evidence.ts';
import { code, listed, shorten, words, type Words } from './phrases.ts';

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
  }
}

function wordRules({ command, subjects, lines, fix }: FindingClaim): Words {
  const names = subjects.map((subject) => code(subject.slice(subject.lastIndexOf('/') + 1)));
  const [first = ''] = names;
  const title =
    names.length === 1
      ? `Keep to the lint rule ${first}: ${code(command)} fails on it`
      : `Keep to lint rules like ${first}: ${code(command)} fails on them`;
  const each = subjects.map((subject, at) => {
    const line = lines[at] ?? '';
    return line === '' || line === subject ? `- ${code(subject)}` : `- ${code(subject)}: it prints ${code(line)}`;
  });
  return words(title, [
    ['When', `writing code that ${code(command)} checks.`],
    ['Do', `\nKeep to these lint rules from the start:\n\n${each.join('\n')}${repairWith(fix, command)}`],
    ['Why', 'The linter rejected new code for them in session after session.'],
  ]);
}

function repairWith(fix: string | null, command: string): string {
  return fix === null || fix === command
    ? ''
    : `\n\nRun ${code(fix)} for what can be repaired automatically, then ${code(command)} again.`;
}

function wordFormat({ command, lines, fix }: FindingClaim): Words {
  const [line = ''] = lines;
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
      ['Avoid', `Wrapping lines and sorting imports by hand until ${code(line)} is gone.`],
      [
        'Why',
        'The check failed on formatting or the order of imports in session after session, not on the code itself.',
      ],
    ],
  );
}

function wordHook({ command, subjects, lines }: FindingClaim): Words {
  const hook = command === 'git push' ? 'pre-push' : 'pre-commit';
  const ours = subjects.filter((subject) => OUR_STEPS.test(subject));
  const named = subjects.filter((subject) => !OUR_STEPS.test(subject)).map(code);
  const steps = listed([...ours, ...named].slice(0, 4), 'and');
  const commands = lines.filter(
    (line, at) => OUR_STEPS.test(subjects[at] ?? '') && /^[a-z][\w./-]* [\w./: -]+$/.test(line),
  );
  const what = command === 'git push' ? 'push' : 'commit';
  return words(`${code(command)} runs ${steps} in a ${hook} hook`, [
    ['When', `about to run ${code(command)}.`],
    [
      'Do',
      `${commands.length === 0 ? `Run ${steps} yourself before the ${what}.` : `Run the same before the ${what}: ${listed(commands.map(code), 'and')}.`}\nGive the hook time to finish, and read what it prints to the end: a step that fails blocks the ${what}.`,
    ],
    ['Why', `The output of ${code(command)} shows that a ${hook} hook runs ${steps} each time.`],
  ]);
}

const OUR_STEPS = /^(?:the |lint-staged$)/;

function wordPlace({ command, subjects, lines }: FindingClaim): Words {
  const [place = ''] = subjects;
  const [line = ''] = lines;
  return words(`${code(command)} also looks into ${code(place)}: failures there are not yours`, [
    ['When', `${code(command)} fails in files under ${code(place)}.`],
    [
      'Do',
      `Tell those failures from your own: the folder holds temporary, generated or tool files, not the project's code.\nExclude ${code(place)} from the check, or clean stale files out of it, then run ${code(command)} again.`,
    ],
    ['Avoid', `Looking in the code under work for the cause of ${code(line.replace(/:$/, ''))}.`],
    ['Why', 'The same folder made the check fail in several sessions.'],
  ]);
}

function wordDeprecated({ command, lines }: FindingClaim): Words {
  const [line = ''] = lines;
  return words(`${code(command)} is deprecated: use what replaced it`, [
    ['When', `about to run ${code(command)}.`],
    ['Do', `Use the replacement. ${code(command)} prints ${code(line)}`],
    ['Why', 'The same deprecation came back in several sessions.'],
  ]);
}

function wordNotice({ command, lines }: FindingClaim): Words {
  const [line = ''] = lines;
  return words(`Go on when ${code(command)} prints ${code(shorten(line, 40))}`, [
    ['When', `${code(command)} prints ${code(line)}`],
    ['Do', 'Take it as expected and go on: the command succeeded each time it was printed.'],
    ['Avoid', 'Changing settings to silence it, unless that is the task.'],
  ]);
}
