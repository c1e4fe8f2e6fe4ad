// What a tool does and where the text it returns comes from, told by its name and arguments. An unknown tool is `external`.
import type { Origin } from '../model/origin.ts';
import type { CallTurn } from '../model/session.ts';
import { describeInput, field, firstString, stringField } from './json-fields.ts';
import type { JsonObject } from './json-fields.ts';
import { copyText } from './shorten-text.ts';
import { fetchesFromNetwork } from './shell-result.ts';

/** The part of a call that is known before its result. */
export type ToolUse = Pick<CallTurn, 'tool' | 'action' | 'command' | 'path' | 'input'>;

/** Tool names of the agents we know, without case, `_` and `-`. */
const SHELL = new Set(
  'bash shell sh terminal exec execcommand shellcommand localshell executebash executecommand runcommand runshellcommand runterminalcmd runinterminal bashtool cmd powershell'.split(
    ' ',
  ),
);
const EDIT = new Set(
  'edit write multiedit notebookedit applypatch editfile writefile createfile strreplace insert writetofile replaceinfile searchreplace patch replace create'.split(
    ' ',
  ),
);
const READ = new Set('read readfile viewfile view openfile viewimage notebookread readmanyfiles cat'.split(' '));
const SEARCH = new Set(
  'grep glob ls search searchfiles listfiles listdir listdirectory greprepo findfiles codebasesearch filesearch find grepsearch searchfilecontent rg list'.split(
    ' ',
  ),
);
const FETCH = new Set(
  'webfetch websearch fetch browser browseraction googlewebsearch fetchwebpage openurl codesearch'.split(' '),
);
/** Tools of the agent's own program: what they return it says itself. */
const HARNESS = new Set(
  (
    'todowrite todoread taskcreate taskupdate tasklist taskget taskstop updateplan enterplanmode exitplanmode enterworktree exitworktree skill ' +
    'killshell killbash killbackgroundprocess toolsearch croncreate cronlist crondelete think finish ' +
    'writetodos savememory updatetopic reportintent updatetodo taskcomplete listbash'
  ).split(' '),
);
/** Tools that return what another agent wrote. */
const AGENT = new Set(
  'task agent dispatchagent spawnagent sendmessage askuserquestion requestuserinput taskoutput agentoutput askuser question readagent'.split(
    ' ',
  ),
);
/** One tool for looking at and changing files, told apart by its `command`. */
const FILE_EDITOR = /^(?:strreplaceeditor|strreplacebasededittool|fileeditor|editor|texteditor)(?:\d*)$/;

/**
 * Says what a call is.
 * @param tool the tool's name as the log has it
 * @param args its arguments, null when they could not be parsed
 * @param raw the arguments as text, for calls whose arguments are no object
 */
export function describeTool(tool: string, args: JsonObject | null, raw = ''): ToolUse {
  const action = actionOf(tool, args);
  const path =
    action === 'edit' || action === 'read'
      ? firstString(args, [
          'file_path',
          'path',
          'filePath',
          'notebook_path',
          'filename',
          'target_file',
          'absolute_path',
          'file',
        ])
      : null;
  const command = action === 'shell' ? commandOf(args, raw) : null;
  return { tool, action, command, path, input: command === null ? describeInput(args ?? raw) : '' };
}

function actionOf(tool: string, args: JsonObject | null): CallTurn['action'] {
  if (isRemote(tool)) return 'fetch';
  const name = plainName(tool);
  if (SHELL.has(name)) return 'shell';
  if (FILE_EDITOR.test(name)) return stringField(args, 'command') === 'view' ? 'read' : 'edit';
  if (EDIT.has(name)) return 'edit';
  if (READ.has(name)) return 'read';
  if (SEARCH.has(name)) return 'search';
  return FETCH.has(name) ? 'fetch' : 'other';
}

/**
 * Origin of what a call returned.
 * @param use the call
 * @param failed true when it failed: the message about it is then the local program's own for file tools
 */
export function outputOrigin(use: ToolUse, failed = false): Origin {
  const name = plainName(use.tool);
  if (isRemote(use.tool)) return 'external';
  if (HARNESS.has(name)) return 'observed';
  if (AGENT.has(name)) return 'agent';
  if (use.action === 'shell') return use.command === null || fetchesFromNetwork(use.command) ? 'external' : 'observed';
  if (use.action === 'edit') return 'observed';
  if (use.action === 'read' || use.action === 'search') return failed ? 'observed' : 'repository';
  return 'external';
}

/** The command line of a shell call: a string, or words of which `bash -lc` and its like are peeled off. */
function commandOf(args: JsonObject | null, raw: string): string | null {
  for (const key of ['command', 'cmd', 'script', 'code', 'input', 'keystrokes']) {
    const value = field(args, key);
    if (typeof value === 'string') return value;
    if (Array.isArray(value)) return joinWords(value.filter((word): word is string => typeof word === 'string'));
  }
  return args === null && raw.trim() !== '' ? raw : null;
}

/** An apply_patch call: the files stand in the patch. */
export function describePatch(patch: string): ToolUse {
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

/** A command given as words, as one line. */
export function joinWords(words: readonly string[]): string {
  const script = words[2];
  if (
    words.length === 3 &&
    script !== undefined &&
    /^(?:.*\/)?(?:bash|sh|zsh|dash)$/.test(words[0] ?? '') &&
    /^-[a-z]*c$/.test(words[1] ?? '')
  )
    return script;
  return words
    .map((word) => (/^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", String.raw`'\''`)}'`))
    .join(' ');
}

function isRemote(tool: string): boolean {
  return /^mcp[_.]|__|^web_/i.test(tool);
}

function plainName(tool: string): string {
  return tool.toLowerCase().replaceAll(/[_\s-]/g, '');
}
