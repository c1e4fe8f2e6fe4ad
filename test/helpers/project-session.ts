// A session as a few lines of text per turn, for comparing with what a fixture expects.
import type { Passage, Session, Turn } from '../../src/model/session.ts';

export interface ProjectedSession {
  readonly key: string;
  readonly project: string;
  readonly parent: string | null;
  readonly about: string;
  readonly turns: readonly string[];
}

export function projectSession(session: Session): ProjectedSession {
  const { agent, agentVersion, model, startedAt, endedAt, outcome, directory } = session;
  return {
    key: session.key,
    project: session.project,
    parent: session.parent,
    about: [agent, agentVersion, model, startedAt, endedAt, outcome, directory].map((part) => part ?? '-').join(' | '),
    turns: session.turns.map(projectTurn),
  };
}

function projectTurn(turn: Turn): string {
  if (turn.kind === 'message') return `${turn.index} ${turn.from} says ${passages(turn.passages)}`;
  if (turn.kind === 'outcome') return `${turn.index} outcome ${turn.outcome}`;
  if (turn.kind === 'reaction') {
    return `${turn.index} ${turn.reaction} about ${turn.about ?? '-'} ${passages(turn.passages)}`.trimEnd();
  }
  const what = turn.command ?? turn.path ?? turn.input;
  const result = [
    turn.exitCode === null ? '' : ` exit ${turn.exitCode}`,
    turn.collateral ? ' collateral' : '',
    turn.commandOrigin === 'agent' ? '' : ` by ${turn.commandOrigin}`,
    turn.seconds === null ? '' : ` ${turn.seconds}s`,
  ];
  return `${turn.index} ${turn.tool} (${turn.action}) ${start(what)} -> ${turn.status}${result.join('')} ${passages([turn.output])}`;
}

function passages(list: readonly Passage[]): string {
  return list.map((passage) => `[${passage.origin}] ${start(passage.text)}`).join(' ');
}

function start(text: string): string {
  const line = text.replaceAll(/\s+/g, ' ').trim();
  return line.length <= 70 ? line : `${line.slice(0, 70)}…`;
}
