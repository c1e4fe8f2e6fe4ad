// What do the playbooks of each project say, line by line? For finding the one that a newer statement replaces, or that a
// person takes back. Indexed by words: a statement is compared only with lines that share some.
import type { Playbook } from '../model/playbook.ts';
import { ClaimIndex } from '../text/claim-index.ts';
import { claimOf } from '../text/claims.ts';
import { Replaceable, type Replaced } from '../text/replacement.ts';
import { retractedClaims } from '../text/retracted-claims.ts';
import type { Retracted } from '../text/retraction.ts';
import { sectionsOf } from '../text/sections.ts';

/** One line of what a playbook says to do, or how something is. */
export interface Saying {
  readonly path: string;
  readonly title: string;
  /** The line as it stands in the file, without its heading. */
  readonly line: string;
  /** How many such lines the playbook has, and which of them this is, from 0. */
  readonly of: number;
  readonly at: number;
}

interface OfProject {
  readonly lines: Replaceable;
  readonly sayings: Saying[];
  readonly byPath: Map<string, number[]>;
}

/** What playbooks say; a file that a run writes says nothing any more, because no two changes touch one file. */
export class Sayings {
  readonly #replaceable = new Map<string, OfProject>();
  readonly #claims = new ClaimIndex<Saying>();
  readonly #taken = new Set<string>();

  constructor(playbooks: readonly Playbook[]) {
    for (const playbook of playbooks) {
      if (playbook.pinned) continue;
      const { path, title, kind, project } = playbook;
      const lines = linesOf(playbook);
      for (const [at, line] of lines.entries()) {
        const saying = { path, title, line, of: lines.length, at };
        this.#claims.add(project, claimOf(line), saying);
        if (kind === 'preference' || kind === 'fact') this.#addReplaceable(project, saying);
      }
      // The title may name what the lines only point to.
      if (lines.length === 1)
        this.#claims.add(project, claimOf(title), { path, title, line: lines[0] ?? '', of: 1, at: 0 });
    }
  }

  #addReplaceable(project: string, saying: Saying): void {
    const known = this.#replaceable.get(project) ?? {
      lines: new Replaceable(),
      sayings: new Array<Saying>(),
      byPath: new Map<string, number[]>(),
    };
    this.#replaceable.set(project, known);
    const index = known.lines.add(saying.at === 0 ? `${saying.title}. ${saying.line}` : saying.line);
    known.sayings.push(saying);
    known.byPath.set(saying.path, [...(known.byPath.get(saying.path) ?? []), index]);
  }

  /** Leaves out a file that this run writes. */
  take(path: string): void {
    if (this.#taken.has(path)) return;
    this.#taken.add(path);
    for (const { lines, byPath } of this.#replaceable.values())
      for (const index of byPath.get(path) ?? []) lines.remove(index);
  }

  /** The line of a preference or fact that a newer statement most likely replaces, with how likely. */
  findReplaced(project: string, rule: string): { readonly saying: Saying; readonly score: Replaced['score'] } | null {
    const known = this.#replaceable.get(project);
    const found = known?.lines.find(rule) ?? null;
    const saying = found === null ? undefined : known?.sayings[found.index];
    return found === null || saying === undefined ? null : { saying, score: found.score };
  }

  /**
   * The line that a person takes back; null when none is meant, or when two playbooks could be meant equally.
   * `whole` is false when only a part of the line is.
   */
  findRetracted(
    project: string,
    subject: string,
    of: Retracted['of'],
  ): { readonly saying: Saying; readonly whole: boolean } | null {
    const found = retractedClaims(project, subject, of, this.#claims).filter(({ item }) => !this.#taken.has(item.path));
    const [best] = found;
    if (best === undefined) return null;
    const rival = found.find((one) => one.item.path !== best.item.path && one.share === best.share);
    return rival === undefined ? { saying: best.item, whole: best.whole } : null;
  }
}

/** The lines of a playbook that prescribe something, or say how something is. */
function linesOf({ body, title }: Playbook): readonly string[] {
  const sections = sectionsOf(body);
  const lines = ['do', 'fact', 'steps'].flatMap((name) =>
    (sections.get(name) ?? '')
      .split('\n')
      .map((line) => line.trim())
      .filter((line) => line !== ''),
  );
  return lines.length === 0 ? [title] : lines;
}
