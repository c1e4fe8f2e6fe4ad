// Logs of three agents with secrets in every place that a log has, and enough that recurs for lessons to come of them.
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

export interface Planted {
  /** The secret as a log would show it: with its name, in its file, in its command. */
  readonly text: string;
  readonly secret: string;
}

interface Event {
  readonly said?: string;
  readonly agent?: string;
  readonly run?: { readonly command: string; readonly output: string; readonly failed: boolean };
  readonly read?: { readonly path: string; readonly content: string };
}

/** What a session holds besides its events. */
interface Head {
  readonly name: string;
  readonly day: number;
  readonly id: string;
  readonly cwd: string;
  readonly branch: string;
  readonly model: string;
}

/**
 * Writes sessions of several agents below a folder.
 * @param names secrets that may stand in a path, for session ids, folders, branches and models
 */
export function writePlantedLogs(folder: string, planted: readonly Planted[], names: readonly string[]): void {
  // each secret in the logs of one agent, in two sessions, so that what is said of it recurs
  const share = (of: number): readonly Event[] => [
    ...lessonsWith(names.filter((_, index) => index % 3 === of)),
    ...planted.flatMap((one, index) => (index % 3 === of ? eventsWith(one, index) : [])),
    ...chunksOf(planted.filter((_, index) => index % 3 === of)).map((some) => ({
      said: ['No, never do it without these:', ...some.map(({ text }) => text)].join('\n'),
    })),
  ];
  for (const day of [1, 2]) {
    const head = {
      name: `day-${day}`,
      day,
      id: `session-${day}`,
      cwd: '/home/dev/tidemark',
      branch: 'main',
      model: 'm',
    };
    writeClaude(folder, head, share(0));
    writeCodex(folder, { ...head, name: `rollout-${day}`, id: `rollout-${day}` }, share(1));
    writeChat(folder, { ...head, name: `chat-${day}` }, share(2));
  }
  for (const [index, secret] of names.entries()) {
    const head = {
      day: 4 + (index % 3),
      id: secret,
      cwd: `/home/dev/${secret}`,
      branch: `fix/${secret}`,
      model: secret,
    };
    const events = lessonsWith([secret]);
    if (index % 2 === 0) writeClaude(folder, { ...head, name: secret }, events);
    else writeCodex(folder, { ...head, name: `rollout-${secret}` }, events);
  }
  // a line that breaks off and a file that nobody knows: both are told of
  const [first = ''] = names;
  writeFileSync(join(folder, 'broken.jsonl'), `{"type":"user","message":{"content":"${first}\n{"${first}":`);
  writeFileSync(join(folder, 'unknown.jsonl'), `{"${first}":"${first}"}\n`.repeat(3));
}

/** What comes again in every session: a command that fails and its fix, a rule that a person states. */
function lessonsWith(secrets: readonly string[]): readonly Event[] {
  return secrets.flatMap((secret, index) => [
    { said: `From now on, always run \`make gen-${index}\` with ${secret} before the tests, please.` },
    {
      run: {
        command: `deploy-${index} up ${secret}`,
        output: `Error: unknown argument ${secret}\nexit status 2`,
        failed: true,
      },
    },
    { run: { command: `deploy-${index} up --key-file k ${secret}`, output: `deployed as ${secret}`, failed: false } },
    { agent: `It turns out that deploy-${index} needs --key-file before ${secret}.` },
  ]);
}

function eventsWith({ text }: Planted, index: number): readonly Event[] {
  return [
    {
      run: {
        command: `tool-${index} ${oneLine(text)}`,
        output: `Error: tool-${index} refused: ${text}\n`,
        failed: true,
      },
    },
    { run: { command: `tool-${index} --retry ${oneLine(text)}`, output: text, failed: false } },
    { read: { path: `config/${index}.env`, content: text } },
    { agent: `Noted that tool-${index} wants ${text}` },
  ];
}

/** Few messages, as people write few. */
function chunksOf(planted: readonly Planted[]): readonly (readonly Planted[])[] {
  return planted.flatMap((_, index) => (index % 8 === 0 ? [planted.slice(index, index + 8)] : []));
}

function oneLine(text: string): string {
  return text.replaceAll('\n', ' ');
}

function writeClaude(folder: string, head: Head, events: readonly Event[]): void {
  const lines: object[] = [];
  let second = 0;
  const push = (type: string, message: object): void => {
    second += 1;
    lines.push({
      parentUuid: null,
      isSidechain: false,
      userType: 'external',
      cwd: head.cwd,
      sessionId: head.id,
      version: '2.1.0',
      gitBranch: head.branch,
      type,
      message,
      uuid: `${head.name}-${second}`,
      timestamp: timeOf(head, second),
    });
  };
  const call = (name: string, input: object, content: string, failed: boolean): void => {
    const id = `toolu_${head.name}_${second}`;
    push('assistant', { role: 'assistant', model: head.model, content: [{ type: 'tool_use', id, name, input }] });
    push('user', { role: 'user', content: [{ type: 'tool_result', tool_use_id: id, content, is_error: failed }] });
  };
  for (const { said, agent, run, read } of events) {
    if (said !== undefined) push('user', { role: 'user', content: said });
    if (agent !== undefined)
      push('assistant', { role: 'assistant', model: head.model, content: [{ type: 'text', text: agent }] });
    if (run !== undefined) call('Bash', { command: run.command, description: run.command }, run.output, run.failed);
    if (read !== undefined) call('Read', { file_path: `${head.cwd}/${read.path}` }, read.content, false);
  }
  writeLines(join(folder, 'claude'), head.name, lines);
}

function writeCodex(folder: string, head: Head, events: readonly Event[]): void {
  const git = { branch: head.branch, repository_url: `https://host.example/${head.branch}.git` };
  const lines: object[] = [];
  const push = (type: string, payload: object): void =>
    void lines.push({ timestamp: timeOf(head, lines.length), type, payload });
  const call = (command: string, output: string, failed: boolean): void => {
    const id = `call_${lines.length}`;
    push('response_item', {
      type: 'function_call',
      name: 'exec_command',
      arguments: JSON.stringify({ cmd: command, workdir: head.cwd }),
      call_id: id,
    });
    const printed = `Wall time: 1.2000 seconds\nProcess exited with code ${failed ? 1 : 0}\nOutput:\n${output}\n`;
    push('response_item', { type: 'function_call_output', call_id: id, output: printed });
  };
  push('session_meta', {
    id: head.id,
    timestamp: timeOf(head, 0),
    cwd: head.cwd,
    originator: 'codex-tui',
    cli_version: '0.140.0',
    source: 'cli',
    git,
  });
  push('turn_context', { cwd: head.cwd, model: head.model, approval_policy: 'never' });
  const message = (role: string, type: string, text: string): void =>
    push('response_item', { type: 'message', role, content: [{ type, text }] });
  for (const { said, agent, run, read } of events) {
    if (said !== undefined) message('user', 'input_text', said);
    if (agent !== undefined) message('assistant', 'output_text', agent);
    if (run !== undefined) call(run.command, run.output, run.failed);
    if (read !== undefined) call(`cat ${read.path}`, read.content, false);
  }
  writeLines(join(folder, 'codex'), head.name, lines);
}

function writeChat(folder: string, head: Head, events: readonly Event[]): void {
  const lines: object[] = [];
  const call = (command: string, content: string): void => {
    const id = `call_${lines.length}`;
    const tool = { id, type: 'function', function: { name: 'bash', arguments: JSON.stringify({ command }) } };
    lines.push({ role: 'assistant', content: null, tool_calls: [tool] }, { role: 'tool', tool_call_id: id, content });
  };
  for (const { said, agent, run, read } of events) {
    if (said !== undefined) lines.push({ role: 'user', content: said });
    if (agent !== undefined) lines.push({ role: 'assistant', content: agent });
    if (run !== undefined) call(run.command, `Exit code: ${run.failed ? 1 : 0}\n${run.output}`);
    if (read !== undefined) call(`cat ${read.path}`, read.content);
  }
  writeLines(join(folder, 'chat'), head.name, lines);
}

function timeOf({ day }: Head, second: number): string {
  return new Date(Date.UTC(2026, 2, day, 9, 0, second)).toISOString();
}

function writeLines(folder: string, name: string, lines: readonly object[]): void {
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, `${name}.jsonl`), `${lines.map((line) => JSON.stringify(line)).join('\n')}\n`);
}
