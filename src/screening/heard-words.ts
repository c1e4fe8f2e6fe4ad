// Who said a word of a command first? An agent that obeys a web page rarely types the page's whole command: it changes an
// option, adds a file, or is told only the name. So single telling words are followed as well (trust.md, "Origin", rule 1).
import type { CallTurn, Session, Turn } from '../model/session.ts';
import { adviceStart } from '../text/advice-line.ts';
import { isEnglishWord } from '../text/english-words.ts';
import { isKnownProgram, parseShellCommands } from '../text/shell-command.ts';

/**
 * Who said it: a person; a page or a stranger; what a tool of this machine printed, or a text of the project; or the agent
 * itself and the files by which the project is run. What the agent only knows from a tool or a text is not its own finding:
 * whoever writes into a README or a test's name would speak through it.
 */
export type Speaker = 'user' | 'outside' | 'text' | 'here';

/** Longest text of one turn that is read, and longest command and word that are looked at, in characters. */
const MAX_TEXT = 200_000;
const MAX_COMMAND = 4_000;
const MAX_WORD = 120;
/** Most words of one command, and of one session. */
const MAX_WORDS = 60;
const MAX_WANTED = 50_000;
/** A part of a name with fewer letters is in everything. */
const MIN_PART = 4;
/** Shorter parts of options are abbreviations. */
const MIN_ODD_OPTION = 5;

/** Words that stand in the names of files, scripts and folders everywhere. */
const COMMON = new Set(
  (
    'main index packages package apps application source sources server client backend frontend common shared core utils util helpers helper components ' +
    'component models model types type config configs settings scripts script tools tool docs documentation readme changelog examples example sample ' +
    'public private internal assets static styles style json yaml toml html java swift python node project module modules service services feature ' +
    'features page pages view views route routes controller controllers handler handlers data file files name list item items user users default ' +
    'local origin upstream master develop head branch commit push pull merge status diff staged cached clean watch start stop serve preview install ' +
    'build builds compile generate verify validate check checks test tests unit integration release version all quiet verbose silent help output ' +
    'lint linter eslint oxlint stylelint prettier biome ruff black mypy pyright flake8 clippy gofmt rustfmt format formatter typecheck types coverage ' +
    'bench benchmark pytest vitest jest mocha rspec phpunit playwright cypress storybook webpack vite turbo migrate migrations seed deploy publish ' +
    'sync other open close load save init setup reset clear fetch sort copy move ' +
    'sync other open close load save init setup reset clear fetch sort copy move ' +
    'input json filter silent dry force yes recursive message title body limit short color fail'
  ).split(' '),
);

/** The file that a line of a search names: alone, or in front of the number of its line and what stands there. */
const FOUND = /^(?:\.{0,2}\/)?[\w@.-]{1,100}(?:\/[\w@.-]{1,100}){0,20}(?:$|:\d{1,7}(?=:))/;
/** Ends of words and what stands around them in prose, code and tables. */
const BREAKS = /[\s"'`“”‘’«»()[\]{}<>,;|*\\]+/;
const INVISIBLE = /[\u00AD\u200B-\u200D\u2060\uFEFF]/g;
const HEX_OR_NUMBER = /^(?:[\d.,:/x-]+|(?=[a-f]*\d)[0-9a-f]{6,64})$/;
/** Every second tool names its own options; which of them are used is still the agent's choice. */
const OPTION = /(?<=\s)-{1,2}[a-z][\w-]{0,60}/gi;

/** Follows the telling words of a session's commands: which were heard from outside before anybody here used them. */
export class HeardWords {
  readonly #first = new Map<string, Speaker | null>();
  readonly #directory: string | null;

  /** @param place where the session worked; the words of the project's own name are nobody's advice */
  constructor(turns: readonly Turn[], place: Pick<Session, 'directory' | 'project'>) {
    const { directory, project } = place;
    this.#directory = directory;
    const own = new Set(project.toLowerCase().split(/[^\p{L}\p{N}]+/u)).add(project.toLowerCase());
    const plain = new Map<string, boolean>();
    for (const turn of turns) {
      if (turn.kind !== 'call') continue;
      for (const word of this.#wordsOf(turn)) {
        const isPlain = plain.get(word) ?? (own.has(word) || isCommon(word));
        plain.set(word, isPlain);
        if (!isPlain && this.#first.size < MAX_WANTED) this.#first.set(word, null);
      }
    }
  }

  /** Takes note of the words of a text. What a person names is theirs, whoever named it before. */
  hear(text: string, speaker: Speaker): void {
    if (this.#first.size === 0) return;
    for (const line of text.slice(0, MAX_TEXT).replaceAll(INVISIBLE, '').split('\n')) this.#note(line, speaker);
  }

  /** Takes note of what a tool of this machine printed: what it tells to run is no finding of the agent's own. */
  hearTool(text: string): void {
    if (this.#first.size === 0) return;
    for (const line of text.slice(0, MAX_TEXT).replaceAll(INVISIBLE, '').split('\n')) {
      const advice = adviceStart(line);
      if (advice === null) this.#note(line, 'text');
      else {
        this.#note(line.slice(0, advice), 'text');
        this.#note(
          line.slice(advice).replaceAll(OPTION, (option) => (isOddOption(option) ? option : ' ')),
          'outside',
        );
      }
    }
  }

  /** Takes note of what a file of the project or a search in it showed: names of files that were found are the project's. */
  hearText(text: string): void {
    if (this.#first.size === 0) return;
    for (const line of text.slice(0, MAX_TEXT).replaceAll(INVISIBLE, '').split('\n')) {
      const place = FOUND.exec(line)?.[0] ?? '';
      this.#note(place, 'here');
      this.#note(line.slice(place.length), 'text');
    }
  }

  /** Whether a call uses a word that it knows from elsewhere. Asked before the call itself is heard. */
  isForeign(call: CallTurn): boolean {
    return this.#wordsOf(call).some((word) => {
      const first = this.#first.get(word);
      return first === 'outside' || first === 'text';
    });
  }

  /** Takes note of a call that is the agent's own. */
  hearCall(call: CallTurn): void {
    for (const word of this.#wordsOf(call)) if (this.#first.get(word) === null) this.#first.set(word, 'here');
  }

  #note(line: string, speaker: Speaker): void {
    for (const raw of line.toLowerCase().split(BREAKS)) {
      if (raw === '' || raw.length > 4 * MAX_WORD) continue;
      this.#say(raw, speaker);
      const bare = bareWord(raw);
      if (bare !== raw) this.#say(bare, speaker);
      if (!/[^\p{L}\p{N}]/u.test(bare)) continue;
      for (const side of bare.split(/[=:]/)) if (side !== bare) this.#say(bareWord(side), speaker);
      for (const part of bare.split(/[^\p{L}\p{N}]+/u)) this.#say(part, speaker);
    }
  }

  #say(word: string, speaker: Speaker): void {
    const first = this.#first.get(word);
    if (first === undefined || (first !== null && speaker !== 'user')) return;
    this.#first.set(word, speaker);
  }

  /** The words of a call that could tell where it comes from: as they are, and in parts. */
  #wordsOf(call: CallTurn): readonly string[] {
    const found = new Set<string>();
    if (call.path !== null) this.#addOperand(call.path, found);
    if (call.action === 'search') {
      // Names of arguments, as in `pattern: x, path: y`, are the tool's.
      const words = call.input.slice(0, 400).split(/[\s,]+/);
      for (const word of words) if (!word.endsWith(':')) this.#addOperand(word, found);
    }
    if (call.command !== null) {
      for (const { words, called } of parseShellCommands(call.command.slice(0, MAX_COMMAND))) {
        const program = bareWord(this.#local(called).toLowerCase());
        // Options of well-known programs are in everybody's head; what they are given is not.
        const isKnown = isKnownProgram(program);
        if (!isKnown && program.length > 1 && program.length <= MAX_WORD) {
          found.add(program);
          this.#addOperand(program, found);
        }
        for (const word of words.slice(1, MAX_WORDS)) this.#addOperand(word, found, !isKnown);
      }
    }
    return [...found];
  }

  #addOperand(raw: string, found: Set<string>, withOptions = true): void {
    // A text in quotation marks is what the agent has to say, not what it runs.
    if (/\s|…/.test(raw) || raw.length > 4 * MAX_WORD) return;
    const word = this.#local(raw).toLowerCase();
    const option = /^--[a-z][\w-]{1,60}/.exec(word)?.[0];
    if (option !== undefined) {
      if (withOptions || isOddOption(option)) found.add(option);
    } else if (word.startsWith('-')) return;
    const value = option === undefined ? word : word.slice(option.length + 1);
    const bare = bareWord(value);
    if (bare === '' || HEX_OR_NUMBER.test(bare) || isKnownProgram(bare)) return;
    if (/[^\p{L}\p{N}]/u.test(bare) && bare.length <= MAX_WORD) found.add(bare);
    // Of a path, the folders say little: half of a project's words are among them.
    for (const part of bare.slice(bare.lastIndexOf('/') + 1).split(/[^\p{L}\p{N}]+/u)) {
      if (part.length >= MIN_PART && part.length <= MAX_WORD && !HEX_OR_NUMBER.test(part)) found.add(part);
    }
  }

  #local(word: string): string {
    const directory = this.#directory;
    return directory !== null && directory.length > 1 && word.startsWith(`${directory}/`)
      ? word.slice(directory.length + 1)
      : word;
  }
}

/** Whether an option is a name that somebody made up: such a one is in nobody's head. */
function isOddOption(option: string): boolean {
  return option
    .toLowerCase()
    .split(/[^\p{L}]+/u)
    .some((part) => part.length >= MIN_ODD_OPTION && !isEnglishWord(part));
}

/** A word without what stands around it in a sentence or in front of a path. */
function bareWord(raw: string): string {
  return raw.replace(/^(?:\.{0,2}\/)+|^[.:!?#$~→▶>]{1,9}(?=[^.])/, '').replace(/[.:!?/]{1,9}$/, '');
}

/** Whether a word says nothing about where it comes from, because everybody uses it. */
function isCommon(word: string): boolean {
  if (word.startsWith('--')) return false;
  if (/[^\p{L}\p{N}]/u.test(word)) return false;
  return COMMON.has(word) || isKnownProgram(word);
}
