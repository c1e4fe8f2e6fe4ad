// Items of `codex exec --json` as calls: what an item runs, edits or asks, and how it ended.
// https://github.com/openai/codex/blob/main/codex-rs/exec/src/exec_events.rs
import type { CallStatus } from '../model/session.ts';
import type { JsonObject } from './json-fields.ts';
import { asArray, asObject, describeInput, objectField, stringField } from './json-fields.ts';
import { shellStatus } from './shell-result.ts';
import type { ToolUse } from './tool-action.ts';
import { describeTool } from './tool-action.ts';
import type { CallDraft } from './turn-list.ts';

/** The kind of an item, which first versions call by another key. */
export function kindOf(item: JsonObject | null): string | null {
  return stringField(item, 'type') ?? stringField(item, 'item_type');
}

/** The call an item of this kind is; null when it is none. */
export function toolOf(kind: string, item: JsonObject): ToolUse | null {
  switch (kind) {
    case 'command_execution':
      return describeTool('shell', { command: peel(stringField(item, 'command') ?? '') });
    case 'file_change':
      return editOf(item);
    case 'mcp_tool_call':
      return remoteTool(item);
    case 'web_search':
      return describeTool('web_search', { query: stringField(item, 'query') ?? '' });
    case 'collab_tool_call':
      return describeTool('spawn_agent', {
        tool: stringField(item, 'tool') ?? '',
        prompt: stringField(item, 'prompt') ?? '',
      });
    default:
      return null;
  }
}

/** A call of a tool on a server. */
export function remoteTool(use: JsonObject): ToolUse {
  const name = `mcp__${stringField(use, 'server') ?? 'unknown'}__${stringField(use, 'tool') ?? 'unknown'}`;
  return describeTool(name, asObject(use['arguments']));
}

/** How the call of a completed item ended. */
export function statusOf(
  call: CallDraft,
  status: string | null,
  exitCode: number | null,
  text: string,
  isError: boolean,
): CallStatus {
  if (status === 'declined') return 'rejected';
  if (status === 'in_progress') return 'unknown';
  const failed = status === 'failed' || isError;
  if (call.action === 'shell')
    return exitCode === null ? (failed ? 'failed' : 'unknown') : shellStatus(call.command, exitCode, failed, text);
  return failed ? 'failed' : 'ok';
}

/** An edit of one or more files; the first is its path. */
export function editOf(item: JsonObject): ToolUse {
  const changes = asArray(item['changes']);
  const path = stringField(
    changes.find((change) => stringField(change, 'path') !== null),
    'path',
  );
  const kinds = changes
    .slice(0, 20)
    .map((change) => `${stringField(change, 'kind') ?? 'change'} ${stringField(change, 'path') ?? ''}`);
  return {
    tool: 'apply_patch',
    action: 'edit',
    command: null,
    path,
    input: describeInput(kinds.join(', ')),
  };
}

/** Changes of bare events: an object from path to what is done there. */
export function changesOf(message: JsonObject): readonly JsonObject[] {
  return Object.entries(objectField(message, 'changes') ?? {})
    .slice(0, 100)
    .map(([path, change]) => ({ path, kind: Object.keys(asObject(change) ?? {})[0] ?? 'change' }));
}

/** The script of `/bin/bash -lc '…'`; any other command line as it is. */
function peel(line: string): string {
  const match = /^(?:\/[\w./-]+\/)?(?:bash|zsh|sh) -l?c ([^]+)$/.exec(line);
  return match?.[1] === undefined ? line : (unquote(match[1]) ?? line);
}

/** The one word a shell would make of a text; null when it would be several. */
function unquote(text: string): string | null {
  const parts: string[] = [];
  const piece = /'([^']*)'|"((?:[^"\\]|\\[^])*)"|\\([^])|([^\s'"\\]+)/y;
  while (piece.lastIndex < text.length) {
    const match = piece.exec(text);
    if (match === null) return null;
    const [, single, double, escaped, bare] = match;
    parts.push(single ?? double?.replaceAll(/\\([\\"$`])/g, '$1') ?? escaped ?? bare ?? '');
  }
  return parts.join('');
}
