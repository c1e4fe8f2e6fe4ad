// Every command that a text could make an agent run. A guard must not be cleverer than a shell: instead of asking what a
// line surely runs, each word of it may be the program, in quotes, substitutions, loops, arguments and plain prose alike.
import { foldLetters } from '../text/fold-letters.ts';

/** A word and those after it, as if that word were the program. */
export interface PossibleCommand {
  readonly program: string;
  /** Without quotes, escapes and git's global options; the program first. */
  readonly words: readonly string[];
}

export interface PossibleLine {
  readonly command: PossibleCommand;
  /** The whole line or sentence it stands in. */
  readonly line: string;
}

/** Words that begin no command in prose, where they only speak of one. */
const PROSE_WORDS = new Set('at bundle dd env eval fetch ftp go http https make nc node sh ssh'.split(' '));
const MAX_WORDS = 400;

/** The text as its reader would take it: no invisible characters, compatibility forms and look-alike letters folded. */
export function unmask(text: string): string {
  return foldLetters(text).replaceAll(/\\\n/g, ' ');
}

/** What inline code and prose of a text could run. */
export function commandsIn(text: string): readonly PossibleLine[] {
  const found: PossibleLine[] = [];
  const prose = text.replaceAll(/(`+)([^`]+)\1/g, (_, _fence, code: string) => {
    for (const line of code.split('\n')) for (const command of commandsOf(line)) found.push({ command, line });
    return ' … ';
  });
  for (const line of prose.split(/\n|(?<=[.!?])\s/)) {
    for (const command of commandsOf(line.replaceAll(/[“”„«»]/g, ' '))) {
      const looksTyped = command.words.slice(1, 8).some((word) => /^-{1,2}\w|\w[./:@]\w|^[~/]/.test(word));
      if (looksTyped || !PROSE_WORDS.has(command.program)) found.push({ command, line });
    }
  }
  return found;
}

function commandsOf(line: string): readonly PossibleCommand[] {
  const bare = line
    .replaceAll(/\$\{?IFS\}?/g, ' ')
    .replaceAll(/\$'|["'\\]/g, (_mark, at: number) =>
      /\s/.test(line[at - 1] ?? ' ') || /\s/.test(line[at + 1] ?? ' ') ? ' ' : '',
    )
    .replaceAll(/\$\{(\w{1,40})\}/g, '$$$1');
  return bare.split(/[|;&()`<>{}\n]+/).flatMap((segment) => {
    const words = segment
      .split(/\s+/)
      .filter((word) => word !== '')
      .slice(0, MAX_WORDS);
    return words.map((word, at) => ({
      program: programOf(word),
      words: withoutGlobals([programOf(word), ...words.slice(at + 1)]),
    }));
  });
}

/** The program without its folders, and a version behind its name (`pip3.11`, `python3`). */
function programOf(word: string): string {
  const name = word
    .slice(word.lastIndexOf('/') + 1)
    .toLowerCase()
    .replace(/[,.:!?]+$/, '');
  return name.replace(/^(pip|python|node|ruby)[\d.]+$/, '$1').replace(/\.exe$/, '');
}

/** Options that stand between a program and its sub-command, with their values where they have some. */
function withoutGlobals(words: readonly string[]): readonly string[] {
  const [program = ''] = words;
  if (!/^(?:git|npm|pnpm|yarn|bun|gh|docker|cargo|uv)$/.test(program)) return words;
  let at = 1;
  while ((words[at] ?? '').startsWith('-'))
    at += /^(?:-[cC]|--prefix|--dir|--filter|-F|-w|--cwd|-R|--git-dir|--work-tree)$/.test(words[at] ?? '') ? 2 : 1;
  return at >= words.length ? words : [program, ...words.slice(at), ...words.slice(1, at)];
}
