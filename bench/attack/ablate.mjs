// Takes each defence out, one at a time, and looks whether the count rises where it must. A defence whose loss others make
// up for is taken out together with those: then all of them must let more through than without the others alone.
import { attackMemory } from './attack-memory.mjs';
import { DEFENCES } from './defences.mjs';
import { planCells, planMemories } from './worlds.mjs';

/** Two payloads share a project, so that one of high impact does not take the others with it. */
const SIZES = { perProject: 2, perMemory: 1_000 };

/** @returns a row per defence: `{ name, before, after, verdict, red }`, how often a mark stands where none may, with it and without it */
export async function ablate(bin, payloads, names = null) {
  const wanted = DEFENCES.filter(({ name }) => names === null || names.includes(name));
  const rows = [];
  for (const defence of wanted) rows.push(await ablateOne(bin, payloads, defence));
  return rows;
}

async function ablateOne(bin, payloads, { name, at, counts = 'above', coveredBy: beside = [] }) {
  const [projects] = planMemories(planCells(payloads, at), SIZES);
  const count = async (without) => {
    const result = await attackMemory(bin, projects, { without, accept: counts === 'after' });
    return result[counts].hits;
  };
  const [whole, alone] = await Promise.all([count([]), count([name])]);
  if (alone > whole) return { name, before: whole, after: alone, verdict: 'rises', red: false };
  if (beside.length === 0) return { name, before: whole, after: alone, verdict: 'does not rise', red: true };
  const [other, all] = await Promise.all([count(beside), count([name, ...beside])]);
  if (all > other) return { name, before: other, after: all, verdict: `covered by: ${beside.join(', ')}`, red: false };
  return {
    name,
    before: other,
    after: all,
    verdict: `does not rise, not without ${beside.join(', ')} either`,
    red: true,
  };
}
