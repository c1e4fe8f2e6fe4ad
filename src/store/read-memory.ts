// The memory as it is at one commit. Files are data: links, submodules and what does not parse are findings.
import type { Finding } from '../model/finding.ts';
import type { Parsed, Playbook } from '../model/playbook.ts';
import { readWrittenPlaybook } from '../model/written-front-matter.ts';
import type { Repository } from './locate-memory.ts';
import type { ObjectReader } from './object-reader.ts';
import { isPlainName, isPlaybookName } from './playbook-paths.ts';
import type { InstructionFile } from './store.ts';

/** What one commit holds of the memory. */
export interface MemoryFiles {
  readonly playbooks: readonly Playbook[];
  readonly index: string | null;
  /** Object ids of the playbooks' files by path, relative to the memory folder. */
  readonly blobs: ReadonlyMap<string, string>;
  readonly findings: readonly Finding[];
}

const EMPTY: MemoryFiles = { playbooks: [], index: null, blobs: new Map(), findings: [] };

/** @param commit the memory branch's tip, null while it is unborn */
export async function readMemoryFiles(repository: Repository, commit: string | null): Promise<MemoryFiles> {
  return commit === null
    ? EMPTY
    : repository.git.readObjects((objects) => readFiles(objects, `${commit}:${repository.prefix}`));
}

async function readFiles(objects: ObjectReader, root: string): Promise<MemoryFiles> {
  const playbooks: Playbook[] = [];
  const blobs = new Map<string, string>();
  const findings: Finding[] = [];
  const refuse = (file: string, detail: string): void => {
    findings.push({ code: 'invalid-playbook', file, line: null, detail });
  };
  const index = await objects.read(`${root}MEMORY.md`);
  const seen = new Set<string>();
  for (const folder of (await objects.readTree(`${root}playbooks`)) ?? []) {
    const path = `playbooks/${folder.name}`;
    if (folder.mode === '120000' || folder.mode === '160000')
      refuse(path, folder.mode === '120000' ? 'a link' : 'a submodule');
    if (folder.mode !== '40000') continue;
    if (!isPlainName(folder.name)) {
      refuse(path, 'a folder name that is not allowed');
      continue;
    }
    const files = (await objects.readTree(folder.id)) ?? [];
    // All questions first, then the answers: one round trip for a folder.
    const texts = files.map((file) => (file.mode.startsWith('100') ? objects.read(file.id) : Promise.resolve(null)));
    for (const [at, file] of files.entries()) {
      const bytes = (await texts[at])?.bytes;
      const filePath = `${path}/${file.name}`;
      if (file.mode === '120000' || file.mode === '160000')
        refuse(filePath, file.mode === '120000' ? 'a link' : 'a submodule');
      if (bytes === undefined || !file.name.endsWith('.md')) continue;
      // On a file system without case, two of them would be one file.
      const folded = filePath.normalize('NFKC').toLowerCase();
      if (!isPlaybookName(file.name)) refuse(filePath, 'a file name that is not allowed');
      else if (seen.has(folded)) refuse(filePath, 'its name differs from another only by case');
      else {
        seen.add(folded);
        const text = decodeUtf8(bytes);
        const parsed = text === null ? { ok: false as const, problem: 'not UTF-8' } : await parse(text, filePath);
        if (parsed.ok) {
          playbooks.push(parsed.value);
          blobs.set(filePath, file.id);
        } else refuse(filePath, parsed.problem);
      }
    }
  }
  return { playbooks, index: index?.type === 'blob' ? index.bytes.toString('utf8') : null, blobs, findings };
}

/** The parser and its libraries are loaded only for a file that this program would have written otherwise. */
async function parse(text: string, path: string): Promise<Parsed<Playbook>> {
  const written = readWrittenPlaybook(text, path);
  if (written !== null) return { ok: true, value: written };
  const { parsePlaybook } = await import('../model/playbook.ts');
  return parsePlaybook(text, path);
}

/** Files in which a project tells its agents how to work, from the top of its repository. */
const INSTRUCTION_FILES = ['CLAUDE.md', 'AGENTS.md', 'GEMINI.md', '.github/copilot-instructions.md'] as const;
/** A longer one is no instruction that an agent would load whole. */
const MAX_INSTRUCTION_BYTES = 64 * 1024;

/** The instructions of the project whose repository the memory is a folder of; none where the repository is only the memory's. */
export async function readInstructionFiles(
  repository: Repository,
  commit: string | null,
): Promise<readonly InstructionFile[]> {
  if (commit === null || repository.prefix === '') return [];
  return repository.git.readObjects(async (objects) => {
    const found: InstructionFile[] = [];
    for (const name of INSTRUCTION_FILES) {
      const file = await objects.read(`${commit}:${name}`);
      const text = file?.type === 'blob' && file.bytes.length <= MAX_INSTRUCTION_BYTES ? decodeUtf8(file.bytes) : null;
      if (text !== null) found.push({ name: name.slice(name.lastIndexOf('/') + 1), text });
    }
    return found;
  });
}

/** The text of bytes that are UTF-8 throughout, else null; nothing is replaced, so printing it gives the same bytes. */
export function decodeUtf8(bytes: Buffer): string | null {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch (error) {
    if (error instanceof TypeError) return null;
    throw error;
  }
}
