// What a tool element of SpecStory says of the call: the exporter keeps arguments as prose and the result as a fence.
import { asObject } from './json-fields.ts';
import type { StoryTool } from './specstory-blocks.ts';
import type { ToolUse } from './tool-action.ts';
import { describeTool } from './tool-action.ts';

export interface StoryCall {
  readonly use: ToolUse;
  /** What came back, null when the element holds no result. */
  readonly output: string | null;
  /** True when the exporter marked the result as an error. */
  readonly isError: boolean;
  /** What a person answered to the agent's question, null when it was none. */
  readonly answer: { readonly question: string; readonly text: string } | null;
}

/** Names by which describeTool knows what the exporter's kinds do, for tools it does not know by their own. */
const KINDS: Readonly<Record<string, string>> = { shell: 'bash', read: 'read', write: 'write', search: 'grep' };
const WRITTEN =
  /(?:^The file |(?:created|updated|written)(?: successfully)? (?:at|to):? )(\/[^\n:]{1,1000}?)(?: has been |$|\n)/m;

export function readStoryTool({ type, name, body }: StoryTool): StoryCall {
  const summary = /<summary>([^\n]{0,4000})<\/summary>/.exec(body.slice(0, 6_000));
  const rest = summary === null ? body : body.slice(summary.index + summary[0].length);
  const title = unescape((summary?.[1] ?? '').replace(/^Tool use: \*\*[^*\n]{0,200}\*\*[ \t]*/, ''));
  const result = findResult(rest, type);
  const head = result === null ? rest : rest.slice(0, result.begin);
  const fits = describeTool(name, null).action;
  const known = fits !== 'other' || !Object.hasOwn(KINDS, type) ? name : (KINDS[type] ?? name);
  const args = argumentsOf(title, head, type, result?.text ?? '');
  const described = describeTool(known, asObject(args), '');
  const isMcp = type === 'mcp' && described.action === 'other';
  return {
    use: { ...described, tool: name === '' ? 'unknown' : name, action: isMcp ? 'fetch' : described.action },
    output: result?.text ?? null,
    isError: /^\*\*Error:\*\*[ \t]*$/m.test(head.slice(-200)),
    answer: name === 'AskUserQuestion' && (result === null || result.text === '') ? answerOf(rest) : null,
  };
}

/** The fence that holds what came back. Outputs are not escaped, so it ends at the last closing line of the element. */
function findResult(rest: string, type: string): { readonly begin: number; readonly text: string } | null {
  const end = rest.lastIndexOf('\n```');
  const last = rest
    .slice(end + 1)
    .replaceAll(/<\/details>/g, '')
    .trim();
  if (end === -1 || !/^`{3,}$/.test(last)) return null;
  const text = (begin: number): { readonly begin: number; readonly text: string } | null => {
    const line = rest.indexOf('\n', begin);
    return line === -1 || line > end ? null : { begin, text: line === end ? '' : rest.slice(line + 1, end) };
  };
  // The content of a written file comes first, and may hold fences of its own; what the tool said is short.
  const marked = type === 'write' ? rest.lastIndexOf('\n```text\n') : rest.search(/\n`{3,}text\n/);
  if (marked !== -1) return text(marked + 1);
  const plain = rest.search(/(?:^|\n)`{3,}[ \t]*\n/);
  return plain === -1 || plain + 1 >= end ? null : text(rest[plain] === '\n' ? plain + 1 : plain);
}

function argumentsOf(title: string, head: string, type: string, result: string): Record<string, string> {
  const args: Record<string, string> = {};
  const quoted = [...head.slice(0, 20_000).matchAll(/^[ \t]?(?:(path|pattern|glob)[ \t]+)?`([^`\n]+)`/gm)];
  if (type === 'shell') {
    const script = /(?:^|\n)```(?:bash|sh|shell|zsh|powershell)\n([^]*?)\n```/.exec(head);
    const line = /^`(.*)`[ \t]*$/m.exec(head);
    const short = /^(?:• Run command: )?`?([^`\n]+(?:`[^`\n]+)*)`?$/.exec(title);
    const command = script?.[1] ?? line?.[1] ?? short?.[1];
    if (command !== undefined) args['command'] = command;
    return args;
  }
  for (const pair of head.slice(0, 20_000).matchAll(/^- ([A-Za-z_]\w{0,60}): `([^\n]*)`[ \t]*$/gm))
    if (pair[1] !== undefined && pair[1] !== '__proto__') args[pair[1]] = pair[2] ?? '';
  for (const match of head.slice(0, 20_000).matchAll(/(path|pattern|glob)[ \t]+`([^`\n]+)`/g))
    args[match[1] ?? ''] = match[2] ?? '';
  const path =
    args['path'] ??
    /^\*\*(?:Add|Update|Modify|Delete): `([^`\n]+)`\*\*/m.exec(head)?.[1] ??
    /• (?:Read|Edit|Write|Create)[a-z]* file: (.{1,1000})$/.exec(title)?.[1] ??
    (type === 'read' ? quoted[0]?.[2] : undefined);
  const written = type === 'write' ? WRITTEN.exec(result.slice(0, 2_000))?.[1] : undefined;
  const found = path ?? written;
  if (found !== undefined) args['path'] = found.trim();
  if (Object.keys(args).length === 0) args['input'] = [title, head.trim()].filter((text) => text !== '').join('\n');
  return args;
}

/** The answer stands after the question and its options. */
function answerOf(rest: string): StoryCall['answer'] {
  const mark = rest.lastIndexOf('\n**Answer:**');
  if (mark === -1) return null;
  // What the program adds about the option that was chosen was not typed.
  const text = rest
    .slice(mark + '\n**Answer:**'.length)
    .replace(/"? selected preview:\s[^]*$/, '')
    .trim();
  const question = rest.slice(0, mark).trim();
  return text === '' ? null : { question, text };
}

const ENTITIES: Readonly<Record<string, string>> = {
  '&#96;': '`',
  '&lt;': '<',
  '&gt;': '>',
  '&quot;': '"',
  '&amp;': '&',
};

function unescape(text: string): string {
  return text.replaceAll(/&(?:#96|lt|gt|quot|amp);/g, (entity) => ENTITIES[entity] ?? entity);
}
