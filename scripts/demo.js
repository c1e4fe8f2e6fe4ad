// Shows what `dream` does on the sample logs that ship with it, with the real command line, in a fresh `.demo/` folder.
// Nothing outside that folder is written; the exit code is that of `dream run`.
import { spawnSync } from 'node:child_process';
import { mkdirSync, rmSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const startedIn = process.env.INIT_CWD || process.cwd(); // where a person typed `npm run demo`: the paths we print start there
const folder = join(root, '.demo');
const bin = join(root, 'bin', 'dream.js');
const logs = join(root, 'templates', 'sample-logs');
const memory = join(folder, 'memory');

/** A path as it would be typed where the demo was started. */
const typed = (path) => relative(startedIn, path) || '.';

function say(text) {
  process.stdout.write(`${text}\n`);
}

/** Runs a `dream` command as a user would, its output straight to where ours goes. Returns the exit code. */
function dream(...args) {
  say(`\n$ dream ${args.map((arg) => (arg.startsWith(root) ? typed(arg) : arg)).join(' ')}`);
  const { status, signal } = spawnSync(process.execPath, [bin, ...args], { stdio: 'inherit', cwd: root });
  return signal ? 1 : (status ?? 1);
}

/** The best proposed change that is not quarantined, from `dream review list --json`; undefined when there is none. */
function bestChange() {
  const listed = spawnSync(process.execPath, [bin, 'review', 'list', '--memory', memory, '--json'], {
    encoding: 'utf8',
    cwd: root,
    maxBuffer: 1 << 26,
  });
  if (listed.status !== 0) return undefined;
  return JSON.parse(listed.stdout).changes.find(({ state }) => state === 'open');
}

/** Prints the commit of a change, as plain git shows it. */
function showCommit(change) {
  say(`\n$ git -C ${typed(memory)} show ${change.commit.slice(0, 12)}`);
  const colour = process.stdout.isTTY && !process.env.NO_COLOR ? 'always' : 'never';
  const args = [
    '--no-pager',
    '-C',
    memory,
    'show',
    `--color=${colour}`,
    '--no-ext-diff',
    '--no-textconv',
    change.commit,
  ];
  spawnSync('git', args, { stdio: 'inherit' });
}

function sayWhatNext(change) {
  const command = `node ${typed(bin)}`;
  const where = `--memory ${typed(memory)}`;
  say('\nWhat to type next:');
  say(`  ${command} review ${where}`);
  say('      walk through the proposals: accept, edit, reject, later');
  if (change) {
    say(`  ${command} review accept ${change.id} ${where}`);
    say('      accept the one above; the memory then holds it');
  }
  say(`  ${command} show ${where}`);
  say('      the memory as agents and people read it');
  say(`  git -C ${typed(memory)} log --graph --all --oneline`);
  say('      the same with plain git: one commit per change');
  say(`  ${command} run --memory ~/dream-memory`);
  say('      your own sessions: the logs of known agents on this machine');
}

rmSync(folder, { recursive: true, force: true });
mkdirSync(folder, { recursive: true });
say(`Sample logs: a small invented project, tidemark, three weeks, two people, Claude Code and Codex.`);
const code = dream('run', logs, '--memory', memory, '--include-active');
if (code === 0) {
  dream('review', 'list', '--memory', memory);
  const change = bestChange();
  if (change) showCommit(change);
  sayWhatNext(change);
}
process.exitCode = code;
