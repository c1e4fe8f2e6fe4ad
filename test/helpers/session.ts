// Sessions for tests, as short as they can be written: a user's words, calls with their results, edits.
import { screenSession } from '../../src/screening/screen-session.ts';
import type { CallTurn, Outcome, ScreenedSession, Session, Turn } from '../../src/model/session.ts';

type Part =
  | { readonly user: string }
  | { readonly agent: string }
  | { readonly web: string }
  | { readonly instructions: string }
  | ({ readonly run: string } & Result)
  | { readonly edit: string }
  | { readonly rejected: string; readonly because: string };
interface Result {
  readonly output?: string;
  readonly exit?: number;
}

/** A screened session made of parts; day is of February 2026. */
export async function session(
  id: string,
  parts: readonly Part[],
  options: {
    readonly day?: number;
    readonly project?: string;
    readonly parent?: string;
    readonly outcome?: Outcome;
  } = {},
): Promise<ScreenedSession> {
  const day = String(options.day ?? 1).padStart(2, '0');
  const turns: Turn[] = parts.map((part, index) => {
    const at = new Date(Date.UTC(2026, 1, Number(day), 9, 0, index * 10)).toISOString();
    const base = { index, at, id: `${id}-event-${index}-0123456789` };
    const call: CallTurn = {
      ...base,
      kind: 'call',
      tool: 'Bash',
      action: 'shell',
      command: null,
      commandOrigin: 'agent',
      path: null,
      input: '',
      status: 'ok',
      collateral: false,
      exitCode: null,
      output: { text: '', origin: 'observed' },
      seconds: 1,
    };
    if ('user' in part)
      return { ...base, kind: 'message', from: 'user', passages: [{ text: part.user, origin: 'user' }] };
    if ('agent' in part)
      return { ...base, kind: 'message', from: 'agent', passages: [{ text: part.agent, origin: 'agent' }] };
    if ('instructions' in part) {
      const text = `# AGENTS.md instructions for /home/dev/web\n\n${part.instructions}`;
      return { ...base, kind: 'message', from: 'user', passages: [{ text, origin: 'repository' }] };
    }
    if ('web' in part)
      return {
        ...call,
        tool: 'WebFetch',
        action: 'fetch',
        input: 'https://example.com',
        output: { text: part.web, origin: 'external' },
      };
    if ('edit' in part) return { ...call, tool: 'Edit', action: 'edit', path: `/home/dev/web/${part.edit}` };
    if ('rejected' in part) {
      return {
        ...base,
        kind: 'reaction',
        reaction: 'rejected',
        about: null,
        passages: [{ text: part.because, origin: 'user' }],
      };
    }
    const exit = part.exit ?? 0;
    return {
      ...call,
      command: part.run,
      status: exit === 0 ? 'ok' : 'failed',
      exitCode: exit,
      output: { text: part.output ?? '', origin: 'observed' },
    };
  });
  const whole: Session = {
    key: `claude-code:${id}`,
    id,
    format: 'claude-code',
    project: options.project ?? 'acme/web',
    agent: 'claude-code',
    agentVersion: '2.0.0',
    model: null,
    people: [],
    startedAt: turns[0]?.at ?? null,
    endedAt: turns.at(-1)?.at ?? null,
    outcome: options.outcome ?? null,
    parent: options.parent ?? null,
    directory: '/home/dev/web',
    turns,
  };
  return screenSession(whole);
}
