// Text that repeats what came from outside is from outside, whoever says it next: the agent's summary, the echo of a
// shell, the command taken from a web page (trust.md, "Origin", rule 1). One pass over a session, in order.
import type { CallTurn, Passage, Session, Turn } from '../model/session.ts';
import { adviceStart } from '../text/advice-line.ts';
import { isLooking } from '../text/command-purpose.ts';
import { parseShellCommands } from '../text/shell-command.ts';
import { HeardWords } from './heard-words.ts';
import { isInstalling } from './lower-origins.ts';
import { hashWords, rollGrams, WordGrams } from './word-grams.ts';

/** A command shorter than this occurs everywhere by chance. */
const MIN_COMMAND_WORDS = 2;
const MIN_COMMAND_CHARACTERS = 10;
/** Longer ones are found by the runs of words. */
const MAX_COMMAND_WORDS = 7;
/** Lines of one output that are searched for advice. */
const MAX_ADVICE_LINES = 5_000;

/**
 * The turns with what echoes earlier text of external origin lowered to `external`.
 * @param place where the session worked
 */
export function taintEchoes(turns: readonly Turn[], place: Pick<Session, 'directory' | 'project'>): readonly Turn[] {
  const heard = new Heard(turns, place);
  return turns.map((turn) => {
    if (turn.kind === 'message' || turn.kind === 'reaction') {
      return { ...turn, passages: turn.passages.map((passage) => heard.lower(passage)) };
    }
    if (turn.kind === 'call') {
      const commandOrigin = heard.originOf(turn);
      return { ...turn, commandOrigin, output: heard.lowerOutput(turn) };
    }
    return turn;
  });
}

/** What was heard from outside so far. */
class Heard {
  private readonly grams = new WordGrams();
  /** What people typed before anything from outside said it. */
  private readonly said = new WordGrams();
  /** Every short command of the session, by number of words and hash. */
  private readonly commands = new Map<number, Set<number>>();
  private readonly repeated = new Set<number>();
  private readonly words: HeardWords;

  constructor(turns: readonly Turn[], place: Pick<Session, 'directory' | 'project'>) {
    this.words = new HeardWords(turns, place);
    for (const turn of turns) {
      if (turn.kind !== 'call' || turn.command === null) continue;
      for (const { length, hash } of commandGrams(turn.command)) {
        const known = this.commands.get(length) ?? new Set();
        this.commands.set(length, known.add(hash));
      }
    }
  }

  /** The passage, lowered when it echoes; remembered when it is from outside. */
  lower(passage: Passage): Passage {
    const lowered = this.lowerEcho(passage);
    const speaker = lowered.origin === 'external' ? 'outside' : lowered.origin === 'user' ? 'user' : 'here';
    this.words.hear(passage.text, speaker);
    return lowered;
  }

  /** The output of a call, lowered like a passage; what a tool tells to run is not the agent's own idea either. */
  lowerOutput(turn: CallTurn): Passage {
    const output = this.lowerEcho(turn.output);
    // What another agent tells may be what it read somewhere; what a package prints while it is installed is its own.
    if (output.origin === 'external' || output.origin === 'agent' || isInstalling(turn))
      this.words.hear(output.text, 'outside');
    else if (output.origin === 'observed' && !isReading(turn)) {
      this.words.hearTool(output.text);
      this.noteAdvised(output.text);
    } else if (isSource(turn)) this.words.hear(output.text, 'here');
    else this.words.hearText(output.text);
    return output;
  }

  private lowerEcho(passage: Passage): Passage {
    const isOutside = passage.origin === 'external';
    const isTyped = passage.origin === 'user';
    if (!isOutside && !isTyped && this.grams.isEmpty) return passage;
    const words = hashWords(passage.text);
    if (!isOutside && !this.grams.echoes(words)) {
      // Outside text that repeats a person later takes nothing from the person.
      if (isTyped) this.said.hear(words);
      return passage;
    }
    this.grams.hear(words, this.said);
    this.noteCommands(words);
    return isOutside ? passage : { ...passage, origin: 'external' };
  }

  /** Takes note of commands that a tool's own words tell to run. */
  private noteAdvised(text: string): void {
    if (this.commands.size === 0) return;
    for (const line of text.split('\n', MAX_ADVICE_LINES)) {
      const advice = adviceStart(line);
      if (advice !== null) this.noteCommands(hashWords(line.slice(advice)));
    }
  }

  private noteCommands(words: readonly number[]): void {
    for (const [length, wanted] of this.commands) {
      rollGrams(words, length, (hash) => {
        if (wanted.has(hash)) this.repeated.add(hash ^ length);
        return false;
      });
    }
  }

  originOf(turn: CallTurn): CallTurn['commandOrigin'] {
    const command = turn.command ?? '';
    const isRepeated = commandGrams(command).some(({ length, hash }) => this.repeated.has(hash ^ length));
    if (isRepeated || this.echoes(command) || this.echoes(turn.input) || this.words.isForeign(turn)) return 'external';
    this.words.hearCall(turn);
    return turn.commandOrigin;
  }

  private echoes(text: string): boolean {
    return !this.grams.isEmpty && text !== '' && this.grams.echoes(hashWords(text));
  }
}

/**
 * Files that say how a project is run: manifests, and its instructions to agents and contributors. Lists of files, too, tell
 * what there is. Any other text (a README, a comment, a log of commits) may say what somebody put there.
 */
const SOURCE =
  /(?:^|[\s"'/])(?:package\.json|[Mm]akefile|GNUmakefile|[Jj]ustfile|Taskfile\S{0,10}|Procfile|CLAUDE\.md|AGENTS\.md|GEMINI\.md|CONTRIBUTING\.md|[\w.-]{1,80}\.(?:toml|ya?ml|cfg|ini|gradle|kts|lock))(?=$|[\s"':|;&)])/;
const LISTS = /^\s{0,9}(?:ls|find|fd|tree|git (?:status|diff --stat|ls-files|branch))\b/;

function isSource({ path, command, input }: CallTurn): boolean {
  const what = (path ?? command ?? input).slice(0, 2_000);
  return SOURCE.test(what) || LISTS.test(what);
}

/** Whether a shell call only shows files and states: what it prints is what is there, not advice. */
function isReading(turn: CallTurn): boolean {
  return parseShellCommands(turn.command ?? '').every(({ core, program }) => isLooking(core) || SEARCHERS.has(program));
}

/** Programs that print where something stands. */
const SEARCHERS = new Set(['rg', 'grep', 'egrep', 'fgrep', 'ag', 'ack', 'find', 'fd', 'ls', 'tree']);

/**
 * The command as runs of words to look for: the whole, and each command of the line, as it is and without its options.
 * So neither a chain, an assignment in front nor a flag more makes it the agent's own.
 */
function commandGrams(command: string): readonly { readonly length: number; readonly hash: number }[] {
  const found: { length: number; hash: number }[] = [];
  const texts = new Set([command.trim()]);
  for (const { words } of parseShellCommands(command)) {
    texts.add(words.join(' '));
    texts.add(words.filter((word) => !word.startsWith('-')).join(' '));
  }
  for (const text of texts) {
    const words = hashWords(text);
    if (words.length < 1 || words.length > MAX_COMMAND_WORDS || text.length < MIN_COMMAND_CHARACTERS) continue;
    // one plain word is a word of the language; a script's name has a joint
    if (words.length < MIN_COMMAND_WORDS && !/\w[-.:/_]\w/.test(text)) continue;
    rollGrams(words, words.length, (hash) => {
      found.push({ length: words.length, hash });
      return false;
    });
  }
  return found;
}
