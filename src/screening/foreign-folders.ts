// Which files of a session are strangers' own: what it cloned, unpacked or downloaded. Reading them is reading the web,
// wherever they lie. One pass over a session, in order; the project's own clone is not foreign.
import type { CallTurn, Session } from '../model/session.ts';
import { parseShellCommands, type ShellCommand } from '../text/shell-command.ts';

/** Most folders and files that are followed, and the shortest name that says enough. */
const MAX_FOLLOWED = 200;
const MIN_NAME = 3;
const MAX_COMMAND = 8_000;
/** What brings files from elsewhere. */
const BRINGS = /\b(?:clone|curl|wget|degit|unzip|tar|aria2c|subtree|submodule|fetch|download)\b/;
/** Options whose value is where the download or archive goes. */
const INTO = new Set([
  '-o',
  '--output',
  '-O',
  '--output-document',
  '-C',
  '--directory',
  '-d',
  '-P',
  '--directory-prefix',
]);

/** Follows what a session brought from elsewhere. */
export class ForeignFolders {
  readonly #names = new Set<string>();
  readonly #own: ReadonlySet<string>;

  /** @param place where the session worked: folders of that name are the project itself */
  constructor({ directory, project }: Pick<Session, 'directory' | 'project'>) {
    this.#own = new Set([...(directory ?? '').toLowerCase().split('/'), ...project.toLowerCase().split('/')]);
  }

  /** Whether a call reads or runs what was brought from elsewhere; asked before the call itself is noted. */
  has(call: CallTurn): boolean {
    if (this.#names.size === 0) return false;
    return [
      call.path,
      call.command?.slice(0, MAX_COMMAND),
      call.action === 'search' ? call.input.slice(0, MAX_COMMAND) : null,
    ]
      .filter((text) => text !== null && text !== undefined)
      .some((text) =>
        text
          .toLowerCase()
          .split(/[\s"'`/;&|()<>=,:]+/)
          .some((part) => this.#names.has(part)),
      );
  }

  /** Takes note of what a call brings. */
  note({ command }: CallTurn): void {
    if (command === null || !BRINGS.test(command)) return;
    for (const one of parseShellCommands(command.slice(0, MAX_COMMAND))) {
      for (const target of targetsOf(one)) this.#follow(target);
    }
  }

  #follow(target: string): void {
    const name =
      target
        .replace(/(?<!\/)\/+$/, '')
        .split('/')
        .at(-1)
        ?.toLowerCase() ?? '';
    if (name.length < MIN_NAME || /^\.{1,2}$/.test(name) || this.#own.has(name)) return;
    if (this.#names.size < MAX_FOLLOWED) this.#names.add(name);
  }
}

/** The folders and files that a command makes out of what it got from elsewhere. */
function targetsOf({ program, words }: ShellCommand): readonly string[] {
  const rest = words.slice(1);
  const operands = rest.filter((word) => !word.startsWith('-'));
  if (program === 'git' || program === 'gh') {
    const at = operands.indexOf('clone');
    return at === -1 ? [] : cloned(operands.slice(at + 1));
  }
  if (program === 'degit') return cloned(operands);
  if (!['curl', 'wget', 'tar', 'unzip', 'aria2c'].includes(program)) return [];
  const into = rest.flatMap((word, index) => (INTO.has(word) ? (rest[index + 1] ?? []) : []));
  // `-O` and bare `wget` keep the name that the address ends with.
  const named =
    program === 'curl' || program === 'wget' ? operands.filter((word) => /^https?:\/\/[^/]+\/./.test(word)) : [];
  return [...into, ...named.map((address) => address.replace(/[?#][^]*$/, ''))];
}

/** What `clone` makes: the folder it was told, and the one named after the address (its last part without `.git`). */
function cloned(operands: readonly string[]): readonly string[] {
  const address = operands.find((word) => /[:/]/.test(word));
  if (address === undefined) return [];
  const folder = operands[operands.indexOf(address) + 1];
  return [folder ?? address.replace(/\.git$/, '').replaceAll(':', '/')];
}
