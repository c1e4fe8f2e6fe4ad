// The same logs give the same evidence, word for word: with one worker or two, files in any order, another locale and zone.
import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { Worker } from 'node:worker_threads';
import { describe, expect, it } from 'vitest';
import { wordEvidence } from '../../src/consolidation/word-evidence.ts';
import { weigh } from '../../src/mining/weigh.ts';
import type { Observation, SessionRecord } from '../../src/model/observation.ts';
import { discoverLogs, type LogFile } from '../../src/sources/discover.ts';

interface Mined {
  readonly record: SessionRecord;
  readonly observations: readonly Observation[];
}

/** Mines files in a thread of its own, with the built program. */
function mine(files: readonly LogFile[], environment: Readonly<Record<string, string>>): Promise<readonly Mined[]> {
  const worker = new Worker(resolve(import.meta.dirname, 'mine-sessions.js'), {
    workerData: { dist: pathToFileURL(resolve('dist')).href, files },
    env: { ...process.env, ...environment },
  });
  return new Promise((settle, fail) => {
    worker.once('message', (mined: readonly Mined[]) => settle(mined));
    worker.once('error', fail);
  });
}

/** Everything a run would say, as text. */
function evidenceOf(mined: readonly Mined[]): string {
  const records = new Map(mined.map(({ record }) => [record.key, record]));
  const observations = new Map(mined.map(({ record, observations: seen }) => [record.key, seen]));
  const { evidence, below, stated } = weigh(records, observations, {
    minSupport: 2,
    projects: new Map(),
    instructions: new Map(),
  });
  return JSON.stringify([evidence.map((one) => [one, wordEvidence(one)]), below, stated], null, 1);
}

describe('mining', () => {
  it('gives the same bytes with one worker and with two, in any order, locale and zone', async () => {
    const files = await discoverLogs([resolve('templates/sample-logs')], () => undefined);
    expect(files.length).toBeGreaterThan(4);
    const one = await mine(files, { TZ: 'UTC', LANG: 'C' });
    const shares = [0, 1].map((share) => files.filter((_, index) => index % 2 === share).toReversed());
    const two = await Promise.all(
      shares.map((share, index) =>
        mine(share, { TZ: ['Asia/Kolkata', 'America/Lima'][index] ?? '', LANG: 'tr_TR.UTF-8' }),
      ),
    );
    const expected = evidenceOf(one);
    expect(expected).toContain('fixed-error');
    expect(evidenceOf(two.flat().toReversed())).toBe(expected);
  });
});
