// The same short request in session after session is a preference. Requests are joined by the one telling word they
// share ("commit", "commit this", "comit"), because people say it differently each time.
import type { RequestObservation } from '../model/observation.ts';
import { isFiller } from './cues/index.ts';
import { compareText, isOneEditApart } from '../text/similarity.ts';
import type { Pattern, ProjectView } from './weigh.ts';
import { countTexts } from './weigh-failures.ts';

/** A request must come in this many sessions: two are often one task in two parts. */
const REQUEST_BAR = 3;
/** Share of a request's sessions in which a command must follow, to be what carries the request out. */
const COMMON = 0.5;
/** Share of a word's requests that may belong to another word's pattern already. */
const SAME_REQUESTS = 0.6;
/** Frequent words that a rare one is compared with: typing mistakes are of the words that are typed all the time. */
const MAX_CORRECTIONS = 200;
/** Acts that publish or record work, in the words of the languages known: they stay the user's call. */
const USERS_CALL = new Set(
  'commit push merge release deploy publish tag land ship commitear publicar desplegar fusionner déployer publier veröffentlichen закоммить запушь 提交 推送 コミット プッシュ'.split(
    ' ',
  ),
);
/** Such an act must have waited for the request in this share of its sessions, or the log does not say what is wanted. */
const WAITED = 0.8;
/** Share of a word's requests that must be about little else than that word. */
const MOSTLY = 0.6;

export function weighRequests(view: ProjectView): readonly Pattern[] {
  const requests = view.observations.filter((one) => one.kind === 'request').filter((one) => one.afterWork);
  const covered = new Set<RequestObservation>();
  const patterns: Pattern[] = [];
  for (const [word, members] of groupByWord(requests, view)) {
    // "update the changelog" is found under both of its words; the first that makes a pattern has it.
    if (members.filter((one) => covered.has(one)).length > members.length * SAME_REQUESTS) continue;
    const pattern = describeRequest(word, members, view);
    if (pattern === null) continue;
    patterns.push(pattern);
    for (const one of members) covered.add(one);
  }
  return patterns;
}

function describeRequest(word: string, members: readonly RequestObservation[], view: ProjectView): Pattern | null {
  const short = members.filter((one) => one.key.split(' ').length <= 3);
  if (short.length < members.length * MOSTLY) return null;
  const sessions = view.counter.countSessions(members.map((one) => one.session));
  const share = (some: readonly RequestObservation[]): number =>
    Math.round((100 * view.counter.countSessions(some.map((one) => one.session))) / Math.max(1, sessions)) / 100;
  // Small talk and answers make nothing happen; a request does.
  if (share(members.filter((one) => one.followedBy.length > 0)) < COMMON) return null;
  const commands = countTexts(members.flatMap((one) => one.followedBy.filter((step) => carriesOut(step, word))));
  const command =
    commands.find((step) => share(members.filter((one) => one.followedBy.includes(step))) >= COMMON) ?? null;
  const notBefore = command === null ? 1 : share(members.filter((one) => !one.ranBefore.includes(command)));
  const usersCall = USERS_CALL.has(word);
  if (usersCall && notBefore < WAITED) return null;
  return {
    kind: 'preference',
    key: `request|${word}`,
    claim: {
      type: 'request',
      request: wordingOf(members),
      word,
      atEnd: share(members.filter((one) => one.position >= one.messages - 2)),
      command,
      usersCall,
    },
    observations: members,
    trust: 'user',
    turnsLost: 0,
    weight: 1,
    bar: Math.max(view.minSupport, REQUEST_BAR),
  };
}

/** The wording that stands for all: the most frequent of those that say little else. */
export function wordingOf(members: readonly RequestObservation[]): string {
  const fewest = Math.min(...members.map((one) => one.key.split(' ').length));
  const plain = members.filter((one) => one.key.split(' ').length === fewest);
  return countTexts(plain.map((one) => withoutPoliteness(one.request)))[0] ?? '';
}

function withoutPoliteness(request: string): string {
  const words = request
    .toLowerCase()
    .replace(/[,.!?\s]+(?:please|thanks|thank you)?[.!\s]*$/, '')
    .split(' ')
    .filter((word) => !/^v?\d[\d.]*$/.test(word));
  const first = words.findIndex((word) => !isFiller(word.replace(/[,;:]$/, '')));
  return words.slice(Math.max(0, first)).join(' ');
}

/**
 * Requests by each word that comes in more than one session, the most frequent word first; a rare word one typing mistake away counts as
 * the frequent one.
 */
function groupByWord(
  requests: readonly RequestObservation[],
  view: ProjectView,
): readonly (readonly [string, readonly RequestObservation[]])[] {
  const sessions = new Map<string, Set<string>>();
  for (const request of requests) {
    for (const word of request.key.split(' ')) {
      sessions.set(word, (sessions.get(word) ?? new Set()).add(view.counter.unitOf(request.session)));
    }
  }
  const count = (word: string): number => sessions.get(word)?.size ?? 0;
  const frequent = [...sessions.keys()].filter((word) => count(word) >= REQUEST_BAR && word.length >= 5);
  frequent.sort((a, b) => count(b) - count(a) || compareText(a, b));
  const meant = new Map<string, string>();
  for (const word of sessions.keys()) {
    const rare = count(word) < REQUEST_BAR && word.length >= 5;
    const near = rare ? frequent.slice(0, MAX_CORRECTIONS).find((other) => isOneEditApart(word, other)) : undefined;
    meant.set(word, near ?? word);
  }
  const members = new Map<string, RequestObservation[]>();
  for (const request of requests) {
    for (const word of new Set(request.key.split(' ').map((one) => meant.get(one) ?? one))) {
      const list = members.get(word);
      if (list === undefined) members.set(word, [request]);
      else list.push(request);
    }
  }
  // What is the user's call comes last: where "changelog" and "commit" are said together, the changelog is the lesson.
  const rank = (word: string): number => (USERS_CALL.has(word) ? 1 : 0);
  return [...members]
    .filter(([word]) => count(word) > 1)
    .sort(([a], [b]) => rank(a) - rank(b) || count(b) - count(a) || compareText(a, b));
}

/** Whether a step does what the word asks for: `git commit` for "commit", `edit CHANGELOG.md` for "changelog". */
function carriesOut(step: string, word: string): boolean {
  return step
    .toLowerCase()
    .split(/[\s/.:_-]+/)
    .includes(word);
}
