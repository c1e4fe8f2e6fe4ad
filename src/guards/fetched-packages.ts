// Which packages and tools a command would take from a registry.
import type { PossibleCommand } from './possible-commands.ts';

const INSTALLERS =
  /^(?:npm|pnpm|yarn|bun|pip|pipx|uv|cargo|gem|go|brew|apt|apt-get|dnf|yum|apk|pacman|choco|winget|poetry|conda|mamba|bundle|composer|dotnet|volta|mise|asdf|nix|helm)$/;

/** What an installer is asked to install from elsewhere; nothing for the packages of the project itself. */
export function installedBy(command: PossibleCommand): readonly string[] {
  if (!INSTALLERS.test(command.program)) return [];
  const verb = command.words.findIndex(
    (word, index) => index > 0 && index < 4 && /^(?:i|install|add|get|-S)$/.test(word),
  );
  if (verb === -1) return [];
  const operands: string[] = [];
  for (let at = verb + 1; at < command.words.length; at += 1) {
    const word = command.words[at] ?? '';
    if (/^(?:-r|--requirement|-c|-e|--editable)$/.test(word) && !/:\/\//.test(command.words[at + 1] ?? '')) at += 1;
    else if (
      !word.startsWith('-') &&
      !/^[./]|^(?:after|before|again|and|first|for|from|if|in|instead|it|not|or|then|to|when|with|…)\b/i.test(word)
    )
      operands.push(word);
    else if (!word.startsWith('-')) break;
  }
  return operands;
}

/** The tool that a runner such as npx would fetch by name, null when the command is no runner. */
export function fetchedTool(command: PossibleCommand): string | null {
  const [program = '', second = ''] = command.words;
  const given = command.words.find((word) => word.startsWith('--package='))?.slice(10);
  const rest = /^(?:npx|bunx|pnpx|uvx)$/.test(program)
    ? command.words.slice(1)
    : (/^(?:npm|pnpm|yarn|bun|pipx)$/.test(program) && /^(?:dlx|x|create|init)$/.test(second)) ||
        (/^(?:npm|pipx)$/.test(program) && /^(?:exec|run)$/.test(second) && !(program === 'npm' && second === 'run'))
      ? command.words.slice(2)
      : program === 'uv' && second === 'tool'
        ? command.words.slice(3)
        : program === 'go' && second === 'run' && /@/.test(command.words[2] ?? '')
          ? command.words.slice(2)
          : [];
  return given ?? rest.find((word) => !word.startsWith('-')) ?? null;
}
