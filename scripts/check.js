// Everything a change must pass, one step after the other; what CI runs. All steps run even when one fails, so that one
// round shows everything there is to repair. `--except <step>` leaves a step out (repeatable).
import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = dirname(dirname(fileURLToPath(import.meta.url)));

/** Path of a development tool's own script, from its package.json, so that no shell and no `.cmd` wrapper is needed. */
function tool(name, binary = name) {
  const folder = join(root, 'node_modules', name);
  const { bin } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
  return join(folder, typeof bin === 'string' ? bin : bin[binary]);
}

/** Runs one command; `output` is stdout and stderr as one text, in the order they were written. */
function runCommand(command, args, options = {}) {
  return new Promise((resolve) => {
    const chunks = [];
    const answer = [];
    const child = spawn(command, args, { cwd: root, stdio: ['ignore', 'pipe', 'pipe'], ...options });
    child.stdout.on('data', (chunk) => {
      chunks.push(chunk);
      answer.push(chunk);
    });
    child.stderr.on('data', (chunk) => chunks.push(chunk));
    child.on('error', (error) => resolve({ passed: false, output: error.message, stdout: '' }));
    child.on('close', (code) => {
      const [output, stdout] = [chunks, answer].map((parts) => Buffer.concat(parts).toString('utf8'));
      resolve({ passed: code === 0, output, stdout });
    });
  });
}

/** Runs a script with the current Node. */
const run = (script, ...args) => runCommand(process.execPath, [script, ...args]);

/** Runs npm: the one that started us, else the one on the path. */
function runNpm(...args) {
  const given = process.env.npm_execpath;
  if (given && /npm-cli\.[cm]?js$/.test(given)) return run(given, ...args);
  return runCommand('npm', args, { shell: process.platform === 'win32' });
}

/** Files that a package without which `dream` does not work must hold, and files that nobody who installs it needs. */
const PACKED = ['package.json', 'bin/dream.js', 'dist/cli.js', 'README.md', 'LICENSE', 'CHANGELOG.md'];
const PACKED_FOLDERS = ['dist/', 'templates/', 'templates/sample-logs/claude-code/', 'templates/sample-logs/codex/'];
const NEVER_PACKED = /^(?:src|test|bench|scripts|coverage|node_modules|\.[^/]*)\/|\.test\.|\.tgz$/;

/** Lists what `npm pack` would pack and compares it with what belongs there. */
async function checkPackage() {
  const lint = await run(tool('publint'), '--strict');
  const pack = await runNpm('pack', '--dry-run', '--json', '--ignore-scripts', '--silent');
  if (!pack.passed) return pack;
  const listed = JSON.parse(pack.stdout);
  const files = (Array.isArray(listed) ? listed[0] : Object.values(listed)[0]).files.map(({ path }) => path);
  const complaints = [
    ...PACKED.filter((path) => !files.includes(path)).map((path) => `${path} is not in the package`),
    ...PACKED_FOLDERS.filter((folder) => !files.some((path) => path.startsWith(folder))).map(
      (folder) => `nothing under ${folder} is in the package`,
    ),
    ...files.filter((path) => NEVER_PACKED.test(path)).map((path) => `${path} must not be in the package`),
  ];
  return {
    passed: lint.passed && complaints.length === 0,
    output: [lint.passed ? '' : lint.output, ...complaints].filter(Boolean).join('\n'),
  };
}

const STEPS = [
  { name: 'format', run: () => run(tool('prettier'), '--check', '.') },
  { name: 'lint', run: () => run(tool('oxlint'), '--type-aware', '--deny-warnings') },
  { name: 'types', run: () => run(tool('typescript', 'tsc'), '--noEmit') },
  { name: 'unused', run: () => run(tool('knip')) },
  { name: 'architecture', run: () => run(tool('vitest'), 'run', 'test/architecture.test.ts') },
  { name: 'tests', run: () => run(tool('vitest'), 'run', '--exclude', 'test/architecture.test.ts') },
  { name: 'build', run: () => run(tool('typescript', 'tsc'), '-p', 'tsconfig.build.json') },
  { name: 'package', run: checkPackage },
];

/** Names of the steps to leave out; ends with a sentence on anything it does not know. */
function readExcept(args) {
  const except = new Set();
  for (let at = 0; at < args.length; at += 2) {
    if (args[at] !== '--except' || !STEPS.some(({ name }) => name === args[at + 1])) {
      const known = STEPS.map(({ name }) => name).join(', ');
      process.stderr.write(`check: only \`--except <step>\` is understood, with a step of: ${known}.\n`);
      process.exit(2);
    }
    except.add(args[at + 1]);
  }
  return except;
}

const except = readExcept(process.argv.slice(2));
const ready = await run(join(root, 'scripts', 'set-up.js'));
if (!ready.passed) {
  process.stderr.write(ready.output);
  process.exit(1);
}

const failed = [];
for (const step of STEPS.filter(({ name }) => !except.has(name))) {
  const startedAt = performance.now();
  const { passed, output } = await step.run();
  const seconds = ((performance.now() - startedAt) / 1000).toFixed(1);
  console.log(`${passed ? 'ok    ' : 'FAILED'}  ${step.name.padEnd(12)}  ${seconds} s`);
  if (passed) continue;
  failed.push(step.name);
  console.log(output.trimEnd() || 'It ended with an error and printed nothing.');
}
console.log(failed.length === 0 ? 'Every step passed.' : `Failed: ${failed.join(', ')}.`);
process.exitCode = failed.length === 0 ? 0 : 1;
