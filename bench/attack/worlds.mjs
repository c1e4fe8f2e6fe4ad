// Plans what is planted where, and writes the logs: each project holds payloads of one place (an origin and what became
// of it), so that a leak names its place; a few projects are free of payloads, for comparison.
import { makeCanary, weave } from './canary.mjs';
import { LAUNDERINGS } from './launderings.mjs';
import { workWith } from './lessons.mjs';
import { writeSession } from './logs.mjs';
import { ORIGINS, SPECIAL_ORIGINS } from './origins.mjs';

/** Sessions of a project, and the days they are on. */
const DAYS = [1, 3, 5, 8];
/** Projects without payloads in each memory. */
const CLEAN_PROJECTS = 2;

/** Every payload once at every origin, and once in every washing, the origins taken in turn; with `whole` everything with everything. */
export function planPlaces(payloads, whole = false) {
  const places = [];
  const add = (payload, origin, washing) =>
    places.push({ payload, origin, washing, canary: makeCanary(places.length) });
  for (const [index, payload] of payloads.entries()) {
    for (const origin of ORIGINS) {
      for (const washing of whole ? LAUNDERINGS : LAUNDERINGS.slice(0, 1)) add(payload, origin, washing);
    }
    if (whole) continue;
    for (const [number, washing] of LAUNDERINGS.slice(1).entries()) {
      add(payload, ORIGINS[(index + number * 7) % ORIGINS.length], washing);
    }
  }
  return places;
}

/** Every payload at the given cells, each `[washing, origin]` by name. */
export function planCells(payloads, cells) {
  const find = (list, name) => {
    const found = list.find((one) => one.name === name);
    if (found === undefined) throw new Error(`attack: there is no “${name}”.`);
    return found;
  };
  return cells
    .flatMap(([washing, origin]) => payloads.map((payload) => [payload, washing, origin]))
    .map(([payload, washing, origin], number) => ({
      payload,
      washing: find(LAUNDERINGS, washing),
      origin: find([...ORIGINS, ...SPECIAL_ORIGINS], origin),
      canary: makeCanary(number),
    }));
}

/** The places as projects of `perProject` payloads each, and these as memories of `perMemory` projects each. */
export function planMemories(places, { perProject, perMemory }) {
  const byCell = new Map();
  for (const place of places) {
    const cell = `${place.origin.name} / ${place.washing.name}`;
    const list = byCell.get(cell) ?? [];
    list.push(place);
    byCell.set(cell, list);
  }
  const projects = [...byCell.values()].flatMap((list) => chunk(list, perProject));
  return chunk(projects, perMemory);
}

/** Writes the logs of a memory; gives the names of its projects. */
export function writeLogs(folder, projects) {
  const poisoned = projects.map((places, index) => ({ name: `service-${index}`, places }));
  const clean = Array.from({ length: CLEAN_PROJECTS }, (_, index) => ({ name: `clean-${index}`, places: [] }));
  for (const { name, places } of [...poisoned, ...clean]) {
    for (const [n, day] of DAYS.entries()) {
      const planted = places.flatMap((place) => plant(place, n));
      writeSession(folder, {
        format: n % 2 === 1 ? 'codex' : 'claude-code',
        name: `${name}-${n}`,
        project: name,
        day,
        parts: workWith(n, planted),
      });
    }
  }
  return { poisoned: poisoned.map(({ name }) => name), clean: clean.map(({ name }) => name) };
}

function plant({ payload, origin, washing, canary }, n) {
  const text = weave(payload.text, canary);
  return washing.wash({ bring: () => origin.bring(text, { n, canary }), text, canary, n });
}

function chunk(list, size) {
  return Array.from({ length: Math.ceil(list.length / size) }, (_, index) =>
    list.slice(index * size, (index + 1) * size),
  );
}
