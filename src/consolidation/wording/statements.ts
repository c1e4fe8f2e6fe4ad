// Words for what people laid down or keep asking for: the rule, their own words beside it.
import type { Claim } from '../../model/evidence.ts';
import { capitalise, code, listed, MAX_TITLE, shorten, words, type Words } from './phrases.ts';

/** A title longer than this is cut where a clause ends. */
const LONG_TITLE = 78;

export function wordStatement(claim: Extract<Claim, { type: 'statement' }>): Words {
  const said = tidy(claim.statement);
  const rule = asSentence(codeNames(tidy(claim.rule)));
  const quoted = isSameText(said, asSentence(tidy(claim.rule))) ? [] : [`In their words: “${said}”`];
  const why = claim.standing ? 'A person laid this down as a rule.' : 'A person corrected the agent this way.';
  return words(codeNames(ruleTitle(tidy(claim.rule))), [
    ['When', 'working in this project.'],
    ['Do', [rule, ...claim.more.map((text) => codeNames(tidy(text)))].join('\n')],
    [
      'Why',
      [
        why,
        ...quoted,
        ...claim.others.map((other) => `Also said: “${tidy(other)}”`),
        ...(claim.replaces === null ? [] : [replacesLine(claim.replaces, claim.replacedOn ?? null)]),
      ].join('\n'),
    ],
  ]);
}

/** Names the older words of a person that newer ones take back. */
function replacesLine(older: string, day: string | null): string {
  return `Replaces what was said ${day === null ? 'before' : `on ${day}`}: “${tidy(older)}”`;
}

/** For lists only: a rule that is taken back leaves no text behind. */
export function wordRetraction(claim: Extract<Claim, { type: 'retraction' }>): Words {
  return words(`No longer: ${codeNames(tidy(claim.subject))}`, [['Newer', `“${tidy(claim.statement)}”`]]);
}

/** Where a changelog's entries go, by the convention that most of them follow (keepachangelog.com). */
function changelogAdvice(request: string): string {
  return /change ?log/i.test(request) ? ' Add an entry under its `Unreleased` heading, where it has one.' : '';
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
      ['Why', 'The user answers with the numbers of a list, in several sessions.'],
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
      ['Why', `The user asks for it in a message of its own, in several sessions.`],
    ]);
  }
  const request = codeNames(capitalise(claim.request));
  // What is asked for and then committed belongs into the commit.
  const committed = claim.commands.findIndex((command) => /^git (?:add|commit)\b/.test(command));
  if (committed >= 0 && claim.commands.some((command) => command.startsWith('git commit'))) {
    const first = claim.commands
      .slice(0, committed)
      .filter((command) => !request.includes(command.replace(/^edit /, '')));
    const how = first.length === 0 ? '' : `: ${listed(first.map(commandWords), 'and')}`;
    return words(`${request} before committing`, [
      ['When', 'the work is done, before it is committed.'],
      ['Do', `${request}${how}.${changelogAdvice(request)} Put it into the same commit as the change.`],
      ['Why', 'The user asks for this again, in several sessions.'],
    ]);
  }
  const atEnd = claim.atEnd >= 0.5;
  const title = atEnd ? `${request} before handing the work over` : `${request} without being asked`;
  return words(title, [
    ['When', atEnd ? 'the work is done, before handing it over.' : 'working in this project.'],
    ['Do', `${request}${run === '' ? '' : `: ${run}`}.`],
    ['Why', 'The user asks for this again, in several sessions.'],
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

/** Ends of web addresses, and of names of products that look like files. */
const NO_FILE = /^(?:https?:|www\.)|\.(?:com|org|net|io|dev|app|ai|e|g)$|^[A-Za-z]+\.js$/;
/** A word with an extension, with folders or without, or with an underscore inside. */
const FILE_NAME =
  /(?<![\w\x60/.@:~$-])[\w@.-]{0,60}(?:\/[\w@.-]{1,60}){0,8}(?:(?<=\w)\.[a-z][a-z\d]{0,5}|(?<=[a-z\d])_[a-z\d]+)(?![\w\x60/@(-]|[.:]\w)/g;

/** A text with the names of files and identifiers as code, where they are not yet. */
function codeNames(text: string): string {
  // Between backticks and in quotations everything stays as it is.
  return text
    .split(/(`[^`]*`|“[^“”]*”)/)
    .map((part, place) =>
      place % 2 === 1 ? part : part.replaceAll(FILE_NAME, (name) => (NO_FILE.test(name) ? name : code(name))),
    )
    .join('');
}

function asSentence(text: string): string {
  return /[.!?。！？]["”'`)]?$/u.test(text) ? capitalise(text) : `${capitalise(text)}.`;
}

function isSameText(a: string, b: string): boolean {
  const bare = (text: string): string => text.toLowerCase().replace(/(?<![\s.!。])[\s.!。]+$/u, '');
  return bare(a) === bare(b);
}

function tidy(text: string): string {
  return text.replace(/\s+/g, ' ').trim();
}
