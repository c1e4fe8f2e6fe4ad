// What agents tell people to run, session after session: the same command with the occasion it is for. A command counts
// only when some session shows that it is the project's own: it worked there, or a person typed it.
import type { RemarkObservation } from '../model/observation.ts';
import { occasionOf } from '../text/occasion.ts';
import { compareText } from '../text/similarity.ts';
import { adviceKey } from './remark-advice.ts';
import { countTexts } from './group.ts';
import type { Pattern, ProjectView } from './weigh.ts';

/** Sessions needed, and those that are enough for a command so long that nobody gives it twice by chance. */
const BAR = 3;
const BAR_LONG = 2;
const LONG_WORDS = 4;
/** Share of a command's sessions in which another one follows it before that is the next step. */
const FOLLOWS = 0.5;
const MAX_OTHERS = 3;
/** Commands of one project that are looked at. */
const MAX_GROUPS = 500;

type Advice = RemarkObservation & { readonly advised: string };

interface Group {
  readonly key: string;
  readonly members: readonly Advice[];
  readonly units: ReadonlySet<string>;
  /** The command as most write it. */
  readonly command: string;
}

export function weighAdvice(view: ProjectView): readonly Pattern[] {
  const groups = groupsOf(view);
  const byKey = new Map(groups.map((group) => [group.key, group]));
  const following = new Map(groups.map((group) => [group.key, nextOf(group, byKey, view)]));
  const followers = new Set([...following.values()].flatMap((next) => (next === null ? [] : [next.key])));
  return groups.flatMap((group): Pattern[] => {
    const next = following.get(group.key) ?? null;
    // A step that is told as the second of two is no lesson by itself.
    if (followers.has(group.key) && (next === null || next.key !== group.key)) return [];
    const sentences = sentencesOf(group, view);
    const [remark] = sentences;
    if (remark === undefined || occasionOf(remark) === null) return [];
    const commands = next === null ? [group.command] : [group.command, next.command];
    const isLong = group.command.split(/\s+/).length >= LONG_WORDS;
    return [
      {
        kind: 'workflow',
        key: `advice|${commands.map(adviceKey).join('|')}`,
        claim: {
          type: 'remark',
          remark,
          others: sentences.slice(1, 1 + MAX_OTHERS),
          names: [...new Set(commands.map(adviceKey))],
          commands,
        },
        observations: group.members,
        trust: 'agent',
        turnsLost: 0,
        weight: 1,
        bar: Math.max(view.minSupport, isLong ? BAR_LONG : BAR),
      },
    ];
  });
}

/** Commands that are the project's own, with all that advise them. */
function groupsOf(view: ProjectView): readonly Group[] {
  const found = new Map<string, Advice[]>();
  const proven = new Set<string>();
  for (const one of view.observations) {
    if (one.kind !== 'remark' || one.advised === null) continue;
    const key = adviceKey(one.advised);
    if (one.proven) proven.add(key);
    if (one.origin === 'external') continue;
    const list = found.get(key);
    const advice = { ...one, advised: one.advised };
    if (list !== undefined) list.push(advice);
    else if (found.size < MAX_GROUPS) found.set(key, [advice]);
  }
  return [...found].flatMap(([key, members]) => {
    if (!proven.has(key)) return [];
    const [command] = countTexts(members.map(({ advised }) => advised));
    const units = new Set(members.map(({ session }) => view.counter.unitOf(session)));
    return command === undefined ? [] : [{ key, members, units, command }];
  });
}

/** What is told right after it in half of its sessions, null when nothing is. */
function nextOf(group: Group, all: ReadonlyMap<string, Group>, view: ProjectView): Group | null {
  const counts = new Map<string, Set<string>>();
  for (const { next, session } of group.members) {
    if (next === null) continue;
    const key = adviceKey(next);
    if (key !== group.key && all.has(key))
      counts.set(key, (counts.get(key) ?? new Set()).add(view.counter.unitOf(session)));
  }
  const [best] = [...counts].sort((a, b) => b[1].size - a[1].size || compareText(a[0], b[0]));
  return best !== undefined && best[1].size > 1 && best[1].size >= group.units.size * FOLLOWS
    ? (all.get(best[0]) ?? null)
    : null;
}

/** Sentences of different sessions, those that name an occasion first, then the shorter. */
function sentencesOf(group: Group, view: ProjectView): readonly string[] {
  const worth = ({ remark }: Advice): number => {
    const occasion = occasionOf(remark);
    return (occasion === null ? 0 : occasion.when ? 4 : 2) - remark.length / 150;
  };
  const found: string[] = [];
  const units = new Set<string>();
  const worded = group.members
    .filter(({ remark }) => remark !== '')
    .map((one) => ({ one, worth: worth(one) }))
    .sort((a, b) => b.worth - a.worth || compareText(a.one.remark, b.one.remark));
  for (const { one } of worded) {
    const unit = view.counter.unitOf(one.session);
    if (units.has(unit) || found.includes(one.remark)) continue;
    units.add(unit);
    found.push(one.remark);
  }
  return found;
}
