// Words for evidence, offline: small templates per claim, filled with the real commands and the user's own words in
// quotation marks. Imperative, one sentence a line, commands in backticks; counts stand in `support` only, because
// numbers churn. Text of external origin never gets in here except as the quoted error after Avoid.
import type { Claim, Evidence } from '../model/evidence.ts';
import { editingAdvice } from './editing-advice.ts';

export interface Words {
  readonly title: string;
  /** Markdown below the front matter, starting with an empty line. */
  readonly body: string;
}

/** Longest title: it stands in lists, subjects and file names. */
const MAX_TITLE = 90;
/** Longest command shown; a longer one is a script. */
const MAX_COMMAND = 140;

/** Title and body for one piece of evidence. */
export function wordEvidence(evidence: Evidence): Words {
  const { claim } = evidence;
  switch (claim.type) {
    case 'fixed-error':
      return wordFixedError(claim);
    case 'recurring-failure':
      return claim.editing ? wordEditing(claim) : wordRecurring(claim);
    case 'statement':
      return wordStatement(claim);
    case 'request':
      return wordRequest(claim);
    case 'workflow':
      return wordWorkflow(claim);
  }
}

function wordFixedError(claim: Extract<Claim, { type: 'fixed-error' }>): Words {
  const [attempted = '', ...otherAttempts] = claim.attempted;
  const [fixed = '', ...otherFixes] = claim.fixed;
  const error = `it fails with ${code(errorOf(claim.error))}`;
  if (!claim.decisive) {
    return words(`When ${code(attempted)} fails, run ${code(fixed)}`, [
      ['When', `${code(attempted)} fails.`],
      ['Do', `${code(fixed)}.`],
      ['Avoid', `To run ${code(attempted)} again unchanged: ${error}.`],
      ['Why', `Agents met this failure again and again, and ${code(fixed)} is what they ran next with success.`],
    ]);
  }
  const hidden =
    claim.hiddenSessions > 0 ? ' Behind a pipe the exit code does not show the failure: read the output.' : '';
  return words(titleOfFix(claim, attempted, fixed), [
    ['When', `about to run ${listed([attempted, ...otherAttempts].map(code), 'or')}.`],
    ['Do', `${listed([...new Set([fixed, ...otherFixes])].map(code), 'or')}.`],
    ['Avoid', `${code(attempted)}: ${error}.`],
    ['Why', `Agents tried ${code(attempted)} first, failed, and then ran ${code(fixed)} with success.${hidden}`],
  ]);
}

function titleOfFix(claim: Extract<Claim, { type: 'fixed-error' }>, attempted: string, fixed: string): string {
  const rewrite = claim.rewrite;
  const program = fixed.split(' ')[0] ?? '';
  if (rewrite !== null && rewrite.drop !== '' && rewrite.put === '' && attempted.startsWith(`${rewrite.drop} `)) {
    return `Run ${program} directly, without ${rewrite.drop}`;
  }
  const swapped = rewrite !== null && attempted.startsWith(rewrite.drop) && fixed.startsWith(rewrite.put);
  if (swapped && rewrite.drop !== '' && rewrite.put !== '' && claim.attempted.length > 1) {
    return `Use ${rewrite.put}, not ${rewrite.drop}`;
  }
  return `Run ${code(shorten(fixed, 36))}, not ${code(shorten(attempted, 36))}`;
}

function wordRecurring(claim: Extract<Claim, { type: 'recurring-failure' }>): Words {
  const [attempted = '', ...others] = claim.attempted;
  const [error = ''] = claim.errors;
  const missing = /^\w+ (\S+)$/.exec(attempted)?.[1];
  if (!claim.shell && missing !== undefined && /(?:does not|doesn't) exist|no such file|not found/i.test(error)) {
    return words(`There is no ${code(missing)}`, [
      ['When', `about to open ${code(missing)}.`],
      ['Do', 'Look for the place where it is now, and open that.'],
      ['Avoid', `${code(missing)}: it fails with ${code(errorOf(error))}.`],
      ['Why', 'Agents looked for it there in several sessions.'],
    ]);
  }
  const verb = claim.shell ? 'run' : 'call';
  return words(`Do not ${verb} ${code(shorten(attempted, 60))}: it fails`, [
    ['When', `about to ${verb} ${listed([attempted, ...others].map(code), 'or')}.`],
    [
      'Avoid',
      `${code(attempted)}: it fails with ${listed(
        claim.errors.map((one) => code(errorOf(one))),
        'or',
      )}.`,
    ],
    ['Why', 'It failed the same way in several sessions, and no common way around it was seen.'],
  ]);
}

function wordEditing(claim: Extract<Claim, { type: 'recurring-failure' }>): Words {
  const advice = claim.errors.flatMap((error) => editingAdvice(error) ?? []);
  const errors = claim.errors.map((error) => code(errorOf(error)));
  return words('Read the exact lines of a file right before editing it', [
    ['When', `editing a file with ${code(claim.tool)}.`],
    [
      'Do',
      [...new Set(advice)].join('\n') ||
        'Read the file again right before the edit, and copy the text to replace from there.',
    ],
    ['Avoid', `edits from memory: they fail with ${listed(errors, 'or')}.`],
    ['Why', 'Failed edits cost a call each, in session after session.'],
  ]);
}

function wordStatement(claim: Extract<Claim, { type: 'statement' }>): Words {
  const said = claim.statement.replace(/\s+/g, ' ').trim();
  const others = claim.others.map((other) => `Also said: “${other.replace(/\s+/g, ' ').trim()}”.`);
  const why = claim.standing
    ? 'A person laid this down as a standing rule.'
    : 'A person had to say this more than once.';
  return words(sentenceTitle(said), [
    ['When', 'working in this project.'],
    ['Do', [`“${said}”`, ...others].join('\n')],
    ['Why', why],
  ]);
}

function wordRequest(claim: Extract<Claim, { type: 'request' }>): Words {
  const quoted = `“${claim.request}”`;
  const command = claim.command === null ? '' : stepWords({ key: claim.command, display: claim.command });
  if (claim.usersCall) {
    const verb = capitalise(claim.word);
    return words(`${verb} only when the user asks for it`, [
      ['When', 'the work is done and checked.'],
      ['Do', `Wait until the user says ${quoted}, then ${command === '' ? claim.word : `run ${command}`} right away.`],
      ['Avoid', `To ${claim.word} before being asked.`],
      ['Why', `The user asks for it in a message of its own, session after session.`],
    ]);
  }
  const atEnd = claim.atEnd >= 0.5;
  const title = atEnd
    ? `${capitalise(claim.request)} before handing the work over`
    : `Expect ${quoted}, and do it unasked`;
  return words(title, [
    ['When', atEnd ? 'the work is done, before handing it over.' : 'working in this project.'],
    ['Do', `${capitalise(claim.request)}${command === '' ? '' : `: ${lowerFirst(command)}`}.`],
    ['Why', 'The user makes this request again in session after session.'],
  ]);
}

function wordWorkflow(claim: Extract<Claim, { type: 'workflow' }>): Words {
  const names = claim.steps.map((step) => step.key).join(', ');
  const lead =
    claim.trigger !== null
      ? `On “${claim.trigger}”`
      : claim.afterEdits
        ? 'After every change'
        : 'Steps that go together';
  const steps = claim.steps.map((step, index) => `${index + 1}. ${stepWords(step)}`).join('\n');
  const last = claim.steps.at(-1)?.key ?? '';
  const when =
    claim.trigger !== null
      ? `the user says “${claim.trigger}” or the like.`
      : claim.afterEdits
        ? 'files were changed and the change is to be checked.'
        : `the work leads up to ${code(last)}.`;
  return words(`${lead}: ${names}`, [
    ['When', when],
    ['Steps', `\n\n${steps}`],
    ['Check', `${code(last)} ends without an error.`],
    ['Why', 'These steps were run in this order, with success, in session after session.'],
  ]);
}

function stepWords(step: { readonly key: string; readonly display: string }): string {
  const path = /^edit (.+)$/.exec(step.key)?.[1];
  return path === undefined ? code(step.display) : `Edit ${code(path)}`;
}

/** A title from a person's sentence: its words as they are, without lead-ins, cut at a clause or a word. */
function sentenceTitle(said: string): string {
  const bare = said
    .replace(
      /^(?:(?:please|and|so|ok|okay|also|no|stop|wait|actually|remember|from now on|going forward)\b[,.:]?\s*(?:to |that )?)+/i,
      '',
    )
    .replace(/[.!\s]+$/, '');
  return capitalise(shorten(bare === '' ? said : bare, MAX_TITLE - 10));
}

function words(title: string, sections: readonly (readonly [string, string])[]): Words {
  const body = sections.map(([name, text]) => `**${name}**${text.startsWith('\n') ? '' : ' '}${text}`).join('\n\n');
  return { title: shorten(title.replaceAll(/\s+/g, ' '), MAX_TITLE), body: `\n${body}\n` };
}

/** Text as inline code, whatever backticks it holds (CommonMark: a longer fence and spaces). */
function code(text: string): string {
  const line = shorten(text.replaceAll(/\s+/g, ' ').trim(), MAX_COMMAND);
  const longest = Math.max(0, ...[...line.matchAll(/`+/g)].map((match) => match[0].length));
  const fence = '`'.repeat(longest + 1);
  return longest === 0 ? `${fence}${line}${fence}` : `${fence} ${line} ${fence}`;
}

function listed(items: readonly string[], word: 'and' | 'or'): string {
  if (items.length < 2) return items[0] ?? '';
  return `${items.slice(0, -1).join(', ')} ${word} ${items.at(-1)}`;
}

/** At most `length` characters, cut at a word. */
function shorten(text: string, length: number): string {
  if (text.length <= length) return text;
  const cut = text.slice(0, length - 1);
  const space = cut.lastIndexOf(' ');
  return `${space > length / 2 ? cut.slice(0, space) : cut}…`;
}

/** First letter in upper case, unless the first word is a name such as a path. */
function capitalise(text: string): string {
  const [first = ''] = text;
  return /^[\p{L}'’-]+(?:\s|[,.:;!?]|$)/u.test(text) ? first.toUpperCase() + text.slice(first.length) : text;
}

function lowerFirst(text: string): string {
  return text.slice(0, 1).toLowerCase() + text.slice(1);
}

/** The part of an error that says what went wrong: its first sentence, when it goes on for long. */
function errorOf(line: string): string {
  const first = /^.{20,}?[.!](?=\s)/.exec(line)?.[0];
  return line.length > 80 && first !== undefined ? first : line;
}
