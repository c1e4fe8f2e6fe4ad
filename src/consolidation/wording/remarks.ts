// Words for what agents noted for themselves, in several sessions. The note becomes a title by rule: what an agent
// resolves to do turns into an imperative, what it found out stays a statement, what differs by session is left out.
import type { Claim } from '../../model/evidence.ts';
import { OTHERS_WORK } from '../../model/observation.ts';
import { durabilityOf, FINITE } from '../../text/durable-remark.ts';
import { occasionOf } from '../../text/occasion.ts';
import { capitalise, MAX_TITLE, shorten, words, type Words } from './phrases.ts';

/** Most verbatim quotes, and the longest. */
const MAX_QUOTES = 3;
const MAX_QUOTE = 220;

export function wordRemark(claim: Extract<Claim, { type: 'remark' }>): Words {
  const [own = [], ...others] = [claim.remark, ...claim.others].map(partsOf);
  const rest = others.flat();
  const noted = ['Agents noted this in several sessions:', ''];
  for (const quote of [claim.remark, ...claim.others].slice(0, MAX_QUOTES))
    noted.push(`- “${shorten(quote, MAX_QUOTE)}”`);
  const why = ['Why', noted.join('\n')] as const;
  if (claim.commands.length > 0) return wordAdvice(claim, why);
  const stated = (part: string): string | null => shortened(statementOf(part), claim.names);
  // What still holds next month says it better than what happened once.
  const lasting = (part: string): string | null =>
    durabilityOf(part) === 2 && claim.names.some((name) => part.toLowerCase().includes(name)) ? stated(part) : null;
  const fact = firstOf(own, lasting) ?? firstOf(rest, lasting) ?? firstOf(own, stated);
  const rule = firstOf(own, (part) => (fact !== null && RUNS.test(tidy(part)) ? null : resolveOf(part)));
  if (rule !== null) {
    const cause = fact ?? firstOf(rest, statementOf);
    const both = cause === null ? rule : `When ${uncapitalise(cause)}, ${uncapitalise(rule)}`;
    return words(both.length <= MAX_TITLE ? both : rule, [
      ['When', cause === null ? 'working in this project.' : `${cause}.`],
      ['Do', `${rule}.`],
      why,
    ]);
  }
  if (claim.names.includes(OTHERS_WORK)) {
    return words('Leave uncommitted changes alone that are not part of the task', [
      ['When', 'the working tree holds changes that the task did not make.'],
      ['Do', 'Leave them as they are. Stage the files of the task by path, and commit nothing else.'],
      why,
    ]);
  }
  if (claim.names.includes('not-mine') && claim.names.includes('diagnostic')) {
    return words('Leave diagnostics alone on lines that the change does not touch', [
      ['When', 'an editor or linter shows hints or warnings on lines outside the change.'],
      ['Do', 'Leave them: they were there before. Judge the change by what it adds.'],
      why,
    ]);
  }
  if (claim.names.includes('tabs') && claim.names.some((name) => name.startsWith('indent'))) {
    return words('Files here are indented with tabs: match them exactly when editing', [
      ['When', 'editing by replacing text.'],
      ['Do', 'Copy the indentation as tabs, not as the spaces that a listing shows.'],
      why,
    ]);
  }
  if (fact === null) return words(quotedTitle(claim.remark), [['Fact', `“${claim.remark}”`], why]);
  // What another session did about the same thing answers what this one found.
  const names = claim.names.filter((name) => name.length > 3);
  const answer = firstOf(rest, (part) => {
    const found = resolveOf(part);
    return found !== null && names.some((name) => found.toLowerCase().includes(name)) ? found : null;
  });
  return words(fact, [['Fact', `${fact}.`], ...(answer === null ? [] : [['Do', `${answer}.`] as const]), why]);
}

/** What people are told to run, and when. */
function wordAdvice(claim: Extract<Claim, { type: 'remark' }>, why: readonly [string, string]): Words {
  const steps = claim.commands.map((command) => `\`${command}\``);
  const run = `run ${steps.join(', then ')}`;
  const occasion = occasionOf(claim.remark);
  const [when, title] =
    occasion === null
      ? ['working in this project', capitalise(run)]
      : occasion.when
        ? [occasion.text, `${capitalise(occasion.text)}, ${run}`]
        : [`you want ${occasion.text}`, `${capitalise(run)} ${occasion.text}`];
  const told = why[1].replace('Agents noted this in several sessions:', 'Agents told people this in several sessions:');
  return words(title, [
    ['When', `${when.replace(/^(?:after|when|whenever|once|if) /iu, '')}.`],
    ['Do', `${capitalise(run)}.`],
    ['Why', told],
  ]);
}

/** As it stands inside a sentence: a first word in capitals or with a capital inside is a name and stays. */
function uncapitalise(text: string): string {
  return /^\p{Lu}\p{Ll}*(?![\p{L}\d])/u.test(text) ? text.charAt(0).toLowerCase() + text.slice(1) : text;
}

function firstOf(parts: readonly string[], read: (part: string) => string | null): string | null {
  for (const part of parts) {
    const found = read(part);
    if (found !== null) return found;
  }
  return null;
}

/** The statements and resolutions of a remark: “X is stale, so I'm branching from Y” has one of each. */
function partsOf(remark: string): readonly string[] {
  return remark
    .split(SENTENCE_END)
    .flatMap((sentence) =>
      sentence.split(/,? so (?=(?:i['’](?:m|ll)|i (?:will|need to|must|should)|let me|we['’]ll)\b)/iu),
    )
    .map((part) => part.trim());
}

const SENTENCE_END = /(?<=[.!?])\s+(?=[\p{Lu}“"(`])/u;

/** Interjections and ways of saying that one has seen something. */
const LEAD =
  /^(?:(?:ok|okay|now|next|good|great|perfect|excellent|first|then|so|also|and|but|alright|hmm|note|again|indeed|actually|unfortunately|however|finally|as expected|turns out|it turns out|it (?:looks|seems|appears) (?:like|that)|looks like|i (?:can )?(?:also )?(?:see|notice|noticed|found|think)(?: that)?|commit (?:succeeded|was successful))\b[\s,.:;!—–-]{0,4}){1,4}/iu;
/** What an agent resolves to do. */
const RESOLVE =
  /^(?:i['’]ll|i will|i need to|i must|i should|i have to|we['’]ll|we need to|we should|we must|i['’]m going to|i am going to|let me|let['’]s)\s+((?:also|just|now|then|first)\s+)?(only\s+|not\s+|avoid\s+|never\s+|always\s+)?(\p{L}[\p{L}-]{1,20})\s+(.{3,})$/iu;
const ONGOING = /^(?:so )?(?:i['’]m|i am|we['’]re)\s+(only\s+|not\s+)?(\p{L}{2,16}ing)\s+(.{3,})$/iu;
/** Looking around, trying again and repairing the task at hand is nothing to advise. */
const IDLE =
  /^(?:check|verify|see|look|read|re-read|try|retry|fix|investigate|continue|examine|inspect|confirm|find|understand|do|make|update|think|review|also|test|add|write|wait|explore|search|figure|get|take|start|finish|proceed|implement|create|rewrite|clean|simplify|view|show|list|ensure)$/i;
/** “Let me run the tests” after a statement says what comes next, not what to do about it. */
const RUNS =
  /^\W*(?:i['’]ll|i will|let me|i['’]m going to) (?:also |now |just |then )?(?:re-?run|run) (?![^`]{0,60}\b(?:with|without|instead|outside|from|before|via)\b)/iu;
/** Verbs of an ongoing action, and what they are as an order. */
const ONGOING_VERBS: ReadonlyMap<string, string> = new Map(
  'committing commit|retrying retry|using use|staging stage|leaving leave|switching switch|skipping skip|branching branch|pushing push|bypassing bypass|avoiding avoid|rebasing rebase|pulling pull|running run|restarting restart|keeping keep|installing install|setting set|passing pass|rebuilding rebuild|regenerating regenerate'
    .split('|')
    .map((pair) => pair.split(' ') as [string, string]),
);

/** The order in a sentence of resolve, without a full stop; null when it is none, or nothing worth an order. */
function resolveOf(sentence: string): string | null {
  const bare = tidy(sentence);
  const resolved = RESOLVE.exec(bare);
  if (resolved !== null) {
    const [, , how = '', verb = '', rest = ''] = resolved;
    return IDLE.test(verb) && how === '' ? null : order(how.trim().toLowerCase(), verb, rest);
  }
  const ongoing = ONGOING.exec(bare);
  const verb = ONGOING_VERBS.get(ongoing?.[2]?.toLowerCase() ?? '');
  return ongoing === null || verb === undefined
    ? null
    : order(ongoing[1]?.trim().toLowerCase() ?? '', verb, ongoing[3] ?? '');
}

/** As an order to the next agent; null for what only makes sense at that moment (“commit that one file now”). */
function order(how: string, verb: string, rest: string): string | null {
  if (/^(?:that|this|those|these|them|it|the same|both)\b|\b(?:now|again|first|next)$/iu.test(rest)) return null;
  // What it goes on to look at next is of that moment.
  const [first = rest] = rest.split(
    /,? (?:and|then|and then) (?=(?:then )?(?:check|verify|see|look|read|re-?run|run|try|retry|continue|push)\b)/iu,
  );
  const what = toReader(first);
  const text =
    how === 'only'
      ? `${verb} only ${what}`
      : how === 'not'
        ? `do not ${verb} ${what}`
        : `${how === '' ? '' : `${how} `}${verb} ${what}`;
  return capitalise(text.replace(/ only only /, ' only '));
}

/** The statement in a sentence, without a full stop; null for what the agent says about itself. */
function statementOf(sentence: string): string | null {
  const bare = tidy(sentence);
  if (/^(?:i|i['’]\w+|let|let['’]s|we|we['’]\w+)\b/iu.test(bare) || bare.length < 12) return null;
  // “I see one stray file” is no statement any more without “I see”.
  if (/\bi (?:can )?(?:also )?(?:see|notice|noticed|found|think)\b/iu.test(sentence.slice(0, 40)) && !FINITE.test(bare))
    return null;
  const text = toReader(bare)
    .replace(/\bhooks? (?:all )?(?:ran|run)\b/iu, (found) =>
      found.replace(/(?:all )?ran$/iu, /hooks/i.test(found) ? 'run' : 'runs'),
    )
    .replace(
      /\bhooks? (?:have )?(?:all )?passed \(/iu,
      (found) => `${found.slice(0, /hooks/i.test(found) ? 5 : 4)} run: (`,
    )
    .replace(/(\brun: )\(([^()]{3,80})\)/u, '$1$2')
    .replace(/(?:\s[-—–]|,)?\s(?:and )?(?:they )?all (?:of them )?(?:pass(?:ed|ing)?|green|succeeded|clean)\b/iu, '')
    .replace(/\s{2,}/g, ' ')
    .trim();
  return capitalise(text);
}

/** A statement that fits a title: without what stands in brackets, or the one clause that names most of what it is about. */
function shortened(fact: string | null, names: readonly string[]): string | null {
  if (fact === null || fact.length <= MAX_TITLE) return fact;
  const bare = fact.replaceAll(/\s\([^()`]{3,120}\)/g, '').trim();
  if (bare.length <= MAX_TITLE) return bare;
  const worth = (clause: string): number => names.filter((name) => clause.toLowerCase().includes(name)).length;
  const [best] = bare
    .split(/[,;:]\s(?:and |but |so |which |because |since )?|\s[—–-]\s/u)
    .map((clause) => clause.trim())
    .filter(
      (clause) =>
        clause.length > 20 &&
        clause.length <= MAX_TITLE &&
        FINITE.test(clause) &&
        !/^(?:it|they|this|that|which|i|we)\b/iu.test(clause),
    )
    .map((clause, at) => ({ clause, at, worth: worth(clause) }))
    .sort((a, b) => b.worth - a.worth || a.at - b.at);
  return best === undefined ? bare : capitalise(best.clause);
}

/** Words of the agent about itself, as said to the next agent. */
function toReader(text: string): string {
  return text
    .replace(
      /\b(?:that |which )?(?:i|we) (?:didn['’]t|did not|haven['’]t) (?:touch|change|modify|edit)(?:ed)?\b/giu,
      'outside the change',
    )
    .replace(/\bi(?:['’]ve| have)? (just )?(changed|modified|touched|edited|created|added|wrote|made)\b/giu, 'you $2')
    .replace(
      /\b(?:my|our) (own )?(changes?|edits?|fix|task|work|commit|branch|files?|code|modifications?)\b/giu,
      'your $1$2',
    )
    .replace(/\bmy\b/giu, 'your');
}

/** Without lead-ins, emphasis and what differs from session to session: counts, hashes, numbers of lines. */
function tidy(sentence: string): string {
  let text = sentence.replace(/\s+/g, ' ').replaceAll('**', '').trim();
  if (/^\([^()]*\)\W?$/.test(text)) text = text.replace(/^\(|\)\W?$/g, '');
  return text
    .replace(LEAD, '')
    .replace(/\p{Extended_Pictographic}️?\s?/gu, '')
    .replace(
      /\b(?:by )?(?:\d{1,6}|one|two|three|four|five|six|several) (?:commits?|days?|hours?|minutes?|seconds?) (?=behind|ahead|ago|old|later)/giu,
      '',
    )
    .replace(/ by (?:\d{1,6}|one|two|three|four|five|six) commits?\b/giu, '')
    .replace(/\s?\(?\b(?:at |on |around )?lines? \d+(?:\s?[-–]\s?\d+)?\)?/giu, '')
    .replace(/\s?\(?`[0-9a-f]{7,40}`(?: vs\.? `[^`]{1,40}` `[0-9a-f]{7,40}`)?\)?/gu, '')
    .replace(/(`[^`\s]{1,120}?):\d+(?:[-:]\d+)?`/gu, '$1`')
    .replace(
      /\b(?:all )?(?:of )?(?<!\b(?:by|of|in|at|to|from|after|than|least|most|every|within|for|about|over) )(the |these |those )?(?:\d[\d,.]{0,8}|two|three|four|five|six|seven|eight|nine|ten) (?=(?:[\p{L}-]{2,20} ){0,2}[\p{L}-]{2,20}s\b)/giu,
      '$1',
    )
    .replace(
      /(?:,? as (?:required|requested|instructed))? for (?:this|the current) (?:[\p{L}-]{2,20} ){0,3}(?:change|task|fix|work|session|update)\b/giu,
      '',
    )
    .replace(/(?<!\s)\s+([.,;:])/g, '$1')
    .replace(
      /(?:,? as (?:required|requested|instructed|usual)|(?<![.!\s]))[.!\s]+$|,? as (?:required|requested|instructed|usual)$/iu,
      '',
    )
    .trim();
}

function quotedTitle(remark: string): string {
  return `Agents noted: “${shorten(remark.split(SENTENCE_END)[0] ?? remark, MAX_TITLE - 20)}”`;
}
