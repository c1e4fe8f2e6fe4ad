// The same short request in session after session is a preference. Requests are joined by the one telling word they
// share ("commit", "commit this", "comit"), because people say it differently each time.
import type { RequestObservation } from '../model/observation.ts';
import { compareText, isOneEditApart } from '../text/similarity.ts';
import type { Pattern, ProjectView } from './weigh.ts';
import { countTexts } from './weigh-failures.ts';

/** A request must come in this many sessions: two are often one task in two parts. */
const REQUEST_BAR = 3;
/** Share of a request's sessions in which a command must follow, to be what carries the request out. */
const COMMON = 0.5;
/** Share of a word's requests that must be about little else than that word. */
const MOSTLY = 0.6;

export function weighRequests(view: ProjectView): readonly Pattern[] {
  const requests = view.observations.filter((one) => one.kind === 'request');
  const groups = groupByWord(requests, view);
  return [...groups].flatMap(([word, members]) => {
    const short = members.filter((one) => one.key.split(' ').length <= 2);
    if (short.length < members.length * MOSTLY) return [];
    const sessions = view.counter.countSessions(members.map((one) => one.session));
    const share = (some: readonly RequestObservation[]): number =>
      Math.round((100 * view.counter.countSessions(some.map((one) => one.session))) / Math.max(1, sessions)) / 100;
    const commands = countTexts(members.flatMap((one) => one.followedBy.filter((step) => carriesOut(step, word))));
    const command =
      commands.find((step) => share(members.filter((one) => one.followedBy.includes(step))) >= COMMON) ?? null;
    return [
      {
        kind: 'preference' as const,
        key: `request|${word}`,
        claim: {
          type: 'request' as const,
          request: countTexts(members.map((one) => one.request.toLowerCase().replace(/[.!\s]+$/, '')))[0] ?? word,
          word,
          atEnd: share(members.filter((one) => one.position >= one.messages - 2)),
          command,
          notBefore: command === null ? 1 : share(members.filter((one) => !one.ranBefore.includes(command))),
        },
        observations: members,
        trust: 'user' as const,
        turnsLost: 0,
        weight: 1,
        bar: Math.max(view.minSupport, REQUEST_BAR),
      },
    ];
  });
}

/** Each request goes to the most frequent of its words; a rare word one typing mistake away counts as the frequent one. */
function groupByWord(requests: readonly RequestObservation[], view: ProjectView): Map<string, RequestObservation[]> {
  const sessions = new Map<string, Set<string>>();
  for (const request of requests) {
    for (const word of request.key.split(' ')) {
      sessions.set(word, (sessions.get(word) ?? new Set()).add(view.counter.unitOf(request.session)));
    }
  }
  const count = (word: string): number => sessions.get(word)?.size ?? 0;
  const words = [...sessions.keys()].sort((a, b) => count(b) - count(a) || compareText(a, b));
  const frequent = words.filter((word) => count(word) >= REQUEST_BAR);
  const meant = (word: string): string =>
    count(word) >= REQUEST_BAR || word.length < 5
      ? word
      : (frequent.find((other) => other.length >= 5 && isOneEditApart(word, other)) ?? word);
  const groups = new Map<string, RequestObservation[]>();
  for (const request of requests) {
    const own = request.key.split(' ').map(meant);
    const word = own.sort((a, b) => count(b) - count(a) || compareText(a, b))[0];
    if (word === undefined) continue;
    const list = groups.get(word);
    if (list === undefined) groups.set(word, [request]);
    else list.push(request);
  }
  return groups;
}

/** Whether a step does what the word asks for: `git commit` for "commit", `edit CHANGELOG.md` for "changelog". */
function carriesOut(step: string, word: string): boolean {
  return step
    .toLowerCase()
    .split(/[\s/.:_-]+/)
    .includes(word);
}
