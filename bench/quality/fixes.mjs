// How well failures are paired with their fixes, and how well failures with one cause end up under one key. Data: the
// command, output and fix triples of `eval/thefuck` (see INDEX.md there). Needs a build in `dist/`.
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

/** How often each triple is put into a session: other distractors each time. */
const ROUNDS = 4;
/** Share of sessions that hold the fix; the others are traps. */
const FIXED_SHARE = 0.7;

/**
 * @param {string} evalFolder folder that holds `thefuck/pairs.jsonl`
 * @param {string} dist folder of the compiled sources, as a URL with a slash at its end
 * @returns {Promise<readonly { name: string, precision: number, recall: number, f1: number }[]>} one row per measure, values from 0 to 1
 */
export async function scoreFixes(evalFolder, dist) {
  const mine = await loadMiner(dist);
  const text = await readFile(join(evalFolder, 'thefuck', 'pairs.jsonl'), 'utf8');
  const triples = text
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line))
    .filter((one) => !one.fixes.includes(one.command));
  const printed = triples.filter((one) => one.output_present);
  return [
    await scorePairs(
      mine,
      'fix found, failures that print something',
      printed,
      triples,
      (one, other) => one.rule !== other.rule,
    ),
    await scorePairs(mine, 'fix found, all failures', triples, triples, (one, other) => one.rule !== other.rule),
    await scorePairs(mine, 'fix found, with failures of the same cause around', printed, triples, () => true),
    await scoreClusters(mine, 'one key per cause', printed),
  ];
}

async function scorePairs(mine, name, triples, all, mayStandBeside) {
  const random = seeded(7);
  const pick = (one) => {
    for (;;) {
      const other = all[Math.floor(random() * all.length)];
      if (other.command !== one.command && mayStandBeside(one, other)) return run(other.command);
    }
  };
  let found = 0;
  let right = 0;
  let fixable = 0;
  for (let round = 0; round < ROUNDS; round += 1) {
    for (const one of triples) {
      const calls = [run(one.command, one.output ?? '', 1)];
      for (let count = Math.floor(random() * 4); count > 0; count -= 1) calls.push(pick(one));
      const at = random() < FIXED_SHARE ? calls.length : -1;
      if (at > 0) calls.push(run(one.fixes[0]));
      calls.push(pick(one), pick(one));
      const failure = await firstFailure(mine, `${one.id}-${round}`, calls);
      const fix = failure?.fix ?? null;
      if (at > 0) fixable += 1;
      if (fix !== null) found += 1;
      if (fix !== null && fix.turns === at) right += 1;
    }
  }
  return row(name, right / Math.max(1, found), right / Math.max(1, fixable));
}

/** Pairwise: of two failures under one key, do they have one cause; of two with one cause, are they under one key? */
async function scoreClusters(mine, name, triples) {
  const keys = [];
  for (const one of triples)
    keys.push((await firstFailure(mine, one.id, [run(one.command, one.output, 1)]))?.key ?? one.id);
  let together = 0;
  let same = 0;
  let both = 0;
  for (let a = 0; a < triples.length; a += 1) {
    for (let b = a + 1; b < triples.length; b += 1) {
      const isTogether = keys[a] === keys[b];
      const isSame = triples[a].rule === triples[b].rule;
      if (isTogether) together += 1;
      if (isSame) same += 1;
      if (isTogether && isSame) both += 1;
    }
  }
  return row(name, both / Math.max(1, together), both / Math.max(1, same));
}

async function loadMiner(dist) {
  const [{ observeSession }, { screenSession }] = await Promise.all([
    import(new URL('mining/index.js', dist).href),
    import(new URL('screening/screen-session.js', dist).href),
  ]);
  return { observeSession, screenSession };
}

function row(name, precision, recall) {
  return { name, precision, recall, f1: (2 * precision * recall) / Math.max(Number.EPSILON, precision + recall) };
}

function run(command, output = '', exitCode = 0) {
  return { command, output, exitCode };
}

async function firstFailure({ screenSession, observeSession }, id, calls) {
  const turns = calls.map((call, index) => ({
    kind: 'call',
    index,
    at: new Date(Date.UTC(2026, 0, 1, 9, 0, index * 10)).toISOString(),
    id: `${id}-${index}`,
    tool: 'Bash',
    action: 'shell',
    command: call.command,
    commandOrigin: 'agent',
    path: null,
    input: '',
    status: call.exitCode === 0 ? 'ok' : 'failed',
    collateral: false,
    exitCode: call.exitCode,
    output: { text: call.output, origin: 'observed' },
    seconds: 1,
  }));
  const session = await screenSession({
    key: `bench:${id}`,
    id,
    format: 'bench',
    project: 'bench',
    agent: 'bench',
    agentVersion: null,
    model: null,
    people: [],
    startedAt: turns[0].at,
    endedAt: turns.at(-1).at,
    outcome: null,
    parent: null,
    directory: null,
    turns,
  });
  return (
    observeSession(session).observations.find((one) => one.kind === 'failure' && one.quotes[0]?.turn === 0) ?? null
  );
}

/** Mulberry32: the same numbers on every machine. */
function seeded(seed) {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let value = Math.imul(state ^ (state >>> 15), 1 | state);
    value = (value + Math.imul(value ^ (value >>> 7), 61 | value)) ^ value;
    return ((value ^ (value >>> 14)) >>> 0) / 4294967296;
  };
}

if (process.argv[1] === new URL(import.meta.url).pathname) {
  const dist = `${pathToFileURL(process.argv[3] ?? 'dist').href}/`;
  for (const one of await scoreFixes(process.argv[2] ?? '', dist)) {
    const figures = [one.precision, one.recall, one.f1].map((value) => value.toFixed(3));
    process.stdout.write(`${one.name}: precision ${figures[0]}, recall ${figures[1]}, F1 ${figures[2]}\n`);
  }
}
