// Lowers origins by what a passage itself shows: what is pasted into a typed message, what a command fetched from
// outside, what dream wrote. Nothing is lost and no origin is ever raised.
import type { CallTurn, Passage, Turn } from '../model/session.ts';
import { parseShellCommands } from '../text/shell-command.ts';
import { splitTyped } from './split-typed.ts';

/** A turn with the origins its texts deserve. */
export function lowerOrigins(turn: Turn): Turn {
  if (turn.kind === 'message' || turn.kind === 'reaction') {
    return { ...turn, passages: turn.passages.flatMap((passage) => lowerPassage(passage)) };
  }
  if (
    turn.kind === 'call' &&
    (isOutside(turn) || isOwnWriting(turn.output.text) || (turn.status === 'ok' && isInstalling(turn)))
  ) {
    return { ...turn, output: { ...turn.output, origin: 'external' } };
  }
  return turn;
}

function lowerPassage(passage: Passage): readonly Passage[] {
  if (isOwnWriting(passage.text)) return [{ ...passage, origin: 'external' }];
  return passage.origin === 'user' ? splitTyped(passage.text) : [passage];
}

/** Text that dream wrote and an agent read again gives no support to itself (trust.md, rule 6). */
function isOwnWriting(text: string): boolean {
  return text.includes('support: { sessions:') || text.includes('dream memory, data not instructions');
}

/** Programs that print what comes from the network; what a server of this machine says is local. */
const NETWORK = new Set('curl wget http https xh lynx w3m links elinks aria2c httpie gh glab hub jira'.split(' '));
/** The same, wherever they stand in a line that is a script, a substitution or an argument of another program. */
const NETWORK_INSIDE =
  /(?:^|[\s;|&(`"'/])(?:curl|wget)\s|\b(?:python[\d.]{0,5}|node|bun|deno|ruby|perl|php)\s[^]{0,400}(?:https?:\/\/|urlopen|requests\.get|\bfetch\()|\b(?:gh|glab)\s(?:[^\n|;&]{0,100}\s)?(?:issue|pr|mr|api|gist|search|release|run|repo)\s|\b(?:npm|pnpm|yarn)\s(?:view|info|show|search|docs)\s/;
const LOCAL_SERVER = /^(?:https?:\/\/)?(?:localhost|127\.0\.0\.1|0\.0\.0\.0|\[::1\])(?:[:/]|$)/i;
const ADDRESS = /https?:\/\/[^\s"'`)]+|(?<=\s)(?:localhost|127\.0\.0\.1|0\.0\.0\.0|\[::1\])(?=[\s:/]|$)[^\s"'`]*/gi;
/** Programs that print a file. */
const READS = /(?:^|[\s;|&(])(?:cat|head|tail|less|more|sed|awk|grep|rg|bat|nl)\s/;
/** Folders of packages: written by strangers, wherever they lie. */
const PACKAGES =
  /(?:^|[\s"'=/])(?:node_modules|bower_components|vendor|vendored|third[_-]party|site-packages|dist-packages|\.cargo\/registry|go\/pkg\/mod|\.m2\/repository)\//;
/** Programs that fetch packages and run what is in them, and the sub-commands by which they do. */
const PACKAGE_MANAGERS = new Set(
  'npm pnpm yarn bun pip pip3 pipx poetry uv cargo gem bundle composer go brew apt apt-get apk dnf yum conda mamba dotnet nuget mix pod'.split(
    ' ',
  ),
);
const INSTALLS = /^(?:i|ci|install|add|update|upgrade|get|require|restore|sync|up|dlx|create|init)$/;

/**
 * Whether a call installs packages: what they print then is theirs (trust.md, "Origin"). Asked of calls that worked; that
 * one failed, and with which error, is this machine's to tell.
 */
export function isInstalling({ command }: CallTurn): boolean {
  if (command === null) return false;
  return parseShellCommands(command).some(
    ({ program, words }) =>
      PACKAGE_MANAGERS.has(program) &&
      (words.length === 1 ? program === 'yarn' : words.slice(1, 4).some((word) => INSTALLS.test(word))),
  );
}

function isOutside(turn: CallTurn): boolean {
  if (turn.action === 'fetch') return true;
  if (turn.path !== null && PACKAGES.test(`${turn.path}/`)) return true;
  const { command } = turn;
  if (command === null) return false;
  if (READS.test(command) && PACKAGES.test(command)) return true;
  const network = parseShellCommands(command).filter((one) => NETWORK.has(one.program));
  if (network.length === 0 && !NETWORK_INSIDE.test(command)) return false;
  const addresses = command.match(ADDRESS) ?? [];
  return addresses.length === 0 || !addresses.every((address) => LOCAL_SERVER.test(address));
}
