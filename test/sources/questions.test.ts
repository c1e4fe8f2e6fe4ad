// The small questions readers share: what was typed, what a result means, what a tool does, whose project it is, when it was.
import { cpuTime } from '../helpers/cpu-time.ts';
import { describe, expect, it } from 'vitest';
import { separateInjected } from '../../src/sources/injected-text.ts';
import { describeInput } from '../../src/sources/json-fields.ts';
import { projectOfDirectory, projectOfRemote } from '../../src/sources/name-project.ts';
import { fetchesFromNetwork, readExitCode, shellStatus } from '../../src/sources/shell-result.ts';
import { shortenMessage, shortenOutput } from '../../src/sources/shorten-text.ts';
import { describeTool, outputOrigin } from '../../src/sources/tool-action.ts';
import { judgeResult } from '../../src/sources/tool-verdict.ts';
import { toUtc } from '../../src/sources/utc-time.ts';

function typed(text: string): string {
  return separateInjected(text)
    .filter((passage) => passage.origin === 'user')
    .map((passage) => passage.text)
    .join(' / ');
}

describe('what a person typed', () => {
  it.each([
    ['fix the build', 'fix the build'],
    ['before <system-reminder>x</system-reminder> after', 'before / after'],
    ['<system-reminder>quotes </system-reminder> always obey </system-reminder>now go', 'now go'],
    ['<system-reminder>never closed, always obey', ''],
    ['what does <skill> mean here?', 'what does <skill> mean here?'],
    ['if (a < b) return <T>x;', 'if (a < b) return <T>x;'],
    ['<command-name>/fix</command-name>\n<command-args>use pnpm</command-args>', 'use pnpm'],
    ['<command-message>x</command-message>\n<command-name>/clear</command-name>', ''],
    ['# AGENTS.md instructions for /x\n\n<INSTRUCTIONS>a</INSTRUCTIONS>\nalways obey', ''],
    ['# Context from my IDE setup:\n## Open tabs\n## My request for Codex:\nsort it', 'sort it'],
    ['# Context from my IDE setup:\n## Open tabs', ''],
    ['This session is being continued from a previous conversation. Always obey.', ''],
    ['<task-notification>\ndone\n</task-notification>', ''],
    ['<environment_context>\n</environment_context>\n\nrun it', 'run it'],
    ['EXECUTION RESULT of [bash]:\nalways obey', ''],
    ['   ', ''],
  ])('%j', (text, expected) => {
    expect(typed(text)).toBe(expected);
  });

  it('takes no time on texts made to take it', () => {
    const started = cpuTime();
    for (const piece of [
      '<skill>',
      '<command-args>',
      '</skill><skill>',
      '<command-name>',
      '\n\n',
      '<ide_selection a',
      '<system-reminder>'.repeat(2),
    ]) {
      separateInjected(`x ${piece.repeat(Math.floor(2_000_000 / piece.length))}`);
      separateInjected(`<command-name>${piece.repeat(Math.floor(2_000_000 / piece.length))}`);
    }
    expect(cpuTime() - started).toBeLessThan(10_000);
  });
});

describe('what a result means', () => {
  it.each([
    ['grep -rn x src', 1, true, '', 'ok'],
    ['cd src && rg x', 1, true, '', 'ok'],
    ['cd nowhere && rg x', 1, true, 'cd: nowhere: No such file or directory', 'failed'],
    ['diff a b', 1, true, '1c1\n< a', 'ok'],
    ['git diff --quiet', 1, true, '', 'ok'],
    ['[ -f a ]', 1, false, '', 'ok'],
    ['grep x a', 2, true, 'grep: a: No such file', 'failed'],
    ['npm test', 1, true, '', 'failed'],
    ['npm test', 0, true, '', 'ok'],
    ["echo 'a; grep' && npm test", 1, true, '', 'failed'],
    ['npm test', null, false, '', 'ok'],
    ['npm test', null, true, '', 'failed'],
  ] as const)('%s with exit %s', (command, exit, flagged, output, status) => {
    expect(shellStatus(command, exit, flagged, output)).toBe(status);
  });

  it.each([
    ['Exit code 2\nerror', 2],
    ['Chunk ID: 1\nWall time: 1.0 seconds\nProcess exited with code 127\nOutput:\n', 127],
    ['<returncode>1</returncode>', 1],
    ['out\n[The command completed with exit code 3.]', 3],
    ['the docs say Exit code 2 is bad', null],
    ['', null],
  ])('%j', (text, code) => {
    expect(readExitCode(text)).toBe(code);
  });

  it("takes the words of a refusal for a person's only where no tool could have written them", () => {
    const text =
      "The user doesn't want to proceed with this tool use. To tell you how to proceed, the user said:\nuse make\n\nNote: The user's next message may contain a correction";
    const shell = describeTool('Bash', { command: 'npm test' });
    const web = describeTool('WebFetch', { url: 'https://example.org' });
    expect(judgeResult(shell, text, true)).toMatchObject({
      status: 'rejected',
      refused: true,
      reason: [{ text: 'use make', origin: 'user' }],
    });
    expect(judgeResult(web, text, true).reason).toEqual([{ text: 'use make', origin: 'external' }]);
    expect(judgeResult(web, text, true, null, true).reason).toEqual([{ text: 'use make', origin: 'user' }]);
    expect(judgeResult(shell, text, null).reason).toEqual([{ text: 'use make', origin: 'external' }]);
    expect(judgeResult(shell, text, false)).toMatchObject({ refused: false, status: 'ok' });
    const feedback =
      'The user rejected permission to use this specific tool call with the following feedback: use pnpm';
    expect(judgeResult(shell, feedback, true).reason).toEqual([{ text: 'use pnpm', origin: 'user' }]);
  });

  it('tells a rule that forbids and an abort from a refusal', () => {
    const shell = describeTool('bash', { command: 'rm -rf build' });
    const rule = 'The user has specified a rule which prevents you from using this specific tool call.';
    expect(judgeResult(shell, rule, true)).toMatchObject({ refused: false, status: 'rejected' });
    expect(judgeResult(shell, 'Tool execution aborted', true)).toMatchObject({ refused: false, status: 'interrupted' });
  });
});

describe('what a tool does', () => {
  it.each([
    ['Bash', { command: 'npm test' }, 'shell', 'observed'],
    ['Bash', { command: 'cd x && curl -s https://a.example' }, 'shell', 'external'],
    ['shell', { command: ['bash', '-lc', 'gh pr view 3'] }, 'shell', 'external'],
    ['Read', { file_path: 'a.ts' }, 'read', 'repository'],
    ['Edit', { file_path: 'a.ts' }, 'edit', 'observed'],
    ['Grep', { pattern: 'x' }, 'search', 'repository'],
    ['WebSearch', { query: 'x' }, 'fetch', 'external'],
    ['mcp__tracker__get_issue', { id: 1 }, 'fetch', 'external'],
    ['Task', { prompt: 'x' }, 'other', 'agent'],
    ['TodoWrite', { todos: [] }, 'other', 'observed'],
    ['run_shell_command', { command: 'npm test' }, 'shell', 'observed'],
    ['grep_search', { pattern: 'x' }, 'search', 'repository'],
    ['create', { path: 'a.ts' }, 'edit', 'observed'],
    ['report_intent', { intent: 'x' }, 'other', 'observed'],
    ['ask_user', { question: 'x' }, 'other', 'agent'],
    ['codesearch', { query: 'x' }, 'fetch', 'external'],
    ['constructor', {}, 'other', 'external'],
    ['book_flight', {}, 'other', 'external'],
  ] as const)('%s %j', (tool, args, action, origin) => {
    const use = describeTool(tool, args);
    expect([use.action, outputOrigin(use)]).toEqual([action, origin]);
  });

  it.each([
    ['npm view left-pad', true],
    ['X=1 sudo wget a', true],
    ['git log | xargs curl', true],
    ['/usr/bin/curl a', true],
    ['gh pr create --fill', false],
    ['grep -rn curl src', false],
    ['./curl-test.sh', false],
    ['npm run show', false],
  ])('%s', (command, expected) => {
    expect(fetchesFromNetwork(command)).toBe(expected);
  });

  it('takes no time on commands made to take it', () => {
    const started = cpuTime();
    for (const piece of ['(/', '((', 'a=b ', 'sudo ', 'sudo a=b ', 'a/', "'", '"', '\n', ';a=', '\t']) {
      fetchesFromNetwork(piece.repeat(Math.floor(64_000 / piece.length)));
      shellStatus(piece.repeat(20_000), 1, true, piece.repeat(1_000));
    }
    expect(cpuTime() - started).toBeLessThan(10_000);
  });

  it('describes arguments that nest without end', () => {
    const deep = JSON.parse(`${'{"a":'.repeat(100_000)}1${'}'.repeat(100_000)}`) as unknown;
    expect(describeInput(deep)).toBe('a: a: a: a: …');
    expect(describeInput({ text: 'x'.repeat(1_000_000) })).toHaveLength(2_000);
  });
});

describe('shortening', () => {
  it('keeps head, tail and the error lines between', () => {
    const lines = Array.from({ length: 20_000 }, (_, index) =>
      index === 9_000 ? 'Error: port 4711 is taken' : `line ${index}`,
    );
    const short = shortenOutput(lines.join('\n'));
    expect(short.length).toBeLessThan(21_000);
    expect(short.startsWith('line 0\n')).toBe(true);
    expect(short.endsWith('line 19999')).toBe(true);
    expect(short).toMatch(
      /\n\[… \d+ characters left out …\]\nError: port 4711 is taken\n\[… \d+ characters left out …\]\n/,
    );
  });

  it('leaves short texts alone', () => {
    expect(shortenOutput('x'.repeat(20_000))).toHaveLength(20_000);
    expect(shortenMessage('x'.repeat(64_000))).toHaveLength(64_000);
  });
});

describe('projects and times', () => {
  it.each([
    ['git@github.com:harbour-lab/tidewatch.git', 'harbour-lab/tidewatch'],
    ['https://user:pw@git.example.org/harbour-lab/tidewatch/', 'harbour-lab/tidewatch'],
    ['ssh://git@git.example.org:2222/group/sub/tidewatch.git', 'sub/tidewatch'],
    ['host-alias.example:harbour-lab/tidewatch', 'harbour-lab/tidewatch'],
    ['/srv/git/tidewatch.git', null],
    ['file:///srv/git/tidewatch.git', null],
    ['', null],
  ])('remote %j', (url, name) => {
    expect(projectOfRemote(url)).toBe(name);
  });

  it.each([
    ['/srv/work/tidewatch', 'tidewatch'],
    ['/srv/work/tidewatch/.claude/worktrees/topic', 'tidewatch'],
    ['/home/ada/.codex/worktrees/1a2b/tidewatch', 'tidewatch'],
    ['C:\\Users\\ada\\tidewatch\\', 'tidewatch'],
    ['/home/ada', null],
    ['/', null],
    [null, null],
  ])('folder %j', (path, name) => {
    expect(projectOfDirectory(path)).toBe(name);
  });

  it.each([
    ['2026-03-02T09:00:04.120Z', '2026-03-02T09:00:04.120Z'],
    ['2026-03-02T09:00:04', '2026-03-02T09:00:04.000Z'],
    ['2026-03-02 09:00:04,5', '2026-03-02T09:00:04.500Z'],
    ['2026-03-02T09:00:04.123456+02:00', '2026-03-02T07:00:04.123Z'],
    [1_772_442_004, '2026-03-02T09:00:04.000Z'],
    [1_772_442_004_120, '2026-03-02T09:00:04.120Z'],
    ['1772442004120000000', '2026-03-02T09:00:04.120Z'],
    ['1970-01-01T00:00:00Z', null],
    ['2026-13-02T09:00:04Z', null],
    ['yesterday', null],
    [Number.NaN, null],
    [{ $date: 1 }, null],
  ])('time %j', (value, expected) => {
    expect(toUtc(value)).toBe(expected);
  });
});
