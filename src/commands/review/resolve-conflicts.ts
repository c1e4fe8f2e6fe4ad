// After the walk: what changed on both sides meanwhile is opened in the editor, with both texts and conflict marks, until
// it is resolved or left. Everything else is decided by then.
import { messageOf } from '../../errors.ts';
import type { Applied, Ruling } from '../../store/store.ts';
import { printBehindBar } from '../../terminal/behind-bar.ts';
import { escapeLine } from '../../terminal/escape.ts';
import { wrapWords } from '../../terminal/wrap.ts';
import type { Rulings } from './apply-rulings.ts';
import type { Asker } from '../ask-line.ts';
import { editChange } from './edit-change.ts';
import type { Reviewing } from './reviewing.ts';
import { nameChange } from './trust-change.ts';

export type Conflict = Extract<Applied, { status: 'conflict' }>;

const WHEN_INTERRUPTED = 'Interrupted. What changed on both sides is not decided; the rest is.';

/** Asks about each conflict. @returns edits that resolve some of them, to be applied */
export async function resolveConflicts(
  reviewing: Reviewing,
  asker: Asker,
  conflicts: readonly Conflict[],
): Promise<Rulings> {
  reviewing.surroundings.sayWhenInterrupted(WHEN_INTERRUPTED);
  const rulings: Ruling[] = [];
  const trusted = new Set<string>();
  for (const conflict of conflicts) {
    const resolved = await resolveOne(reviewing, asker, conflict);
    if (resolved === 'end') break;
    if (resolved === null) continue;
    rulings.push(resolved);
    if (resolved.edited?.quarantined === true || conflict.change.quarantined) trusted.add(conflict.change.commit);
  }
  return { rulings, trusted };
}

async function resolveOne(reviewing: Reviewing, asker: Asker, conflict: Conflict): Promise<Ruling | 'end' | null> {
  const { output } = reviewing.surroundings;
  const { change, merged, current } = conflict;
  const { columns } = output;
  output.write(`\n${wrapWords(`${change.id} ${escapeLine(change.title)}`, columns, '  ')}\n`);
  output.write(`  ${wrapWords(`${escapeLine(change.path)} was changed on both sides:`, columns, '  ')}\n`);
  output.write(`${printBehindBar(merged.trimEnd(), columns)}\n`);
  let draft = merged;
  for (;;) {
    const answer = (await asker.ask('Resolve it? [e edit, l leave it undecided] '))?.trim().toLowerCase() ?? null;
    if (answer === null || answer === 'q') return 'end';
    if (answer === 'l') return null;
    if (answer !== 'e') continue;
    try {
      const texts = { shown: draft, proposed: merged };
      const keep = (text: string): void => {
        draft = text;
      };
      const edited = await editChange(reviewing, asker, change, texts, keep, WHEN_INTERRUPTED);
      if (edited === null) output.write('The text is as it was, with its conflict marks.\n');
      else {
        const named = await nameChange(asker, change, edited);
        if (named === 'end') return 'end';
        if (named === 'yes') return { change, verdict: 'edited', reason: '', edited, over: current };
        output.write('Not accepted.\n');
      }
    } catch (error) {
      output.write(`${wrapWords(`Not accepted: ${escapeLine(messageOf(error))}`, columns, '  ')}\n`);
      output.write('e opens your text again.\n');
    }
  }
}
