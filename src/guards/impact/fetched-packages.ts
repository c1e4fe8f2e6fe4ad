// Which packages and tools a command would take from a registry.
import type { ReadCommand } from './read-commands.ts';

const INSTALLERS =
  /^(?:npm|pnpm|yarn|bun|pip|pipx|uv|cargo|gem|go|brew|apt|apt-get|dnf|yum|apk|pacman|choco|winget|poetry|conda|mamba|bundle|composer|dotnet|volta|mise|asdf|nix|helm|snap|flatpak|port|zypper|dpkg|rpm|luarocks|cpan|cpanm|opam|stack|cabal|pixi|rustup|krew|mas|scoop|corepack)$/;

/** What an installer is asked to install from elsewhere; nothing for the packages of the project itself. */
export function installedBy(command: ReadCommand): readonly string[] {
  const { program, words } = command;
  const plugin = words.findIndex((word) => word === '--install-extension');
  if (plugin !== -1) return words.slice(plugin + 1, plugin + 2);
  if (!INSTALLERS.test(program)) return [];
  // The verb comes after options only: `npm config get` installs nothing.
  let verb = 1;
  while ((words[verb] ?? '').startsWith('-') && !/^(?:-S|-i|-U|--install)$/.test(words[verb] ?? '')) verb += 1;
  if (/^(?:pip3?|tool|global|-m)$/.test(words[verb] ?? '') || words[verb - 1] === '-m') verb += 1;
  if (!/^(?:i|in|ins|inst|install|add|get|-S|-i|-U|--install|inject|global)$/.test(words[verb] ?? '')) return [];
  // A file is a package of the project's own only to those that install projects.
  if (/^(?:apt|apt-get|dnf|yum|dpkg|rpm|zypper|snap)$/.test(program))
    return words.slice(verb + 1).filter((word) => !word.startsWith('-'));
  const operands: string[] = [];
  for (let at = verb + 1; at < words.length; at += 1) {
    const word = words[at] ?? '';
    if (/^(?:-r|--requirement|-c|-e|--editable)$/.test(word) && !/:\/\//.test(words[at + 1] ?? '')) at += 1;
    else if (/^--(?:git|path|with)$/.test(word)) operands.push(words[at + 1] ?? '');
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
export function fetchedTool(command: ReadCommand): string | null {
  const [program = '', second = ''] = command.words;
  const first = command.words.findIndex((word, at) => at > 0 && !word.startsWith('-'));
  const wanted = command.words.findIndex((word) =>
    program === 'uv' ? /^--(?:with|from)$/.test(word) : /^(?:--package|-p|--with|--from)$/.test(word),
  );
  const given =
    command.words.find((word) => /^--(?:package|with|from)=/.test(word))?.replace(/^--\w+=/, '') ??
    (wanted > 0 && (wanted < first || program === 'uv') && /^(?:npx|uvx|uv|bunx)$/.test(program)
      ? command.words[wanted + 1]
      : undefined);
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
