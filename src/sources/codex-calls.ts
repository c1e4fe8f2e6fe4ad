// How Codex writes calls and their outputs: patches, running commands, and the lines its shell tool puts before an output.
import { asArray, contentText, field, numberField, objectField, parseObject, stringField } from './json-fields.ts';
import type { JsonObject } from './json-fields.ts';
import { copyText } from './shorten-text.ts';
import type { ToolUse } from './tool-action.ts';

/** A command that goes on; its output then holds the session id of its process. */
export const RUNNING = /^(?:Chunk ID: .*\n)?(?:Wall time: .*\n)?Process running with session ID (\d+)/;
/** What the tool puts before the output of a command. */
export const PREAMBLE =
  /^(?:(?:Chunk ID|Wall time|Process (?:exited|running)|Original token count|Exit code|Total output lines)\b.*\n)+Output:\n?/;

/** The patch of a shell call that only applies one: `["apply_patch", "*** Begin Patch…"]`. */
export function patchOf(args: JsonObject | null): string | null {
  const words = asArray(field(args, 'command'));
  return words[0] === 'apply_patch' && typeof words[1] === 'string' ? words[1] : null;
}

/** An apply_patch call: the files stand in the patch. */
export function editOf(patch: string): ToolUse {
  const files = [...patch.matchAll(/^\*\*\* (?:Update|Add|Delete) File: (.+)$/gm)].map((match) =>
    copyText((match[1] ?? '').trim()),
  );
  return {
    tool: 'apply_patch',
    action: 'edit',
    command: null,
    path: files[0] ?? null,
    input: files.slice(0, 20).join(', '),
  };
}

/** Output of a call: text, items with text, or (older) JSON in a text with the exit code beside it. */
export function readOutput(output: unknown): { readonly text: string; readonly exitCode: number | null } {
  if (typeof output !== 'string') {
    const inner = objectField({ output }, 'output');
    return {
      text: inner === null ? contentText(output) : (stringField(inner, 'output') ?? contentText(inner['content'])),
      exitCode: numberField(objectField(inner, 'metadata'), 'exit_code'),
    };
  }
  const parsed = output.startsWith('{"output"') ? parseObject(output) : null;
  if (parsed === null) return { text: output, exitCode: null };
  return {
    text: stringField(parsed, 'output') ?? output,
    exitCode: numberField(objectField(parsed, 'metadata'), 'exit_code'),
  };
}
