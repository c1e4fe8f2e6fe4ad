// How much each agent loads by itself at its start. Only limits that are documented; null where none is.

export interface AgentLimits {
  /** Most lines and bytes of the index, `MEMORY.md`. */
  readonly indexLines: number | null;
  readonly indexBytes: number | null;
  /** Most bytes of everything that is loaded at the start. */
  readonly totalBytes: number | null;
}

const UNDOCUMENTED: AgentLimits = { indexLines: null, indexBytes: null, totalBytes: null };

export const AGENT_LIMITS = {
  // "The first 200 lines of MEMORY.md, or the first 25KB, whichever comes first"; other files on demand
  // (https://code.claude.com/docs/en/memory).
  'claude-code': { indexLines: 200, indexBytes: 25_000, totalBytes: null },
  // `project_doc_max_bytes`, 32 KiB when not set, for all project documents together
  // (https://developers.openai.com/codex/config-reference).
  codex: { indexLines: null, indexBytes: null, totalBytes: 32 * 1024 },
  // No limit is documented for GEMINI.md and what it imports
  // (https://github.com/google-gemini/gemini-cli/blob/main/docs/cli/gemini-md.md), nor for the instruction files of these.
  gemini: UNDOCUMENTED,
  'copilot-cli': UNDOCUMENTED,
  cursor: UNDOCUMENTED,
  opencode: UNDOCUMENTED,
} as const satisfies Record<string, AgentLimits>;

export type AgentName = keyof typeof AGENT_LIMITS;

export function isAgent(name: string): name is AgentName {
  return Object.hasOwn(AGENT_LIMITS, name);
}
