// Makes a checkout ready to run: installs packages and builds, each only when its input changed, so that calling it again
// costs nothing. Invariant: the marker is written last, so a set-up that was killed half way is done again.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir, userInfo } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const marker = join(root, 'node_modules', '.dream-set-up.json');
const NODE_NEEDED = 20;
const GIT_NEEDED = [2, 38]; // `git merge-tree --write-tree`, which accepting a change needs, came with 2.38
const LOCK_PATIENCE_MS = 10 * 60 * 1000; // an install on a slow network takes minutes, never more than this
const LOCK_NAMELESS_MS = 10 * 1000; // a lock gets its owner's name at once; without one for this long its maker was killed

function stop(sentence) {
  process.stderr.write(`set-up: ${sentence}\n`);
  process.exit(1);
}

function checkNode() {
  if (Number(process.versions.node.split('.')[0]) >= NODE_NEEDED) return;
  stop(
    `Node ${NODE_NEEDED} or newer is needed, this is ${process.versions.node}. Install one from https://nodejs.org.`,
  );
}

function checkGit() {
  const git = spawnSync('git', ['--version'], { encoding: 'utf8' });
  if (git.error || git.status !== 0) {
    stop(`git was not found. Install git ${GIT_NEEDED.join('.')} or newer from https://git-scm.com and try again.`);
  }
  const [major = 0, minor = 0] = (/(\d+)\.(\d+)/.exec(git.stdout) || []).slice(1).map(Number);
  if (major < GIT_NEEDED[0] || (major === GIT_NEEDED[0] && minor < GIT_NEEDED[1])) {
    stop(`git ${GIT_NEEDED.join('.')} or newer is needed, this is ${git.stdout.trim()}.`);
  }
}

function listFiles(path) {
  if (!existsSync(join(root, path))) return [];
  return readdirSync(join(root, path), { withFileTypes: true })
    .flatMap((entry) => (entry.isDirectory() ? listFiles(`${path}/${entry.name}`) : [`${path}/${entry.name}`]))
    .sort((a, b) => (a < b ? -1 : 1));
}

/** sha256 over the names and contents of files, hex; a file that is not there counts as empty. */
function hashFiles(paths) {
  const hash = createHash('sha256');
  for (const path of paths) {
    const content = existsSync(join(root, path)) ? readFileSync(join(root, path)) : '';
    hash.update(`${path}\0${content.length}\0`).update(content);
  }
  return hash.digest('hex');
}

const hashPackages = () => hashFiles(['package-lock.json']);
const hashSources = () => hashFiles(['package.json', 'tsconfig.json', 'tsconfig.build.json', ...listFiles('src')]);
const hashBuilt = () => hashFiles(listFiles('dist'));

/** What the last complete set-up saw; empty when there was none or its marker is damaged. */
function readMarker() {
  try {
    return JSON.parse(readFileSync(marker, 'utf8')) || {};
  } catch {
    return {};
  }
}

function writeMarker(state) {
  const draft = `${marker}.${process.pid}`;
  writeFileSync(draft, `${JSON.stringify(state)}\n`);
  renameSync(draft, marker);
}

const isInstalled = (seen) => seen.packages === hashPackages();
const isBuilt = (seen) => seen.built !== undefined && seen.sources === hashSources() && seen.built === hashBuilt();

/** Runs npm with nothing on our stdout, so that whoever pipes it gets only the command's own. Returns what npm said when it failed. */
function npm(...args) {
  const inside = process.env.npm_execpath;
  const [command, before] = inside && /\.[cm]?js$/.test(inside) ? [process.execPath, [inside]] : ['npm', []];
  const { status, stdout, stderr, error } = spawnSync(command, [...before, ...args], {
    cwd: root,
    encoding: 'utf8',
    maxBuffer: 1 << 26,
    stdio: ['ignore', 'pipe', 'pipe'],
    shell: command === 'npm' && process.platform === 'win32',
  });
  if (status === 0) return null;
  return {
    command: `npm ${args.join(' ')}`,
    said: `${stdout || ''}${stderr || ''}` || (error ? `${error.message}\n` : ''),
  };
}

/** Ends with what npm said when it failed. */
function stopWhenFailed(failure) {
  if (failure === null) return;
  process.stderr.write(failure.said);
  stop(`\`${failure.command}\` failed in ${root}; its output is above.`);
}

/**
 * Installs what the lock file says. A lock file that was written where the registry lacks other platforms' optional
 * packages is refused by `npm ci` (EUSAGE) although all that this platform needs is in it; `npm install` takes it.
 */
function install() {
  const quiet = ['--include=dev', '--prefer-offline', '--no-audit', '--no-fund', '--loglevel=error']; // silent would hide why
  const failure = npm('ci', ...quiet);
  if (failure === null || !/\bEUSAGE\b/.test(failure.said)) return stopWhenFailed(failure);
  process.stderr.write('set-up: npm ci finds the lock file incomplete; installing with npm install instead\n');
  stopWhenFailed(npm('install', '--no-save', ...quiet));
}

function isAlive(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error.code === 'EPERM';
  }
}

/** Holds a lock for this checkout while `work` runs; a lock whose process is gone is taken over. */
function withLock(work) {
  const name = createHash('sha256').update(root).digest('hex').slice(0, 16);
  const lock = join(tmpdir(), `dream-set-up-${userInfo().uid}-${name}`);
  const giveUpAt = Date.now() + LOCK_PATIENCE_MS;
  for (;;) {
    try {
      mkdirSync(lock);
      break;
    } catch (error) {
      if (error.code !== 'EEXIST') throw error;
    }
    const owner = readOwner(lock);
    if (owner === null ? isOld(lock) : !isAlive(owner)) takeAway(lock, owner);
    else if (Date.now() > giveUpAt) stop(`another set-up has been running for too long. If none is, delete ${lock}.`);
    else Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 200);
  }
  process.on('exit', () => rmSync(lock, { recursive: true, force: true }));
  writeFileSync(join(lock, 'pid'), String(process.pid));
  work();
}

/** The process that holds the lock, null while it has not said so yet or has just let go. */
function readOwner(lock) {
  try {
    return Number(readFileSync(join(lock, 'pid'), 'utf8')) || null;
  } catch {
    return null;
  }
}

function isOld(lock) {
  const found = statSync(lock, { throwIfNoEntry: false });
  return found !== undefined && Date.now() - found.mtimeMs > LOCK_NAMELESS_MS;
}

/** Moves a dead owner's lock away; moving is atomic, and one that was taken anew in between is put back. */
function takeAway(lock, owner) {
  const aside = `${lock}.${process.pid}`;
  try {
    renameSync(lock, aside);
  } catch {
    return; // someone else moved it first
  }
  if (readOwner(aside) === owner) rmSync(aside, { recursive: true, force: true });
  else renameSync(aside, lock);
}

/** Installs and builds what is missing or out of date. */
function setUp() {
  const seen = readMarker();
  if (isInstalled(seen) && isBuilt(seen)) return;
  checkGit(); // only now: what is set up had it, and asking takes a process each time
  withLock(() => {
    if (!isInstalled(readMarker())) {
      rmSync(marker, { force: true });
      process.stderr.write('set-up: installing packages\n');
      install();
      mkdirSync(dirname(marker), { recursive: true }); // npm makes none for a project without packages
      writeMarker({ packages: hashPackages() });
    }
    if (!isBuilt(readMarker())) {
      process.stderr.write('set-up: building (npm run build)\n');
      const sources = hashSources(); // taken before, so that an edit during the build is built next time
      rmSync(join(root, 'dist'), { recursive: true, force: true });
      stopWhenFailed(npm('run', '--silent', 'build'));
      writeMarker({ packages: hashPackages(), sources, built: hashBuilt() });
    }
  });
}

checkNode();
setUp();
