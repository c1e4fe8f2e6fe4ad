// Makes a ScreenedSession, and nothing else does: origins are lowered where text is pasted or echoed, then everything
// that can reach an observation is redacted. What is screened holds no secret and claims no origin too high.
import { createHash } from 'node:crypto';
import type { CallTurn, ScreenedSession, Session, Turn } from '../model/session.ts';
import { redactTexts } from '../secrets/index.ts';
import { ForeignFolders } from './foreign-folders.ts';
import { lowerOrigins } from './lower-origins.ts';
import { plainOutput } from './plain-output.ts';
import { taintEchoes } from './taint.ts';

/**
 * The session as it may be mined, kept and shown.
 * Rejects when the secret scanner fails; then nothing of the session may be used.
 */
export async function screenSession(session: Session): Promise<ScreenedSession> {
  const folders = new ForeignFolders(session);
  const turns = session.turns.map((turn) => {
    if (turn.kind !== 'call') return lowerOrigins(turn);
    const isForeign = folders.has(turn);
    folders.note(turn);
    const call = lowerOrigins(withPlainOutput(turn));
    return isForeign && call.kind === 'call'
      ? { ...call, output: { ...call.output, origin: 'external' as const } }
      : call;
  });
  const lowered: Session = { ...session, turns: taintEchoes(turns, session) };
  const texts: string[] = [];
  mapTexts(lowered, (text) => {
    texts.push(text);
    return text;
  });
  const names = [session.key, session.id, session.parent ?? ''];
  const [key = '', id = '', parent = '', ...clean] = await redactTexts([...names, ...texts]);
  const redacted = clean.values();
  const screened: Session = {
    ...mapTexts(lowered, () => redacted.next().value ?? ''),
    key: screenedName(session.key, key),
    id: screenedName(session.id, id),
    parent: session.parent === null ? null : screenedName(session.parent, parent),
  };
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the only place that makes one
  return screened as ScreenedSession;
}

/**
 * An id as it was unless it holds a secret or an address: then a hash in its place, so that two sessions stay two.
 * Digits of an id that look like a phone number or a card are just digits.
 */
function screenedName(name: string, redacted: string): string {
  if (!/<secret:|<email>/.test(redacted)) return name;
  const format = /^[a-z-]{1,40}:/.exec(name)?.[0] ?? '';
  const hash = createHash('sha256').update(name.slice(format.length)).digest('hex');
  return `${format}hidden-${hash.slice(0, 16)}`;
}

/**
 * A person's name as the log has it unless it is an address or the like: then a hash beside the placeholder, so that two
 * people stay two when support is counted, on every machine alike.
 */
function screenedPerson(name: string, redacted: string): string {
  if (redacted === name || redacted === '') return redacted;
  return `person-${createHash('sha256').update(name.trim().toLowerCase()).digest('hex').slice(0, 12)}`;
}

function withPlainOutput(turn: CallTurn): CallTurn {
  const text = plainOutput(turn.output.text);
  return text === turn.output.text ? turn : { ...turn, output: { ...turn.output, text } };
}

/** A copy of the session with each text that can reach an observation mapped, always in the same order. */
function mapTexts(session: Session, map: (text: string) => string): Session {
  const mapped = (text: string | null): string | null => (text === null ? null : map(text));
  return {
    ...session,
    project: map(session.project),
    agent: map(session.agent),
    agentVersion: mapped(session.agentVersion),
    model: mapped(session.model),
    people: session.people.map((name) => screenedPerson(name, map(name))),
    directory: mapped(session.directory),
    turns: session.turns.map((turn): Turn => {
      if (turn.kind === 'message' || turn.kind === 'reaction') {
        return { ...turn, passages: turn.passages.map((passage) => ({ ...passage, text: map(passage.text) })) };
      }
      if (turn.kind === 'outcome') return turn;
      return {
        ...turn,
        tool: map(turn.tool),
        command: mapped(turn.command),
        path: mapped(turn.path),
        input: map(turn.input),
        output: { ...turn.output, text: map(turn.output.text) },
      };
    }),
  };
}
