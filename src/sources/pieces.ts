// Which files are pieces of one session: those that share a name, directly or through others. A part may name only its
// message, and the message its session, so the ties are followed whatever the order of the files.
import type { LogFile } from './discover.ts';
import type { LogFormat } from './source.ts';

/** A file of a session that is kept in many. */
export interface Piece {
  readonly file: LogFile;
  readonly contentHash: string;
  readonly bytes: number;
}

/** The pieces of one session, in the order of the files. */
export interface Whole {
  readonly format: LogFormat;
  readonly pieces: readonly Piece[];
}

interface Group {
  readonly format: LogFormat;
  readonly members: { readonly order: number; readonly piece: Piece }[];
  /** The group that took this one in. */
  into: Group | null;
}

export class PieceGroups {
  readonly #byName = new Map<string, Group>();
  readonly #groups: Group[] = [];
  #count = 0;

  /** @param names what the piece names of its session, at least one */
  add(format: LogFormat, names: readonly string[], piece: Piece): void {
    const keys = names.map((name) => `${format.id}:${name}`);
    let group: Group | null = null;
    for (const key of keys) {
      const known = this.#byName.get(key);
      if (known !== undefined) group = join(group, rootOf(known));
    }
    if (group === null) {
      group = { format, members: [], into: null };
      this.#groups.push(group);
    }
    for (const key of keys) this.#byName.set(key, group);
    group.members.push({ order: this.#count, piece });
    this.#count += 1;
  }

  /** Every session in the order in which its first file came. */
  wholes(): readonly Whole[] {
    return this.#groups
      .filter((group) => group.into === null)
      .map(({ format, members }) => ({ format, members: members.sort((a, b) => a.order - b.order) }))
      .sort((a, b) => (a.members[0]?.order ?? 0) - (b.members[0]?.order ?? 0))
      .map(({ format, members }) => ({ format, pieces: members.map((member) => member.piece) }));
  }
}

function rootOf(group: Group): Group {
  let root = group;
  while (root.into !== null) root = root.into;
  // The next search is short.
  if (root !== group) group.into = root;
  return root;
}

/** The bigger takes in the smaller, so that no member moves often. */
function join(one: Group | null, other: Group): Group {
  if (one === null || one === other) return other;
  const [big, small] = one.members.length >= other.members.length ? [one, other] : [other, one];
  for (const member of small.members.splice(0)) big.members.push(member);
  small.into = big;
  return big;
}
