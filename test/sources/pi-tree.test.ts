// pi's tree of entries, whatever its shape: exactly the way from the last entry to the root is read, in file order.
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { typedText } from '../../src/model/session.ts';
import { readLogs } from '../helpers/read-logs.ts';

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'dream-pi-'));
});
afterAll(async () => {
  await rm(folder, { recursive: true, force: true });
});

const HEADER = {
  type: 'session',
  version: 3,
  id: '019d0000-1111',
  timestamp: '2026-03-02T09:00:00Z',
  cwd: '/srv/tide',
};

/** @param parents of each entry, the number of an earlier one; null for a root */
async function read(parents: readonly (number | null)[]): Promise<{ typed: string[]; rewound: number }> {
  const lines = parents.map((parent, index) => ({
    type: 'message',
    id: `entry-${index}`,
    parentId: parent === null ? null : `entry-${parent}`,
    timestamp: '2026-03-02T09:00:01Z',
    message: { role: 'user', content: `text ${index}` },
  }));
  const path = join(folder, 'session.jsonl');
  await writeFile(path, [HEADER, ...lines].map((line) => `${JSON.stringify(line)}\n`).join(''));
  const { sessions, findings } = await readLogs([path]);
  expect(findings).toEqual([]);
  const turns = sessions.flatMap((session) => session.turns);
  return {
    typed: turns.flatMap((turn) => (turn.kind === 'message' ? [typedText(turn)] : [])),
    rewound: turns.filter((turn) => turn.kind === 'reaction' && turn.reaction === 'rewound').length,
  };
}

it('reads the active branch of any tree, and sees each time it leaves another', async () => {
  const tree = fc.array(fc.double({ min: 0, max: 0.999, noNaN: true }), { minLength: 1, maxLength: 30 });
  await fc.assert(
    fc.asyncProperty(tree, async (choices) => {
      // Half of the entries follow the one before, the others any earlier one or none.
      const parents = choices.map((choice, index) => {
        if (index === 0) return null;
        return choice < 0.5 ? index - 1 : choice > 0.95 ? null : Math.floor((choice - 0.5) * 2 * index);
      });
      const path: number[] = [];
      for (let at: number | null = parents.length - 1; at !== null; at = parents[at] ?? null) path.unshift(at);
      const jumps = path.filter((entry, index) => entry !== (path[index - 1] ?? -1) + 1).length;
      expect(await read(parents)).toEqual({ typed: path.map((entry) => `text ${entry}`), rewound: jumps });
    }),
    { numRuns: 60 },
  );
});

it('goes on where the entry it follows was lost', async () => {
  const entry = (id: string, parentId: string | null): string =>
    JSON.stringify({
      type: 'message',
      id,
      parentId,
      timestamp: '2026-03-02T09:00:01Z',
      message: { role: 'user', content: id },
    });
  const path = join(folder, 'broken.jsonl');
  const lines = [JSON.stringify(HEADER), entry('a', null), '{"type":"message","id":"b","par', entry('c', 'b')];
  await writeFile(path, lines.join('\n'));
  const { sessions } = await readLogs([path]);
  expect(sessions[0]?.turns.map((turn) => turn.id)).toEqual(['a', 'c']);
});
