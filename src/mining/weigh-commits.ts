// How commit messages look here: a form that nearly all of them share, over sessions.
import type { CommitObservation } from '../model/observation.ts';
import { CONVENTIONAL_TYPES } from './commits.ts';
import { countTexts, largestGroups } from './group.ts';
import type { Pattern, ProjectView } from './weigh.ts';

/** Fewer sessions or commits are no custom. */
const SESSIONS_BAR = 3;
const COMMITS_BAR = 4;
/** Share of the commits that must have a form for it to be the custom. */
const CUSTOM = 0.8;
const MAX_TYPES = 8;
const MAX_SCOPES = 6;

export function weighCommits(view: ProjectView): readonly Pattern[] {
  const commits = view.observations.filter((one) => one.kind === 'commit').filter((one) => one.origin !== 'external');
  if (commits.length < COMMITS_BAR) return [];
  const typed = commits.filter((one) => CONVENTIONAL_TYPES.has(typeOf(one.prefix)));
  const [common = ''] = countTexts(commits.map((one) => one.prefix).filter((prefix) => prefix !== ''));
  const prefixed = commits.filter((one) => one.prefix === common && common !== '');
  const plain = commits.filter((one) => one.prefix === '');
  const custom = (
    [
      ['typed', typed],
      ['prefixed', prefixed],
      ['plain', plain],
    ] as const
  ).find(([, some]) => some.length >= commits.length * CUSTOM);
  if (custom === undefined) return [];
  const [form, members] = custom;
  const capital = shareOf(members, (one) => one.capital);
  const body = shareOf(members, (one) => one.body) >= 0.5;
  const written = members.flatMap((one) => one.trailers);
  const trailers = largestGroups(written, (key) => key).flatMap(([key, uses]) =>
    uses.length >= members.length * CUSTOM ? [key] : [],
  );
  // A capital letter alone is how everybody writes a sentence: without more it says nothing of this project.
  if (form === 'plain' && trailers.length === 0 && !body) return [];
  return [
    {
      kind: 'preference',
      key: `commits|${form}`,
      claim: {
        type: 'commits',
        form,
        prefixes:
          form === 'typed'
            ? countTexts(typed.map((one) => typeOf(one.prefix))).slice(0, MAX_TYPES)
            : form === 'plain'
              ? []
              : [common],
        scopes: scopesOf(form === 'typed' ? typed : [], view),
        capital: capital >= CUSTOM ? true : capital <= 1 - CUSTOM ? false : null,
        body,
        trailers,
      },
      observations: members,
      trust: 'observed',
      turnsLost: 0,
      weight: 0.5,
      bar: Math.max(view.minSupport, SESSIONS_BAR),
    },
  ];
}

function shareOf(commits: readonly CommitObservation[], is: (one: CommitObservation) => boolean): number {
  return commits.filter(is).length / Math.max(1, commits.length);
}

function typeOf(prefix: string): string {
  return /^[A-Za-z]+/.exec(prefix)?.[0].toLowerCase() ?? '';
}

/** Scopes that came in more than one session: one alone may be of a single task. */
function scopesOf(commits: readonly CommitObservation[], view: ProjectView): readonly string[] {
  const scope = (one: CommitObservation): string => /\(([^)]{1,100})\)/.exec(one.prefix)?.[1] ?? '';
  return largestGroups(commits, scope)
    .filter(([name]) => /^[a-z][\w./-]{0,23}$/i.test(name))
    .filter(([, uses]) => view.counter.countSessions(uses.map((one) => one.session)) > 1)
    .map(([name]) => name)
    .slice(0, MAX_SCOPES);
}
