// Does a mined failure separate runs that failed from runs that passed? (tau-bench-airline; see the INDEX beside the data)
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';

/** The failure that the data is known for: the parts of a payment do not add up to the price. */
const KNOWN = /payment amount does not add up/;

/**
 * Runs with the known failure, by outcome, as the failure miner sees them.
 * @param {string} evalFolder folder that holds `tau-bench-airline/`
 * @param {string} dist folder of the compiled sources, as a URL with a slash at its end
 */
export async function scoreOutcomes(evalFolder, dist) {
  const load = (path) => import(new URL(path, dist).href);
  const [{ observeSession }, { screenSession }, { findTemplates }] = await Promise.all([
    load('mining/index.js'),
    load('screening/screen-session.js'),
    load('text/templates.js'),
  ]);
  const file = join(evalFolder, 'tau-bench-airline', 'gpt-4o-airline.jsonl.gz');
  const runs = gunzipSync(readFileSync(file))
    .toString('utf8')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line));
  const seen = [];
  for (const [at, run] of runs.entries()) {
    const { observations } = observeSession(await screenSession(sessionOf(run, at)));
    for (const one of observations)
      if (one.kind === 'failure') seen.push({ at, signature: one.signature, error: one.error });
  }
  const templates = findTemplates(seen.map(({ signature }) => signature));
  const known = new Set(seen.flatMap(({ error }, index) => (KNOWN.test(error) ? [templates[index]] : [])));
  const withIt = new Set(seen.flatMap(({ at }, index) => (known.has(templates[index]) ? [at] : [])));
  const failed = (wanted) => {
    const some = runs.filter((_, at) => withIt.has(at) === wanted);
    return { all: some.length, share: some.filter((run) => run.reward === 0).length / Math.max(1, some.length) };
  };
  const [having, lacking] = [failed(true), failed(false)];
  return [
    {
      name: 'known failure, runs it is seen in',
      value: having.all,
      target: 13,
      detail: `${known.size} template(s) for it`,
    },
    {
      name: 'known failure, failing runs: lift',
      value: having.share / lacking.share,
      target: 1.5,
      detail: `${having.share.toFixed(2)} of runs with it fail, ${lacking.share.toFixed(2)} of those without`,
    },
  ];
}

/** A session of the calls of one run; the data marks a failed call by the first word of its result. */
function sessionOf(run, number) {
  const calls = new Map(
    run.traj.flatMap((turn) => (turn.tool_calls ?? []).map((call) => [call.id, call.function.arguments])),
  );
  const turns = run.traj.flatMap((turn, index) => {
    const base = { index, at: null, id: null };
    if (turn.role !== 'tool') {
      const [from, origin] = turn.role === 'user' ? ['user', 'user'] : ['agent', 'agent'];
      return [{ ...base, kind: 'message', from, passages: [{ text: turn.content ?? '', origin }] }];
    }
    return [
      {
        ...base,
        kind: 'call',
        tool: turn.name,
        action: 'other',
        command: null,
        commandOrigin: 'agent',
        path: null,
        input: calls.get(turn.tool_call_id) ?? '',
        status: turn.content.startsWith('Error') ? 'failed' : 'ok',
        collateral: false,
        exitCode: null,
        output: { text: turn.content, origin: 'observed' },
        seconds: null,
      },
    ];
  });
  const id = `run-${number}`;
  return {
    key: `bench:${id}`,
    id,
    format: 'bench',
    project: 'airline',
    agent: 'bench',
    agentVersion: null,
    model: null,
    people: [],
    startedAt: null,
    endedAt: null,
    outcome: run.reward === 0 ? 'failure' : 'success',
    parent: null,
    directory: null,
    turns,
  };
}
