// The empty repository that calls over the network run in (network.ts): a configuration of ours, the references as they
// stand, the real repository's objects. It lies inside the own folder, so that `includeIf "gitdir:…"` of the user's
// configuration still matches what is below a folder.
import { copyFile, mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { readParts } from './git.ts';
import { whenAbsent } from './file-errors.ts';
import { openJournal, ownFolder, ownName } from './journal.ts';
import type { Repository } from './locate-memory.ts';
import type { Remote } from './remote-settings.ts';

export interface ExchangeFolder {
  readonly gitDir: string;
  readonly objects: string;
}

/** Does something with an exchange folder, which is gone afterwards; after a kill, `settleJournals` removes it. */
export async function withExchangeFolder<T>(
  repository: Repository,
  remote: Remote,
  act: (folder: ExchangeFolder) => Promise<T>,
): Promise<T> {
  const gitDir = join(ownFolder(repository), ownName('exchange'));
  const journal = await openJournal(repository, { locks: [], ref: null, to: null, steps: [] });
  try {
    await mkdir(join(gitDir, 'refs'), { recursive: true });
    await writeFile(join(gitDir, 'HEAD'), 'ref: refs/heads/none\n');
    await writeFile(join(gitDir, 'config'), printConfig(repository, remote));
    // Known commits are neither sent again nor checked again.
    const refs = await repository.git.run(['for-each-ref', '--format=%(objectname) %(refname)', '--', 'refs/']);
    readParts('for-each-ref', refs, '\n', /^[0-9a-f]{40,64} refs\/.+$/);
    await writeFile(join(gitDir, 'packed-refs'), refs);
    await copyFile(join(repository.commonDir, 'shallow'), join(gitDir, 'shallow')).catch(whenAbsent(undefined));
    return await act({ gitDir, objects: join(repository.commonDir, 'objects') });
  } finally {
    await rm(gitDir, { recursive: true, force: true });
    await journal.close();
  }
}

function printConfig(repository: Repository, remote: Remote): string {
  const sha256 = repository.noId.length === 64;
  return [
    '[core]',
    `\trepositoryformatversion = ${sha256 ? 1 : 0}`,
    '\tbare = true',
    ...(sha256 ? ['[extensions]', '\tobjectFormat = sha256'] : []),
    // For `includeIf "hasconfig:remote.*.url:…"` of the user's configuration.
    `[remote ${quote(remote.name)}]`,
    `\turl = ${quote(remote.url)}`,
    '',
  ].join('\n');
}

function quote(text: string): string {
  return `"${text.replaceAll(/["\\]/g, '\\$&')}"`;
}
