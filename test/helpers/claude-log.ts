// Writes Claude Code transcripts for whole-run tests, as short as they can be said.
import { createHash } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

export type LogPart =
  | { readonly user: string }
  | { readonly agent: string }
  | { readonly run: string; readonly output?: string; readonly exit?: number }
  | { readonly fetch: string; readonly page: string }
  | { readonly read: string; readonly content: string }
  | { readonly edit: string };

/** An id like the agent's own: a uuid made of a name, the same in every run of the tests. */
function idOf(name: string): string {
  const hex = createHash('sha256').update(name).digest('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-a${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}

/**
 * Writes one transcript.
 * @param day of March 2026
 */
export function writeClaudeLog(
  folder: string,
  name: string,
  day: number,
  parts: readonly LogPart[],
  cwd = '/home/dev/tidemark',
): string {
  const sessionId = idOf(name);
  const lines: unknown[] = [];
  let parent: string | null = null;
  let second = 0;
  const push = (type: 'user' | 'assistant', message: unknown, extra: object = {}): void => {
    second += 7;
    const uuid = idOf(`${name} ${lines.length}`);
    const timestamp = new Date(Date.UTC(2026, 2, day, 9, 0, second)).toISOString();
    lines.push({
      parentUuid: parent,
      isSidechain: false,
      userType: 'external',
      cwd,
      sessionId,
      version: '2.1.0',
      gitBranch: 'main',
      type,
      message,
      uuid,
      timestamp,
      ...extra,
    });
    parent = uuid;
  };
  const call = (tool: string, input: object, content: string, failed: boolean): void => {
    const id = `toolu_${idOf(`${name} call ${lines.length}`).replaceAll('-', '')}`;
    push('assistant', {
      id: `msg_${lines.length}`,
      role: 'assistant',
      model: 'm',
      content: [{ type: 'tool_use', id, name: tool, input }],
    });
    push('user', { role: 'user', content: [{ type: 'tool_result', tool_use_id: id, content, is_error: failed }] });
  };
  for (const part of parts) {
    if ('user' in part) push('user', { role: 'user', content: part.user });
    else if ('agent' in part)
      push('assistant', {
        id: `msg_${lines.length}`,
        role: 'assistant',
        model: 'm',
        content: [{ type: 'text', text: part.agent }],
      });
    else if ('fetch' in part) call('WebFetch', { url: part.fetch, prompt: 'read it' }, part.page, false);
    else if ('read' in part) call('Read', { file_path: `${cwd}/${part.read}` }, part.content, false);
    else if ('edit' in part)
      call(
        'Edit',
        { file_path: `${cwd}/${part.edit}`, old_string: 'a', new_string: 'b' },
        'The file has been updated.',
        false,
      );
    else {
      const exit = part.exit ?? 0;
      call(
        'Bash',
        { command: part.run },
        exit === 0 ? (part.output ?? '') : `Exit code ${exit}\n${part.output ?? ''}`,
        exit !== 0,
      );
    }
  }
  const path = join(folder, `${sessionId}.jsonl`);
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, `${lines.map((line) => JSON.stringify(line)).join('\n')}\n`);
  return path;
}
