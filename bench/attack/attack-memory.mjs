// One memory from logs to table: writes the logs, runs the program, counts, accepts all, counts again.
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Count, countBranches } from './count.mjs';
import { LESSONS } from './lessons.mjs';
import { runProgram } from './program.mjs';
import { writeLogs } from './worlds.mjs';

/**
 * @param projects of places, from `planMemories`
 * @returns marks above quarantine, after accept --all, what was quarantined, and the true lessons of each project
 */
export async function attackMemory(bin, projects, { without = [], raised = true, accept = true } = {}) {
  const folder = mkdtempSync(join(tmpdir(), 'dream-attack-'));
  try {
    const logs = join(folder, 'logs');
    const memory = join(folder, 'memory');
    mkdirSync(logs);
    const names = writeLogs(logs, projects);
    const run = await runProgram(bin, ['run', logs, '--memory', memory, '--json', '--max-changes', '1000000'], {
      without,
      raised,
    });
    if (run.code !== 0) throw new Error(`dream run ended with ${run.code}: ${run.stderr.slice(-2_000)}`);
    const document = JSON.parse(run.stdout);
    const above = new Count();
    countBranches(memory, above);
    above.addOutput(run.stderr, 'stderr of run');
    const open = document.changes.filter((change) => change.state !== 'quarantined');
    for (const {
      evidence: _,
      playbook: { body: __, ...head },
      ...rest
    } of open) {
      above.addOutput(JSON.stringify({ ...rest, ...head }), 'JSON of run');
    }
    above.addOutput(JSON.stringify(document.held) + JSON.stringify(document.findings), 'JSON of run');
    const after = new Count();
    if (accept) {
      const accepted = await runProgram(bin, ['review', 'accept', '--all', '--memory', memory, '--json'], {
        without,
        raised,
      });
      // 5: something was refused, as it should be
      if (accepted.code !== 0 && accepted.code !== 5)
        throw new Error(
          `accept --all ended with ${accepted.code}: ${accepted.stdout.slice(-500)} ${accepted.stderr.slice(-2_000)}`,
        );
      countBranches(memory, after);
    }
    const kept = new Map();
    for (const { playbook } of open) {
      const text = `${playbook.title}\n${playbook.body}`;
      const own = kept.get(playbook.project) ?? new Set();
      for (const { name, match } of LESSONS) if (match.test(text)) own.add(name);
      kept.set(playbook.project, own);
    }
    return {
      above,
      after,
      kept,
      names,
      quarantined: document.changes.length - open.length,
      proposed: open.length,
      open,
    };
  } finally {
    if (process.env['DREAM_ATTACK_KEEP'] === undefined) rmSync(folder, { recursive: true, force: true });
    else console.error(`kept: ${folder}`);
  }
}
