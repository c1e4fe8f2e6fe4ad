// Decisions a person states at the end of a session (agent-memory-bench; see the INDEX beside the data): are they found,
// each as one playbook, is nothing found in task descriptions, and does a newer one take back an older one?
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/**
 * @param evalFolder folder that holds `agent-memory-bench/`
 * @param dist folder of the compiled sources, as a URL with a slash at its end
 */
export async function scoreDecisions(evalFolder, dist = new URL('../../dist/', import.meta.url).href) {
  const mine = await loadMiner(dist);
  const folder = join(evalFolder, 'agent-memory-bench');
  const read = (name) =>
    readFileSync(join(folder, name), 'utf8')
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line));
  const signal = read('signal.jsonl');
  const distractors = read('distractors.jsonl');

  const sessions = [...signal, ...distractors].map((row, index) => sessionOf(row, index));
  const found = await mine(sessions);
  const holds = (text, anchors) => anchors.every((anchor) => text.toLowerCase().includes(anchor.toLowerCase()));
  const missed = signal.filter(
    (row) => !found.some((one) => one.sessions.includes(keyOf(row.session)) && holds(one.text, row.gold_anchors_all)),
  );
  const openings = [...signal, ...distractors].filter((row) => row.opening_user_turn);
  const falseOnes = await mine(
    openings.map((row, index) => sessionOf({ ...row, closing_user_turn: 'thanks, that works.' }, index)),
  );

  const plants = read('lifecycle_plants.jsonl');
  const decision = signal.find((row) => row.session === plants[0]?.against);
  const cells = await Promise.all(plants.map((plant) => scorePlant(mine, decision, plant)));
  const errors = read('recurring_env_errors.jsonl');
  const lessons = await mine(errorSessions(errors));
  const told = lessons.filter((one) => /ls|dir|find/.test(one.text) && one.count > 1);

  return [
    row('decisions found', (signal.length - missed.length) / signal.length, 22 / 24, `missed: ${names(missed)}`),
    row('false lessons from task descriptions', falseOnes.length, 0, falseOnes.map((one) => one.title).join(' | ')),
    row(
      'lifecycle of a decision',
      cells.filter((one) => one.right).length,
      plants.length,
      cells.map((one) => one.detail).join(' | '),
    ),
    row('recurring environment error', told.length > 0 ? 1 : 0, 1, told.map((one) => one.title).join(' | ')),
  ];
}

function row(name, value, target, detail) {
  return { name, value, target, detail };
}

function names(rows) {
  return rows.map((one) => one.session).join(', ') || 'none';
}

/** What the miner has to do with an older, a rival and a neighbouring decision. */
async function scorePlant(mine, decision, plant) {
  const sessions = [
    sessionOf({ ...decision, opening_user_turn: null }, 0),
    sessionOf({ session: plant.plant, date: plant.date, closing_user_turn: plant.closing_user_turn }, 1),
  ];
  const found = await mine(sessions);
  const own = found.filter((one) => one.claim.type === 'statement');
  const isPlant = (one) => plant.wrong_terms.some((term) => one.claim.statement.includes(term));
  const planted = own.filter(isPlant);
  const decided = own.filter((one) => !isPlant(one));
  const kept = (list) => list.length > 0;
  const takenBack = (list) => list.some((one) => one.claim.replaces !== null);
  const right =
    plant.condition === 'adjacent'
      ? kept(planted) && kept(decided) && !takenBack(own)
      : plant.condition === 'superseded'
        ? !kept(planted) && takenBack(decided)
        : takenBack(planted);
  return { right, detail: `${plant.condition}: ${right ? 'right' : 'wrong'}` };
}

function keyOf(name) {
  return `claude-code:${name}`;
}

/** One session: the opening turn, some work, the closing turn last. */
function sessionOf(data, index) {
  const turns = [];
  const day = data.date ?? `2026-07-${String(1 + (index % 28)).padStart(2, '0')}`;
  const add = (turn) => {
    const at = new Date(Date.parse(`${day}T09:00:00Z`) + turns.length * 10_000).toISOString();
    turns.push({ index: turns.length, at, id: `${data.session}-${turns.length}`, ...turn });
  };
  const user = (text) => add({ kind: 'message', from: 'user', passages: [{ text, origin: 'user' }] });
  user(data.opening_user_turn ?? 'Please look into the open ticket.');
  add(callOf({ action: 'shell', command: 'ls', tool: 'Bash' }));
  add(callOf({ action: 'edit', path: `/home/dev/app/${data.session}.md`, tool: 'Edit' }));
  add({ kind: 'message', from: 'agent', passages: [{ text: 'Done.', origin: 'agent' }] });
  user(data.closing_user_turn);
  return wholeSession(data.session, turns);
}

function errorSessions(rows) {
  const byName = new Map();
  for (const one of rows) byName.set(one.session, [...(byName.get(one.session) ?? []), one]);
  return [...byName].map(([name, list], day) => {
    const turns = [];
    const add = (turn) => {
      const at = new Date(Date.parse(`2026-07-0${day + 1}T09:00:00Z`) + turns.length * 10_000).toISOString();
      turns.push({ index: turns.length, at, id: `${name}-e${turns.length}`, ...turn });
    };
    add({ kind: 'message', from: 'user', passages: [{ text: `Please look into ${name}.`, origin: 'user' }] });
    for (const one of list) {
      const failed = { status: 'failed', exitCode: 2, output: { text: one.error, origin: 'observed' } };
      add({ ...callOf({ action: 'shell', command: one.command, tool: 'Bash' }), ...failed });
      add(callOf({ action: 'shell', command: one.later_success, tool: 'Bash' }));
    }
    return wholeSession(`${name}-errors`, turns);
  });
}

function callOf(part) {
  return {
    kind: 'call',
    command: null,
    commandOrigin: 'agent',
    path: null,
    input: '',
    status: 'ok',
    collateral: false,
    exitCode: 0,
    output: { text: '', origin: 'observed' },
    seconds: 1,
    ...part,
  };
}

function wholeSession(id, turns) {
  return {
    key: keyOf(id),
    id,
    format: 'claude-code',
    project: 'acme/app',
    agent: 'claude-code',
    agentVersion: null,
    model: null,
    people: [],
    startedAt: turns[0].at,
    endedAt: turns.at(-1).at,
    outcome: null,
    parent: null,
    directory: '/home/dev/app',
    turns,
  };
}

async function loadMiner(dist) {
  const load = (name) => import(new URL(name, dist).href);
  const [{ screenSession }, { observeSession, MINER_VERSION }, { weigh }, { wordEvidence }] = await Promise.all([
    load('screening/screen-session.js'),
    load('mining/index.js'),
    load('mining/weigh.js'),
    load('consolidation/word-evidence.js'),
  ]);
  return async (sessions) => {
    const records = new Map();
    const observations = new Map();
    for (const session of sessions) {
      const one = await screenSession(session);
      records.set(one.key, {
        ...one,
        turns: one.turns.length,
        opening: [one.id],
        prompt: null,
        minerVersion: MINER_VERSION,
      });
      observations.set(one.key, observeSession(one).observations);
    }
    const { evidence } = weigh(records, observations, { minSupport: 2, projects: new Map(), instructions: new Map() });
    return evidence.map((one) => {
      const { title, body } = wordEvidence(one);
      return {
        title,
        text: `${title}\n${body}`,
        claim: one.claim,
        sessions: one.sessions,
        count: one.support.sessions,
      };
    });
  };
}
