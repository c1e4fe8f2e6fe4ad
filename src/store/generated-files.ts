// The files of the memory branch that are made from its playbooks: the index, and the owners' lines for the git host.
// The same playbooks give the same bytes, whether an accept, an undo or `dream index` writes them.
import { join } from 'node:path';
import type { Finding } from '../model/finding.ts';
import type { Playbook } from '../model/playbook.ts';
import { refreshCodeowners } from '../text/codeowners.ts';
import { openInTheWay } from './in-the-way.ts';
import type { Repository } from './locate-memory.ts';
import type { ObjectReader } from './object-reader.ts';
import { decodeUtf8 } from './read-memory.ts';
import type { StoreOptions } from './store.ts';

/** A generated file whose text on the memory branch is not what it should be. */
export interface StaleFile {
  /** Relative to the top of the repository. */
  readonly path: string;
  /** As committed, null when there is none. */
  readonly before: string | null;
  readonly after: string;
  readonly mode: '100644' | '100755';
}

/** What is to be written, and what cannot be, with the reason. */
export interface GeneratedFiles {
  readonly stale: readonly StaleFile[];
  readonly problems: readonly { readonly path: string; readonly problem: string }[];
}

/**
 * @param base the commit whose files are looked at, null while the memory branch is unborn
 * @param playbooks what the memory holds, or will hold
 */
export async function planGenerated(
  repository: Pick<Repository, 'prefix'>,
  objects: ObjectReader,
  base: string | null,
  playbooks: readonly Playbook[],
  options: Pick<StoreOptions, 'codeowners'>,
  printIndex: (playbooks: readonly Playbook[]) => string,
): Promise<GeneratedFiles> {
  const { prefix } = repository;
  const stale: StaleFile[] = [];
  const problems: { path: string; problem: string }[] = [];
  const inTheWay = base === null ? null : openInTheWay(objects, base);
  const refresh = async (path: string, print: (before: string | null) => ReturnType<typeof refreshCodeowners>) => {
    const taken = (await inTheWay?.(path)) ?? null;
    if (taken !== null) return void problems.push({ path, problem: taken });
    const object = base === null ? null : await objects.read(`${base}:${path}`);
    const before = object === null ? null : decodeUtf8(object.bytes);
    if (object !== null && before === null) return void problems.push({ path, problem: 'it is not UTF-8' });
    const printed = print(before);
    if (!printed.ok) return void problems.push({ path, problem: printed.problem });
    if (printed.text === null || printed.text === before) return;
    stale.push({ path, before, after: printed.text, mode: await modeAt(objects, base, path) });
  };
  // A memory in which there never was anything needs no index.
  const begun =
    playbooks.length > 0 || (base !== null && (await objects.readTree(`${base}:${prefix}playbooks`)) !== null);
  await refresh(`${prefix}MEMORY.md`, (before) => ({
    ok: true,
    text: before !== null || begun ? printIndex(playbooks) : null,
  }));
  const { codeowners = null } = options;
  if (codeowners !== null) {
    const memory = { ...codeowners, prefix, playbooks };
    await refresh(codeowners.file, (before) => refreshCodeowners(before, memory));
  }
  return { stale, problems };
}

/** Problems as findings, for an accept: what cannot be refreshed must not keep it from being made. */
export function tellProblems(
  repository: Pick<Repository, 'workTree' | 'folder'>,
  problems: GeneratedFiles['problems'],
): readonly Finding[] {
  return problems.map(({ path, problem }) => ({
    code: 'left-alone',
    file: join(repository.workTree ?? repository.folder, path),
    line: null,
    detail: `not refreshed: ${problem}`,
  }));
}

async function modeAt(objects: ObjectReader, commit: string | null, path: string): Promise<StaleFile['mode']> {
  const slash = path.lastIndexOf('/');
  const folder = commit === null ? null : await objects.readTree(`${commit}:${path.slice(0, Math.max(slash, 0))}`);
  const mode = folder?.find(({ name }) => name === path.slice(slash + 1))?.mode;
  return mode === '100755' ? '100755' : '100644';
}
