// Writes sessions as the agents write them: transcripts of Claude Code and rollouts of Codex, short but true to the format.
import { createHash } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** Seconds between two events. */
const STEP = 7;

/**
 * Writes one session.
 * @param session `{ format, name, project, day, parts }`; a part is `{ user }`, `{ agent }`, `{ run, output, exit }`,
 * `{ read, content }`, `{ edit }`, `{ write, content }` or `{ tool, input, output }`; `day` counts from 1 March 2026
 */
export function writeSession(folder, session) {
  const [write, path] =
    session.format === 'codex'
      ? [codexLines, `codex/${session.project}/rollout-${session.name}.jsonl`]
      : [claudeLines, `claude/${session.project}/${session.name}.jsonl`];
  const file = join(folder, path);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(
    file,
    `${write(session)
      .map((line) => JSON.stringify(line))
      .join('\n')}\n`,
  );
}

function idOf(name) {
  const hex = createHash('sha256').update(name).digest('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-a${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}

function timeOf(day, second) {
  return new Date(Date.UTC(2026, 2, day, 9, 0, second)).toISOString();
}

function claudeLines({ name, project, day, parts }) {
  const cwd = `/home/dev/${project}`;
  const sessionId = idOf(name);
  const lines = [];
  let parent = null;
  const push = (type, message, extra = {}) => {
    const uuid = idOf(`${name} ${lines.length}`);
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
      timestamp: timeOf(day, lines.length * STEP),
      ...extra,
    });
    parent = uuid;
  };
  const say = (content) => push('assistant', { id: `msg_${lines.length}`, role: 'assistant', model: 'm', content });
  const call = (tool, input, content, failed = false) => {
    const id = `toolu_${idOf(`${name} call ${lines.length}`).replaceAll('-', '')}`;
    say([{ type: 'tool_use', id, name: tool, input }]);
    push('user', { role: 'user', content: [{ type: 'tool_result', tool_use_id: id, content, is_error: failed }] });
  };
  for (const part of parts) {
    if ('user' in part) push('user', { role: 'user', content: part.user });
    else if ('agent' in part) say([{ type: 'text', text: part.agent }]);
    else if ('read' in part) call('Read', { file_path: pathIn(cwd, part.read) }, part.content);
    else if ('write' in part) {
      call('Write', { file_path: pathIn(cwd, part.write), content: part.content }, 'File created successfully.');
    } else if ('edit' in part) {
      call(
        'Edit',
        { file_path: pathIn(cwd, part.edit), old_string: 'a', new_string: 'b' },
        'The file has been updated.',
      );
    } else if ('tool' in part) call(part.tool, part.input, part.output);
    else {
      const failed = (part.exit ?? 0) !== 0;
      call(
        'Bash',
        { command: part.run },
        failed ? `Exit code ${part.exit}\n${part.output ?? ''}` : (part.output ?? ''),
        failed,
      );
    }
  }
  return lines;
}

function codexLines({ name, project, day, parts }) {
  const cwd = `/home/dev/${project}`;
  const lines = [];
  const push = (type, payload) => lines.push({ timestamp: timeOf(day, lines.length * STEP), type, payload });
  push('session_meta', {
    id: idOf(name),
    timestamp: timeOf(day, 0),
    cwd,
    originator: 'codex-tui',
    cli_version: '0.151.0',
    source: 'cli',
    model_provider: 'openai',
    git: { branch: 'main' },
  });
  const call = (tool, input, output, shell = false, exit = 0) => {
    const id = `call_${idOf(`${name} ${lines.length}`).replaceAll('-', '').slice(0, 24)}`;
    push('response_item', { type: 'function_call', name: tool, arguments: JSON.stringify(input), call_id: id });
    const head = `Chunk ID: ${id.slice(5, 11)}\nWall time: 0.1 seconds\nProcess exited with code ${exit}\nOutput:\n`;
    push('response_item', { type: 'function_call_output', call_id: id, output: shell ? `${head}${output}` : output });
  };
  const shell = (cmd, output = '', exit = 0) => call('exec_command', { cmd, workdir: cwd }, output, true, exit);
  for (const part of parts) {
    if ('user' in part) {
      push('response_item', { type: 'message', role: 'user', content: [{ type: 'input_text', text: part.user }] });
      push('event_msg', { type: 'user_message', message: part.user, images: [] });
    } else if ('agent' in part) {
      push('response_item', {
        type: 'message',
        role: 'assistant',
        content: [{ type: 'output_text', text: part.agent }],
      });
      push('event_msg', { type: 'agent_message', message: part.agent });
    } else if ('read' in part) shell(`cat ${part.read}`, part.content);
    else if ('write' in part) shell(`cat > ${part.write} <<'EOF'\n${part.content}\nEOF`);
    else if ('edit' in part) {
      const patch = `*** Begin Patch\n*** Update File: ${part.edit}\n@@\n-a\n+b\n*** End Patch\n`;
      call('apply_patch', { input: patch }, 'Success. Updated the following files:');
    } else if ('tool' in part) call(part.tool, part.input, part.output);
    else shell(part.run, part.output ?? '', part.exit ?? 0);
  }
  return lines;
}

function pathIn(cwd, path) {
  return path.startsWith('/') ? path : `${cwd}/${path}`;
}
