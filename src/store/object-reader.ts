// Reads objects from a running `git cat-file --batch`. Answers come in the order of the questions; any number of
// questions can be open at once.
import { gitFailed, makesNoSense } from './git-errors.ts';
import type { Watched } from './git-process.ts';

export interface GitObject {
  readonly id: string;
  readonly type: 'commit' | 'tree' | 'blob' | 'tag';
  readonly bytes: Buffer;
}

/** One entry of a tree. */
export interface TreeEntry {
  /** As git prints it: `100644`, `40000`, `120000`, `160000`. */
  readonly mode: string;
  readonly name: string;
  readonly id: string;
}

export interface Signature {
  /** `Name <email>`. */
  readonly who: string;
  /** Seconds since 1970 and the zone, as git keeps them: `1700000000 +0000`. */
  readonly when: string;
}

export interface Commit {
  readonly id: string;
  readonly tree: string;
  readonly parents: readonly string[];
  readonly author: Signature;
  readonly committer: Signature;
  readonly message: string;
}

export interface ObjectReader {
  /** @param name an object id, a full reference name, or one of both with `:path`; @returns null when there is none */
  read(name: string): Promise<GitObject | null>;
  readCommit(name: string): Promise<Commit | null>;
  /** Entries of a tree (or of a commit's tree), in git's order; null when there is no such tree. */
  readTree(name: string): Promise<readonly TreeEntry[] | null>;
}

interface Question {
  readonly name: string;
  readonly resolve: (object: GitObject | null) => void;
  readonly reject: (error: unknown) => void;
}

/** @param watched a process that was just started; its input is ended by the caller */
export function openObjectReader({ child, alive, rest, hung, isStopped }: Watched): ObjectReader {
  const questions: Question[] = [];
  let failure: unknown = null;
  let chunks: Buffer[] = [];
  let length = 0;
  let header: { id: string; type: GitObject['type']; size: number } | null = null;

  function take(): void {
    // Joined only when an answer can be complete, so that a large object costs one copy.
    if (header !== null && length < header.size + 1) return;
    let bytes = chunks.length === 1 && chunks[0] !== undefined ? chunks[0] : Buffer.concat(chunks);
    for (;;) {
      if (header === null) {
        const end = bytes.indexOf(10);
        if (end === -1) break;
        const line = bytes.toString('utf8', 0, end);
        bytes = bytes.subarray(end + 1);
        const match = /^([0-9a-f]{40}|[0-9a-f]{64}) (commit|tree|blob|tag) (\d+)$/.exec(line);
        const asked = questions[0]?.name ?? '';
        if (match === null && (line === `${asked} missing` || line === `${asked} ambiguous`)) {
          questions.shift()?.resolve(null);
          continue;
        }
        if (match === null || (/^[0-9a-f]{40,}$/.test(asked) && match[1] !== asked)) {
          fail(makesNoSense('cat-file'));
          child.stdout.destroy();
          return;
        }
        header = { id: match[1] ?? '', type: typeOf(match[2]), size: Number(match[3]) };
      }
      if (bytes.length < header.size + 1) break;
      const { id, type, size } = header;
      header = null;
      questions.shift()?.resolve({ id, type, bytes: bytes.subarray(0, size) });
      bytes = bytes.subarray(size + 1);
    }
    chunks = bytes.length === 0 ? [] : [bytes];
    length = bytes.length;
    if (questions.length === 0) rest();
  }

  function fail(error: unknown): void {
    failure ??= error;
    for (const question of questions.splice(0)) question.reject(failure);
  }

  child.stdout.on('data', (chunk: Buffer) => {
    chunks.push(chunk);
    length += chunk.length;
    take();
  });
  const words: string[] = [];
  child.stderr.on('data', (chunk: Buffer) => words.push(chunk.toString('utf8')));
  // A git that is gone cannot be written to; why it went is told when it has closed.
  child.stdin.on('error', () => undefined);
  child.on('error', fail);
  hung.catch(fail);
  child.on('close', () => {
    // Then why it was stopped is told.
    if (isStopped()) return;
    fail(gitFailed('cat-file', { code: child.exitCode ?? 128, stderr: words.join('') || 'it ended early' }));
  });

  async function read(name: string): Promise<GitObject | null> {
    // A question is one line; no object of ours has a name with a line break.
    if (/[\n\r\0]/.test(name)) return null;
    if (failure !== null) throw failure instanceof Error ? failure : new Error('git cat-file is gone');
    return new Promise<GitObject | null>((resolve, reject) => {
      questions.push({ name, resolve, reject });
      alive();
      child.stdin.write(`${name}\n`);
    });
  }
  return {
    read,
    async readCommit(name) {
      const object = await read(name);
      return object?.type === 'commit' ? parseCommit(object) : null;
    },
    async readTree(name) {
      const object = await read(name);
      if (object?.type === 'tree') return parseTree(object);
      if (object?.type !== 'commit') return null;
      const tree = await read(parseCommit(object).tree);
      return tree === null ? null : parseTree(tree);
    },
  };
}

function typeOf(word: string | undefined): GitObject['type'] {
  return word === 'commit' || word === 'tree' || word === 'tag' ? word : 'blob';
}

function parseTree(tree: GitObject): TreeEntry[] {
  const { bytes } = tree;
  const idLength = tree.id.length / 2;
  const entries: TreeEntry[] = [];
  for (let at = 0; at < bytes.length;) {
    const space = bytes.indexOf(32, at);
    const zero = bytes.indexOf(0, space);
    if (space === -1 || zero === -1) break;
    entries.push({
      mode: bytes.toString('latin1', at, space),
      name: bytes.toString('utf8', space + 1, zero),
      id: bytes.toString('hex', zero + 1, zero + 1 + idLength),
    });
    at = zero + 1 + idLength;
  }
  return entries;
}

function parseCommit(object: GitObject): Commit {
  const text = object.bytes.toString('utf8');
  const split = text.indexOf('\n\n');
  const head = (split === -1 ? text : text.slice(0, split)).split('\n');
  const all = (key: string): string[] =>
    head.filter((line) => line.startsWith(`${key} `)).map((line) => line.slice(key.length + 1));
  return {
    id: object.id,
    tree: all('tree')[0] ?? '',
    parents: all('parent'),
    author: parseSignature(all('author')[0] ?? ''),
    committer: parseSignature(all('committer')[0] ?? ''),
    message: split === -1 ? '' : text.slice(split + 2),
  };
}

function parseSignature(line: string): Signature {
  const match = /^(.*>) (-?\d+ [+-]\d{4})$/.exec(line);
  return { who: match?.[1] ?? line, when: match?.[2] ?? '0 +0000' };
}
