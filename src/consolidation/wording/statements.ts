// Words for what people laid down or keep asking for: the rule, their own words beside it.
import type { Claim } from '../../model/evidence.ts';
import { capitalise, code, listed, MAX_TITLE, shorten, words, type Words } from './phrases.ts';

/** A title longer than this is cut where a clause ends. */
const LONG_TITLE = 78;

export function wordStatement(claim: Extract<Claim, { type: 'statement' }>): Words {
  const said = tidy(claim.statement);
  const rule = asSentence(tidy(claim.rule));
  const quoted = isSameText(said, rule) ? [] : [`In their words: “${said}”`];
  const why = claim.standing ? 'A person laid this down as a rule.' : 'A person corrected the agent this way.';
  return words(ruleTitle(tidy(claim.rule)), [
    ['When', 'working in this project.'],
    ['Do', [rule, ...claim.more.map((text) => tidy(text))].join('\n')],
    [
      'Why',
      [
        why,
        ...quoted,
        ...claim.others.map((other) => `Also said: “${tidy(other)}”`),
        ...(claim.replaces === null ? [] : [`Replaces what was said before: “${tidy(claim.replaces)}”`]),
      ].join('\n'),
    ],
  ]);
}

export function wordRequest(claim: Extract<Claim, { type: 'request' }>): Words {
  const quoted = `“${claim.request}”`;
  if (claim.picks) {
    return words('Number findings and options, so that the user can pick by number', [
      ['When', 'offering findings, options or next steps.'],
      [
        'Do',
        `Give them as one numbered list. Then do exactly those the user names, as in ${quoted}, and nothing more.`,
      ],
      ['Why', 'The user answers with the numbers of a list, session after session.'],
    ]);
  }
  const commands = claim.commands.map(commandWords);
  const run =
    commands.length === 0 ? '' : `${commands[0]?.startsWith('edit ') === true ? '' : 'run '}${listed(commands, 'and')}`;
  if (claim.usersCall) {
    return words(`${capitalise(claim.request)} only when the user asks for it`, [
      ['When', `the work is done and checked, or the user says ${quoted}.`],
      ['Do', `Wait until the user says ${quoted}, then ${run === '' ? claim.word : run} right away.`],
      ['Avoid', `To ${claim.word} before being asked.`],
      ['Why', `The user asks for it in a message of its own, session after session.`],
    ]);
  }
  const atEnd = claim.atEnd >= 0.5;
  const title = atEnd
    ? `${capitalise(claim.request)} before handing the work over`
    : `${capitalise(claim.request)} without being asked`;
  return words(title, [
    ['When', atEnd ? 'the work is done, before handing it over.' : 'working in this project.'],
    ['Do', `${capitalise(claim.request)}${run === '' ? '' : `: ${run}`}.`],
    ['Why', 'The user asks for this again, session after session.'],
  ]);
}

function commandWords(display: string): string {
  const path = /^edit (.+)$/.exec(display)?.[1];
  return path === undefined ? code(display) : `edit ${code(path)}`;
}

/** A rule as a title: cut where a clause ends, when it is long. */
function ruleTitle(rule: string): string {
  if (rule.length <= LONG_TITLE) return capitalise(rule);
  const cut = rule.slice(0, LONG_TITLE + 1);
  const ends = [
    ...cut.matchAll(/[;:,–—(]\s|\s(?:because|since|so that|so|unless|even though|instead of|which)\s|[。，；]/giu),
  ];
  const at = ends.map((end) => end.index).findLast((index) => index >= LONG_TITLE / 3);
  return capitalise(at === undefined ? shorten(rule, MAX_TITLE - 10) : cut.slice(0, at));
}

function asSentence(text: string): string {
  return /[.!?。！？]["”'`)]?$/u.test(text) ? capitalise(text) : `${capitalise(text)}.`;
}

function isSameText(a: string, b: string): boolean {
  const bare = (text: string): string => text.toLowerCase().replace(/[\s.!。]+$/u, '');
  return bare(a) === bare(b);
}

function tidy(text: string): string {
  return text.replace(/\s+/g, ' ').trim();
}
