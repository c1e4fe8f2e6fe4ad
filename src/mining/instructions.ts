// What the project itself already tells its agents in CLAUDE.md, AGENTS.md and the like, as far as a session shows it:
// such files are put before the first message, or read during the work. They are no evidence, only what need not be said again.
import type { InstructionObservation } from '../model/observation.ts';
import type { ScreenedSession, Turn } from '../model/session.ts';
import { parseShellCommands } from '../text/shell-command.ts';
import { wordsOf } from '../text/similarity.ts';
import { localise } from './localise.ts';
import type { Miner } from './miner.ts';
import type { ShownInstruction } from './stated.ts';

/** Files that agents load at the start of a session, by their common names. */
const BOOT_FILE =
  /(?:^|[\s"'/@])((?:CLAUDE|AGENTS?|GEMINI)(?:\.local)?\.md|copilot-instructions\.md|\.cursorrules|\.clinerules|\.windsurfrules)(?=$|[\s"':)])/i;
/** Not of this project: outside of its folder, or in a folder of packages, clones and temporary files. */
const ELSEWHERE =
  /^[/~]|^[A-Za-z]:|^\.\.|(?:^|\/)(?:tmp|temp|node_modules|site-packages|vendor|third[_-]party|clones?|fixtures|examples?)\//i;
/** Programs that print a file as it is. */
const PRINTS = new Set(['cat', 'head', 'less', 'more', 'bat', 'nl', 'sed']);
/** Longest sentence kept, in characters; a longer one is cut, its beginning says what it is about. */
const MAX_LENGTH = 240;
/** Most sentences kept of one session: such files are short, or nobody reads them. */
const MAX_SENTENCES = 150;

export const instructionMiner: Miner = { name: 'instructions', observe: observeInstructions };

function observeInstructions(session: ScreenedSession): readonly InstructionObservation[] {
  const found = new Map<string, InstructionObservation>();
  for (const turn of session.turns) {
    for (const { file, text } of instructionsIn(turn, session.directory)) {
      for (const instruction of splitInstructions(text)) {
        const key = `${file}|${instruction.toLowerCase()}`;
        if (found.has(key) || found.size >= MAX_SENTENCES) continue;
        const base = { session: session.key, project: session.project, origin: 'repository' as const };
        found.set(key, { kind: 'instruction', ...base, key, quotes: [], instruction, file });
      }
    }
  }
  return [...found.values()];
}

function instructionsIn(
  turn: Turn,
  directory: string | null,
): readonly { readonly file: string; readonly text: string }[] {
  if (turn.kind === 'message') {
    return turn.passages.flatMap((passage) => {
      // The name stands in the first line of what is injected ("# AGENTS.md instructions for …", "Contents of …/CLAUDE.md").
      const file = passage.origin === 'repository' ? bootFileOf(passage.text.slice(0, 400)) : null;
      return file === null ? [] : [{ file, text: passage.text }];
    });
  }
  if (turn.kind !== 'call' || turn.status !== 'ok' || turn.output.origin === 'external') return [];
  const path = localise((turn.action === 'read' ? turn.path : printedFile(turn.command)) ?? '', directory);
  // A clone, a package or a temporary folder has instructions of its own, written by strangers.
  const file = ELSEWHERE.test(path) ? null : bootFileOf(path);
  return file === null ? [] : [{ file, text: turn.output.text }];
}

function printedFile(command: string | null): string | null {
  if (command === null) return null;
  const [only, ...others] = parseShellCommands(command);
  if (only === undefined || others.length > 0 || !PRINTS.has(only.program)) return null;
  return only.words.at(-1) ?? null;
}

/** The boot file named in a text, always written alike: `AGENT.md` and `agents.md` are `AGENTS.md`. */
function bootFileOf(text: string): string | null {
  const name = BOOT_FILE.exec(text)?.[1]?.toLowerCase();
  if (name === undefined) return null;
  const stem = /^(claude|agent|gemini)s?(?:\.local)?\.md$/.exec(name)?.[1];
  return stem === undefined ? name : `${stem === 'agent' ? 'AGENTS' : stem.toUpperCase()}.md`;
}

/** What an instruction file on disk says; no session was shown it. */
export function instructionsOf(name: string, text: string): readonly ShownInstruction[] {
  return splitInstructions(text).map((instruction) => ({ session: '', file: bootFileOf(name) ?? name, instruction }));
}

/** Sentences and list items of a Markdown text, and the commands of its code blocks; headings and tags say nothing alone. */
export function splitInstructions(text: string): readonly string[] {
  return text.split('\n').flatMap((raw) => {
    const line = raw
      .slice(0, 2_000)
      .replace(/^\s*\d+(?:→|\t|:\s)/, '')
      .trim();
    if (line === '' || /^(?:#{1,6}\s|<|```|~~~|\|?\s*:?-{3,})/.test(line)) return [];
    return line
      .replace(/^(?:[-*+•]|\d{1,3}[.)])\s+(?:\[[ x]\]\s+)?/, '')
      .split(/(?<=[.!?。！？])\s+(?=[\p{Lu}\p{Lo}`"“(*])/u)
      .map((sentence) => sentence.replaceAll('**', '').trim().slice(0, MAX_LENGTH))
      .filter((sentence) => wordsOf(sentence).length >= 2);
  });
}
