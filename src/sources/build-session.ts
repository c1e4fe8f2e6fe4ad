// Makes a Session of what a reader gathered: ids, project and times are told in one way for all formats.
import type { FormatId, Outcome, Session } from '../model/session.ts';
import { projectOfDirectory, projectOfRemote } from './name-project.ts';
import { copyText } from './shorten-text.ts';
import type { TurnList } from './turn-list.ts';

/** What a reader knows of a session besides its turns. */
export interface SessionFacts {
  readonly format: FormatId;
  readonly id: string;
  readonly agent: string;
  readonly agentVersion?: string | null;
  readonly model?: string | null;
  readonly people?: readonly string[];
  /** Url of the git remote. */
  readonly remote?: string | null;
  /** Name of the project where the log states it. */
  readonly project?: string | null;
  readonly directory?: string | null;
  readonly outcome?: Outcome | null;
  /** The parent's own id, without the format. */
  readonly parent?: string | null;
}

export function buildSession(facts: SessionFacts, turns: TurnList): Session {
  const id = cleanId(facts.id);
  const directory = shortOf(facts.directory, 4_000);
  const remote = shortOf(facts.remote, 1_000);
  return {
    key: `${facts.format}:${id}`,
    id,
    format: facts.format,
    project:
      (remote === null ? null : projectOfRemote(remote)) ??
      shortOf(facts.project, 200) ??
      projectOfDirectory(directory) ??
      'unknown',
    agent: facts.agent.slice(0, 200),
    agentVersion: shortOf(facts.agentVersion, 200),
    model: shortOf(facts.model, 200),
    people: (facts.people ?? []).map((name) => name.slice(0, 200)),
    outcome: facts.outcome ?? null,
    parent: facts.parent === undefined || facts.parent === null ? null : `${facts.format}:${cleanId(facts.parent)}`,
    directory,
    ...turns.build(),
  };
}

/** An id of a log in one line of bounded length: it goes into keys and commit trailers. */
function cleanId(id: string): string {
  const clean = id.slice(0, 200).replaceAll(/[^\x21-\x7e]+/g, '-');
  return clean === '' ? 'unknown' : copyText(clean);
}

function shortOf(text: string | null | undefined, length: number): string | null {
  return text === null || text === undefined || text.trim() === '' ? null : text.slice(0, length);
}
