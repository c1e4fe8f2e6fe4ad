// The same short request in session after session is a preference, however it is worded each time.
import type { RequestObservation } from '../model/observation.ts';
import { isAct } from './acts.ts';
import { commonForm } from './common-form.ts';
import { isFiller, isGeneral } from './cues/index.ts';
import { groupByPair, groupByWord, isDocument, RequestWords, type RequestGroup } from './group-requests.ts';
import { withoutChat } from './phrasing/index.ts';
import { isWorkWord } from './phrasing/work-words.ts';
import type { Pattern, ProjectView } from './weigh.ts';
import { countTexts } from './group.ts';

/** A request known by one word must come in this many sessions: two are often one task in two parts. */
const WORD_BAR = 3;
/** Share of a request's sessions in which a command must follow, to be what carries the request out. */
const COMMON = 0.5;
/** Share of a group's requests that may belong to another pattern already. */
const SAME_REQUESTS = 0.6;
/** Most commands told for one request. */
const MAX_COMMANDS = 5;
/** Such an act must have waited for the request in this share of its sessions, or the log does not say what is wanted. */
const WAITED = 0.8;
/** Share of a word's requests that must be about little else than that word. */
const MOSTLY = 0.6;
/** The same share for two words, which say more. */
const HALF = 0.5;
/** Share of a pair's requests in which another word must be, to belong to what is wished. */
const ALWAYS = 0.75;

export function weighRequests(view: ProjectView): readonly Pattern[] {
  const requests = view.observations.filter((one) => one.kind === 'request');
  const words = new RequestWords(requests, (session) => view.counter.unitOf(session));
  const count = (members: readonly RequestObservation[]): number =>
    view.counter.countSessions(members.map((one) => one.session));
  const afterWork = requests.filter((one) => one.afterWork);
  const covered = new Set<RequestObservation>();
  const patterns: Pattern[] = [];
  const rank = (group: RequestGroup): number => (group.core.some((word) => isAct(word)) ? 1 : 0);
  // What is the user's call comes last: where "changelog" and "commit" are said together, the changelog is the lesson.
  const byWord = groupByWord(afterWork, words, count).map((group) => ({
    group,
    bar: Math.max(view.minSupport, WORD_BAR),
  }));
  // "a changelog entry", "add it to the changelog" and "update the changelog" are one wish: the document says it all.
  const isWhole = ({ group, bar }: { group: RequestGroup; bar: number }): boolean =>
    isDocument(group.core[0] ?? '') && count(group.members) >= bar;
  const groups = [
    ...byWord.filter(isWhole),
    ...groupByPair(requests, words, count).map((group) => ({ group, bar: view.minSupport })),
    ...byWord.filter((one) => !isWhole(one)),
  ].sort((a, b) => rank(a.group) - rank(b.group));
  for (const { group, bar } of groups) {
    // "update the changelog" is found under both of its words; the first that makes a pattern has it.
    if (group.members.filter((one) => covered.has(one)).length > group.members.length * SAME_REQUESTS) continue;
    const pattern = describeRequest(group, words, view, bar);
    if (pattern === null || isPartOfAct(pattern, patterns, count)) continue;
    patterns.push(pattern);
    for (const one of group.members) covered.add(one);
  }
  return [...patterns, ...weighPicks(requests, view)];
}

/** Whether most sessions that ask for an act ask for it together with another ("commit and push"), which is told already. */
function isPartOfAct(
  { claim, observations }: Pattern,
  told: readonly Pattern[],
  count: (members: readonly RequestObservation[]) => number,
): boolean {
  if (claim.type !== 'request' || !claim.usersCall) return false;
  const own = observations.filter((one) => one.kind === 'request');
  return told.some((other) => {
    if (other.claim.type !== 'request' || !other.claim.usersCall) return false;
    const acts = other.claim.word.split(' and ');
    if (!claim.word.split(' and ').every((act) => acts.includes(act))) return false;
    const sessions = new Set(other.observations.map((one) => one.session));
    return count(own.filter((one) => sessions.has(one.session))) >= count(own) * SAME_REQUESTS;
  });
}

/** People who answer with numbers of a list need lists with numbers. */
function weighPicks(requests: readonly RequestObservation[], view: ProjectView): readonly Pattern[] {
  const picks = requests.filter((one) => one.picks);
  const wordings = countTexts(picks.map((one) => withoutChat(one.request)));
  const request = wordings.find((one) => /\p{L}{3}/u.test(one)) ?? wordings[0];
  if (request === undefined) return [];
  const claim = { type: 'request' as const, request, word: '', atEnd: 0, commands: [], usersCall: false, picks: true };
  const bar = Math.max(view.minSupport, WORD_BAR);
  return [
    {
      kind: 'preference',
      key: 'request|picks',
      claim,
      observations: picks,
      trust: 'user',
      turnsLost: 0,
      weight: 1,
      bar,
    },
  ];
}

function describeRequest(
  { core, members }: RequestGroup,
  words: RequestWords,
  view: ProjectView,
  bar: number,
): Pattern | null {
  const isPair = core.length > 1;
  // One word is a wish of its own only where little else is said with it.
  const short = members.filter((one) => words.telling(one).length <= (isPair ? 4 : 3));
  if (short.length < members.length * (isPair ? HALF : MOSTLY)) return null;
  const sessions = view.counter.countSessions(members.map((one) => one.session));
  const share = (some: readonly RequestObservation[]): number =>
    Math.round((100 * view.counter.countSessions(some.map((one) => one.session))) / Math.max(1, sessions)) / 100;
  // Small talk and answers make nothing happen; a request does.
  const acted = members.filter((one) => one.followedBy.length > 0);
  if (share(acted) < COMMON) return null;
  const all = wholeCore(core, members, words);
  const commands = commandsFor(all, members, share);
  const carrying = commands.find((one) => carriesOut(one.key, all))?.key ?? null;
  const notBefore = carrying === null ? 1 : share(members.filter((one) => !one.ranBefore.includes(carrying)));
  // "update the changelog" is about all of it, "changelog format" about something else.
  const document = core.every((word) => isDocument(word) || isGeneral(word)) ? core.find(isDocument) : undefined;
  const usersCall = document === undefined && all.some((word) => isAct(word));
  if (usersCall && notBefore < WAITED && !isPair) return null;
  return {
    kind: 'preference',
    key: `request|${core.join(' ')}`,
    claim: {
      type: 'request',
      request: usersCall
        ? actWording(all, members, words)
        : (documentWording(document, members, commands) ?? wordingOf(members, (text) => words.corrected(text))),
      word: usersCall ? actsIn(all, members, words).join(' and ') || core[0] || '' : (core[0] ?? ''),
      atEnd: share(members.filter((one) => one.position >= one.messages - 2)),
      // Who commits need not edit for it: what was edited belongs to the wish beside the act.
      commands: commands
        .filter((one) => !usersCall || !all.some(isRecording) || !one.key.startsWith('edit '))
        .map((one) => one.display),
      usersCall,
      picks: false,
    },
    observations: members,
    trust: 'user',
    turnsLost: 0,
    weight: 1,
    bar,
  };
}

/** Acts that record or hand over what is there. */
function isRecording(word: string): boolean {
  return /^(?:commit|push|merge)$/.test(word);
}

/** The acts among some words, in the order in which they are mostly asked for. */
function actsIn(
  all: readonly string[],
  members: readonly RequestObservation[],
  words: RequestWords,
): readonly string[] {
  const place = (word: string): number => {
    const places = members.map((one) => words.content(one).indexOf(word)).filter((at) => at >= 0);
    return places.reduce((sum, at) => sum + at, 0) / Math.max(1, places.length);
  };
  return all
    .filter((word) => isAct(word))
    .map((word) => ({ word, at: place(word) }))
    .sort((a, b) => a.at - b.at)
    .map((one) => one.word);
}

/** An act in plain words: the acts alone, or, where all say what it is done to, the shortest wording that says only that. */
function actWording(all: readonly string[], members: readonly RequestObservation[], words: RequestWords): string {
  const acts = actsIn(all, members, words);
  if (all.every((word) => isAct(word))) return acts.join(' and ');
  const plain = members.filter(
    (one) => !/[,;:]/.test(withoutChat(one.request)) && words.content(one).every((word) => all.includes(word)),
  );
  return wordingOf(plain.length > 0 ? plain : members, (text) => words.corrected(text)) || acts.join(' and ');
}

/** Longest name of an edited document. */
const MAX_NAME = 80;

/** "update CHANGELOG.md" for all the ways to ask for it; null where it is no document, or the wish is to leave it alone. */
function documentWording(
  document: string | undefined,
  members: readonly RequestObservation[],
  commands: readonly { readonly key: string; readonly display: string }[],
): string | null {
  if (document === undefined) return null;
  const denied = members.filter((one) => /\b(?:do not|don['’]?t|never|no|without|not)\b(?! forget)/i.test(one.request));
  if (denied.length * 2 > members.length) return null;
  const names = commands.flatMap(({ key }) => /^edit (\S+)$/.exec(key)?.[1] ?? []);
  const name = names.find((one) => one.toLowerCase().includes(document) && one.length <= MAX_NAME);
  return `update ${name ?? `the ${document === 'readme' ? 'README' : document}`}`;
}

/** The core with the other words that nearly all its requests have. */
function wholeCore(
  core: readonly string[],
  members: readonly RequestObservation[],
  words: RequestWords,
): readonly string[] {
  const counts = countTexts(members.flatMap((one) => words.content(one)));
  const inMost = (word: string): boolean =>
    members.filter((one) => words.content(one).includes(word)).length >= members.length * ALWAYS;
  return [...core, ...counts.slice(0, 8).filter((word) => !core.includes(word) && inMost(word))];
}

/** What was run after the request in most of its sessions, in the order it was run, as one way to write it. */
function commandsFor(
  core: readonly string[],
  members: readonly RequestObservation[],
  share: (some: readonly RequestObservation[]) => number,
): readonly { readonly key: string; readonly display: string }[] {
  const ran = members.filter((one) => one.followedBy.length > 0);
  const keys = countTexts(ran.flatMap((one) => one.followedBy)).filter(
    (key) =>
      share(ran.filter((one) => one.followedBy.includes(key))) >= COMMON &&
      ran.filter((one) => one.followedBy.includes(key)).length > 1,
  );
  const kept = keys
    .filter((key) => carriesOut(key, core) || /^git |^gh /.test(key) || ran.length > 2)
    .slice(0, MAX_COMMANDS);
  const place = (key: string): number => {
    const places = ran.flatMap((one) =>
      one.followedBy.includes(key) ? [one.followedBy.indexOf(key) / one.followedBy.length] : [],
    );
    return places.reduce((sum, value) => sum + value, 0) / Math.max(1, places.length);
  };
  return kept
    .map((key) => ({ key, at: place(key) }))
    .sort((a, b) => a.at - b.at)
    .map(({ key }) => ({
      key,
      display: commonForm(
        ran.flatMap((one) => {
          const at = one.followedBy.indexOf(key);
          return at < 0 ? [] : [one.commands[at] ?? key];
        }),
      ),
    }));
}

/**
 * The wording that stands for all: the most frequent of those that say little else.
 * @param corrected takes typing mistakes out of a text
 */
export function wordingOf(
  members: readonly RequestObservation[],
  corrected: (text: string) => string = (text) => text,
): string {
  const fewest = Math.min(...members.map((one) => one.key.split(' ').length));
  const plain = members.filter((one) => one.key.split(' ').length === fewest);
  return countTexts(plain.map((one) => withoutPoliteness(corrected(one.request))))[0] ?? '';
}

function withoutPoliteness(request: string): string {
  const words = withoutChat(request.toLowerCase())
    .split(' ')
    .filter((word) => !/^v?\d[\d.]*$/.test(word));
  const first = words.findIndex((word) => !isFiller(word.replace(/[,;:]$/, '')) || isWorkWord(word));
  return words.slice(Math.max(0, first)).join(' ');
}

/** Whether a step does what a word asks for: `git commit` for "commit", `edit CHANGELOG.md` for "changelog". */
function carriesOut(step: string, core: readonly string[]): boolean {
  const parts = step.toLowerCase().split(/[\s/.:_-]+/);
  return core.some((word) => parts.includes(word));
}
