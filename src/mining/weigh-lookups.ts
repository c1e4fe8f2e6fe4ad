// What sessions look up again: the files they read before they change anything, installed packages whose text they
// read, and local servers they call. Files of one project make one map, not many lessons.
import type { LookupObservation } from '../model/observation.ts';
import { compareText } from '../text/similarity.ts';
import { groupBy } from './group.ts';
import type { Pattern, ProjectView } from './weigh.ts';

/** A file is on the map when so many sessions read it, and this share of them. */
const FILE_BAR = 3;
const FILE_SHARE = 0.08;
/** Without one file that this share of sessions reads, there is no common place to start. */
const FIRST_SHARE = 0.2;
/** A file that only this part of the sessions knows, the oldest, may be gone. */
const OLD_PART = 0.5;
const MAX_FILES = 6;
const MAX_NAMES = 3;
/** Sessions that search for the same name and open the same file. */
const NAME_BAR = 2;
const PACKAGE_BAR = 3;
const PACKAGE_SHARE = 0.2;
const SERVER_BAR = 3;
/** Everybody looks into these, in every project. */
const KNOWN_TO_ALL =
  /(?:^|\/)(?:README|AGENTS|CLAUDE|GEMINI|CONTRIBUTING|CHANGELOG|LICENSE|SKILL|MEMORY|TODO|PLAN)(?:\.[\w-]+)*$|(?:^|\/)(?:package(?:-lock)?\.json|composer\.json|go\.(?:mod|sum|work)|[\w.-]+\.(?:lock|toml|csproj|sln|log|env|gradle|kts|txt|svg|png)|tsconfig[\w.]*\.json|pom\.xml|Gemfile|Makefile|Dockerfile|pnpm-[\w.]+|[\w-]+\.config\.[cm]?[jt]s)$|(?:^|\/)\./i;
/** Not of the project, or of one moment: other places, generated text, numbered and dated notes. */
const ELSEWHERE =
  /^[/~]|^[A-Za-z]:|^\.\.|<|(?:^|\/)(?:tmp|dist|out|build|node_modules|vendor|target|coverage|worktrees?)\/|(?<!\d)\d{2,}[^/]{0,100}\.(?:md|json|txt)$|\d{4}-\d\d/;
const TEST = /[._-](?:test|spec)s?\.\w+$|(?:^|\/)(?:tests?|__tests__|spec|fixtures)\/|(?:^|\/)test_[^/]+$/;
const PACKAGE = /\/(?:node_modules|site-packages|dist-packages)\/((?:@[\w.-]+\/)?[\w.-]+)\//;

interface Place {
  readonly path: string;
  readonly seen: readonly LookupObservation[];
  readonly units: number;
}

export function weighLookups(view: ProjectView): readonly Pattern[] {
  const all = view.observations.filter((one) => one.kind === 'lookup').filter((one) => one.origin !== 'external');
  const sessions = view.counter.countSessions(all.map((one) => one.session));
  const reads = all.filter((one) => one.how === 'read');
  return [
    ...mapOf(
      view,
      reads,
      all.filter((one) => one.how === 'search'),
      sessions,
    ),
    ...packagesOf(view, reads, sessions),
    ...serversOf(
      view,
      all.filter((one) => one.how === 'server'),
    ),
  ];
}

/** The files most sessions read first, with the names that are found in them: at most one lesson. */
function mapOf(
  view: ProjectView,
  reads: readonly LookupObservation[],
  searches: readonly LookupObservation[],
  sessions: number,
): readonly Pattern[] {
  const bar = Math.max(FILE_BAR, view.minSupport, Math.ceil(sessions * FILE_SHARE));
  const order = [...new Set(reads.map((one) => one.session))];
  const recent = new Set(order.slice(Math.floor(order.length * OLD_PART)));
  const places = placesBy(view, reads, (one) => one.target)
    .filter(({ path }) => !KNOWN_TO_ALL.test(path) && !ELSEWHERE.test(path) && !TEST.test(path))
    .filter(({ units, seen }) => units >= bar && view.counter.supportOf(seen.map((one) => one.session)).days !== 1)
    .filter(({ seen }) => seen.some((one) => recent.has(one.session)))
    .slice(0, MAX_FILES);
  const first = places[0]?.units ?? 0;
  // One file alone is the program's entry, which everybody finds.
  if (places.length < 2 || first < sessions * FIRST_SHARE) return [];
  const names = places.map(({ path }) =>
    placesBy(
      view,
      searches.filter((one) => one.where === path),
      (one) => one.target,
    )
      .filter((name) => name.units >= NAME_BAR)
      .slice(0, MAX_NAMES)
      .map((name) => name.path),
  );
  return [patternOf('files', places, names, 0.35, bar)];
}

/** Installed packages whose documents or sources are read in session after session. */
function packagesOf(view: ProjectView, reads: readonly LookupObservation[], sessions: number): readonly Pattern[] {
  const bar = Math.max(PACKAGE_BAR, view.minSupport, Math.ceil(sessions * PACKAGE_SHARE));
  const nameOf = (one: LookupObservation): string => PACKAGE.exec(one.target)?.[1] ?? '';
  return placesBy(
    view,
    reads.filter((one) => nameOf(one) !== '' && !one.target.includes('<')),
    nameOf,
  )
    .filter(({ units }) => units >= bar)
    .slice(0, 1)
    .map(({ path, seen }) => {
      const files = placesBy(view, seen, (one) => one.target).slice(0, MAX_FILES);
      return {
        ...patternOf(
          'package',
          files,
          files.map(() => [path]),
          0.5,
          bar,
        ),
        key: `lookup|package|${path}`,
      };
    });
}

function serversOf(view: ProjectView, calls: readonly LookupObservation[]): readonly Pattern[] {
  const bar = Math.max(SERVER_BAR, view.minSupport);
  const places = placesBy(view, calls, (one) => one.target)
    .filter(({ units }) => units >= bar)
    .slice(0, MAX_FILES);
  return places.length === 0
    ? []
    : [
        patternOf(
          'server',
          places,
          places.map(() => []),
          0.5,
          bar,
        ),
      ];
}

function placesBy(
  view: ProjectView,
  lookups: readonly LookupObservation[],
  textOf: (one: LookupObservation) => string,
): readonly Place[] {
  return [...groupBy(lookups, textOf)]
    .map(([path, seen]) => ({ path, seen, units: view.counter.countSessions(seen.map((one) => one.session)) }))
    .sort((a, b) => b.units - a.units || compareText(a.path, b.path));
}

function patternOf(
  about: 'files' | 'package' | 'server',
  places: readonly Place[],
  names: readonly (readonly string[])[],
  weight: number,
  bar: number,
): Pattern {
  return {
    kind: 'fact',
    key: `lookup|${about}`,
    claim: { type: 'lookup', about, found: places.map((place) => place.path), names },
    observations: places.flatMap((place) => place.seen),
    trust: 'observed',
    turnsLost: 0,
    weight,
    bar,
  };
}
