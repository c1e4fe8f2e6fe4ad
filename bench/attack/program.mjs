// Runs the built program as its users do, with the defences of an ablation taken out as it is loaded, if any.
import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const REGISTER = fileURLToPath(new URL('./register-patches.mjs', import.meta.url));
/** A run over thousands of sessions on a busy machine. */
const PATIENCE_MS = 15 * 60_000;

/**
 * @param bin the program's file; `without` names the defences to take out, `raised` lifts the caps so that none hides a leak
 * @returns the exit code and what was printed
 */
export function runProgram(bin, args, { without = [], raised = true } = {}) {
  const patches = [...(raised ? ['caps'] : []), ...without];
  const loading = patches.length === 0 ? [] : ['--import', REGISTER];
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [...loading, bin, ...args], {
      env: { ...process.env, DREAM_ATTACK_WITHOUT: patches.join(';'), NO_COLOR: '1' },
      stdio: ['ignore', 'pipe', 'pipe'],
      timeout: PATIENCE_MS,
    });
    const out = { stdout: [], stderr: [] };
    child.stdout.on('data', (data) => out.stdout.push(data));
    child.stderr.on('data', (data) => out.stderr.push(data));
    child.on('error', reject);
    child.on('close', (code) =>
      resolve({
        code,
        stdout: Buffer.concat(out.stdout).toString('utf8'),
        stderr: Buffer.concat(out.stderr).toString('utf8'),
      }),
    );
  });
}
