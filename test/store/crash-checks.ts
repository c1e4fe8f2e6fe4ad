// How a memory is told to be whole: what a command did, what it must not touch, and what it must not leave behind.
import { readdirSync } from 'node:fs';
import type { TestRepository } from '../helpers/git-repository.ts';
import type { Place } from './crash-stories.ts';

/** What a command that only proposes or rejects must leave alone. */
export function outsideOf({ memory }: Place): object {
  const own = (ref: string): boolean => ref.startsWith('refs/dream/') || ref.startsWith('refs/heads/dream/');
  return {
    refs: Object.entries(memory.refs()).filter(([ref]) => !own(ref)),
    head: memory.read('.git/HEAD'),
    index: memory.read('.git/index'),
    files: memory.git('status', '--porcelain', '--untracked-files=all'),
    work: [memory.read('a.txt'), memory.read('b.txt'), memory.read('staged.txt')],
  };
}

/** What is someone's own, at every moment. */
export function worksOf({ memory }: Place): object {
  return {
    texts: [memory.read('a.txt'), memory.read('b.txt'), memory.read('staged.txt')],
    staged: memory.git('ls-files', '--stage', 'a.txt', 'b.txt', 'staged.txt'),
  };
}

/** Everything that counts about a memory, without the ids and times that differ from run to run. */
export function fingerprint({ memory, remote }: Place): object {
  return { ...stateOf(memory), status: memory.git('status', '--porcelain'), remote: stateOf(remote) };
}

function stateOf(repository: TestRepository): object {
  const lines = repository.git('for-each-ref', '--format=%(refname) %(objectname) %(tree)').split('\n');
  const refs = lines.filter((line) => line !== '').map((line) => line.split(' '));
  const parents = parentsIn(repository);
  const trees: string[] = [];
  for (const [ref = '', id = '', tree = ''] of refs) {
    if (ref === 'refs/dream/ledger') continue;
    const name = ref.replaceAll(/\d{8}T\d{6}Z-[\w.-]+/g, '<run>');
    trees.push(`${name} ${countFrom(parents, id)} ${tree}`);
  }
  const has = (name: string): boolean => refs.some(([ref]) => ref === name);
  return {
    trees: trees.sort(),
    subjects: has('refs/heads/main') ? repository.git('log', '--format=%s', 'main') : '',
    ledger: has('refs/dream/ledger') ? ledgerOf(repository) : {},
  };
}

/** The parents of every commit that a reference leads to. */
function parentsIn(repository: TestRepository): ReadonlyMap<string, readonly string[]> {
  const lines = repository.git('rev-list', '--parents', '--all').split('\n');
  return new Map(lines.map((line) => [line.slice(0, 40), line.split(' ').slice(1)]));
}

function countFrom(parents: ReadonlyMap<string, readonly string[]>, tip: string): number {
  const seen = new Set([tip]);
  for (const id of seen) for (const parent of parents.get(id) ?? []) seen.add(parent);
  return seen.size;
}

/** Counts and decisions of the ledger, in an order that no id decides. */
function ledgerOf(repository: TestRepository): object {
  const counted = repository.git('grep', '-c', '-e', '', 'refs/dream/ledger').split('\n');
  const counts = counted.map((line) => line.split(':').slice(1));
  const of = (folder: string): readonly number[] =>
    counts.filter(([file]) => file?.startsWith(`${folder}/`)).map(([, lines]) => Number(lines));
  const sum = (folder: string): number => of(folder).reduce((all, lines) => all + lines, 0);
  const decisions = of('decisions').length === 0 ? [] : linesIn(repository, 'decisions');
  return {
    runs: of('runs').length,
    sessions: sum('sessions'),
    observations: sum('observations'),
    decisions: decisions
      .map((line) => {
        const { verdict, playbook, who }: Record<string, unknown> = JSON.parse(line);
        return `${String(verdict)} ${String(playbook)} ${String(who)}`;
      })
      .sort(),
  };
}

function linesIn(repository: TestRepository, folder: string): readonly string[] {
  return repository.git('grep', '-h', '-e', '', 'refs/dream/ledger', '--', folder).split('\n');
}

/** What must hold at every moment, whatever was cut short. @returns what does not, as sentences */
export function problemsOf({ memory }: Place): readonly string[] {
  const problems: string[] = [];
  const refs = memory.refs();
  const branches = Object.keys(refs).filter((ref) => ref.startsWith('refs/heads/dream/'));
  const ledger = refs['refs/dream/ledger'];
  if (branches.length > 0 && ledger === undefined) problems.push('a run branch without a ledger');
  for (const branch of ledger === undefined ? [] : branches) {
    const run = branch.slice('refs/heads/dream/'.length);
    const record: { changes?: { quarantined: boolean }[]; base?: string } = JSON.parse(
      memory.git('show', `${ledger}:runs/${run}.json`),
    );
    const expected = (record.changes ?? []).filter(({ quarantined }) => !quarantined).length;
    const found = Number(memory.git('rev-list', '--count', `${record.base ?? ''}..${branch}`));
    if (found !== expected) problems.push(`${branch} has ${found} of ${expected} commits`);
  }
  if (ledger !== undefined) {
    const files = memory.git('ls-tree', '-r', '--name-only', ledger).split('\n');
    const named = (folder: string): string =>
      files
        .filter((file) => file.startsWith(`${folder}/`))
        .map((file) => /\/(.+)\.\w+$/.exec(file)?.[1])
        .join();
    if (named('runs') !== named('sessions') || named('runs') !== named('observations'))
      problems.push('sessions without the run or the observations they belong to');
  }
  const fsck = memory.git('fsck', '--strict', '--no-dangling', '--no-progress');
  if (fsck !== '') problems.push(`fsck: ${fsck}`);
  return problems;
}

/** What no finished command leaves behind: locks, journals, references and files of the moment. */
export function leftoversOf({ memory }: Place): readonly string[] {
  const names = readdirSync(memory.folder, { recursive: true, encoding: 'utf8' });
  return names.filter(
    (name) =>
      /^\.git\/dream\/(?:journal|lock|file|exchange)-|\.new$|\.left$/.test(name) ||
      /\.lock$|\.dream$|fast_import_crash|refs\/dream\/importing/.test(name),
  );
}
