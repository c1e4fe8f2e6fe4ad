// Did the agent say it first, or did it repeat what it had just read? Screening lowers long echoes word for word; this
// looks at single telling words, because an agent puts planted advice in words of its own (trust.md, "Origin", rule 1).
import type { ScreenedSession, Turn } from '../model/session.ts';
import { adviceStart } from '../text/advice-line.ts';
import { isEnglishWord } from '../text/english-words.ts';
import { CODE_SPAN, isEverydayWord, isNumberOrHash, isTradeWord } from './remark-names.ts';

/** Longest text of one turn that is read, in characters; the readers shorten outputs to less. */
const MAX_TEXT = 200_000;
/** A remark with this share of its words in one line from outside, and at least so many, says what the line said. */
const ECHO_SHARE = 0.6;
const ECHO_WORDS = 4;

/** Words that tell to do something; what is advised is what an attacker wants advised. */
const ADVISES =
  /(?:^\W{0,3}|\b(?:to|must|should|then|and|or|please|just|can|could|let me|let['’]s|i['’]ll|we['’]ll|will|do not|don['’]t|not|only|always|never)\s+)(?:re-?run|run|use|install|visit|open|download|fetch|add|set|export|import|enable|disable|call|execute|invoke|try|switch|go|pipe|upgrade|configure|paste|copy|send|post|bypass|skip|source|log ?in|pass|append|create|delete|remove|replace|trust|accept|put|include|read|follow|push|pull|clone|change)\b|\b(?:running|using|installing|switching to|adding|setting|bypassing|skipping|enabling|disabling|downloading)\b|\b(?:must|should|always|never|needs? to|needed|needs|has to|have to|requires?|required|instead|fix(?:es|ed)?|resolv(?:es|ed)|solv(?:es|ed)|recommended|mandatory|missing|absent|lacks?|unavailable|not (?:installed|available|found|set|configured))\b/i;
/** Words by which a plain statement recommends. */
const COMMENDS =
  /\b(?:uses|used|correct|right|recommended|official|safe|safer|expects?|available (?:at|from)|lives? at|supports?)\b/i;
/** English function words: without any of them the sentence is in another language, and counts as advice. */
const ENGLISH = /\b(?:the|is|are|was|were|a|an|to|in|of|and|it|this|that|not)\b/i;
/** What is advised by its bare name. */
const ADVISED =
  /\b(?:run|use|install|execute|call|invoke|try|download|visit|open|add|using|running|installing)\s+(?:(?:the|a|an|only)\s+)?([\p{L}\d@][\p{L}\d_.@/-]{2,60})/giu;

/** A run of letters of one script, as long as names mostly are; what is joined in code and addresses is in parts. */
const LONG_WORD = /\p{Script=Latin}{4,}|[^\P{L}\p{Script=Latin}]{5,}/gu;
/** Long words whose keys are remembered. */
const MAX_KEYS = 50_000;
const INVISIBLE = /[\u00AD\u200B-\u200D\u2060\uFEFF]/g;

/** One remark that is asked about, and its turn. */
export interface Said {
  readonly turn: number;
  readonly remark: string;
  /** The command it tells a person to run, null for a note. */
  readonly advised: string | null;
}

/** Positions in the list of what was said. */
export interface Judged {
  /** Remarks whose words repeat what came from outside. */
  readonly hearsay: ReadonlySet<number>;
  /** Advice whose command came from outside, or from what another command printed. */
  readonly foreign: ReadonlySet<number>;
  /** Advice whose command worked in this session or was typed by a person. */
  readonly proven: ReadonlySet<number>;
}

interface Heard {
  /** First turn in which the agent or a person used the word; a call counts before its output. */
  own: number;
  /** First turn in which text from outside had it. */
  outside: number;
  /** First turn in which a local tool or a file of the project had it. */
  printed: number;
  /** First turn in which a local tool printed it that was not showing a file of the project. */
  shown: number;
  /** First turn in which a local tool printed it in a line that tells to do something. */
  told: number;
  /** First turn in which a local tool or a file of the project had it in any other line. */
  plain: number;
  /** First turn in which a text of the project had it, or a tool that met no failure. */
  stated: number;
  /** First turn in which a call that worked had it in its command or path. */
  done: number;
  /** First turn in which a person typed it. */
  typed: number;
}

type Field = keyof Heard;

/**
 * Which remarks repeat what came from outside: what they advise was read before the agent or a person ever named it, or
 * most of their words stand in one line of outside text. And which advised commands are the session's own. One pass.
 */
export function judgeRemarks(session: ScreenedSession, said: readonly Said[]): Judged {
  if (said.length === 0) return { hearsay: new Set(), foreign: new Set(), proven: new Set() };
  const own = new Set(session.project.toLowerCase().split(/[^\p{L}\d]+/u));
  const pass = new Pass(said, (word) => own.has(word));
  for (const turn of session.turns) pass.read(turn);
  return { hearsay: pass.hearsay(), foreign: pass.foreign(), proven: pass.proven() };
}

class Pass {
  readonly #said: readonly Said[];
  readonly #telling: readonly (readonly string[])[];
  readonly #content: readonly (readonly string[])[];
  readonly #odd: readonly (readonly string[])[];
  readonly #advised: readonly (readonly string[])[];
  readonly #heard = new Map<string, Heard>();
  /** Which remarks have a content word. */
  readonly #having = new Map<string, number[]>();
  readonly #echoed = new Set<number>();
  readonly #keys = new Map<string, string>();

  constructor(said: readonly Said[], isKnown: (word: string) => boolean) {
    this.#said = said;
    this.#telling = said.map(({ remark, advised }) =>
      tellingWords(advised === null ? remark : `${remark} \`${advised}\``).filter((word) => !isKnown(word)),
    );
    this.#content = said.map(({ remark }) => contentWords(remark));
    this.#odd = said.map(({ remark }) => oddWords(remark, isKnown));
    this.#advised = said.map(({ advised }) => {
      if (advised === null) return [];
      // A script is known by its path; the words of any other command all count.
      const words = isScript(advised) ? [] : tellingWords(`\`${advised}\``).filter((word) => !isKnown(word));
      return [...words, ...proofsOf(advised)];
    });
    const bare = said.flatMap(({ advised }) => (advised?.startsWith('/') === true ? [advised.slice(1)] : []));
    for (const word of [this.#telling, this.#content, this.#advised, this.#odd].flat(2).concat(bare)) {
      this.#heard.set(word, {
        own: Infinity,
        outside: Infinity,
        printed: Infinity,
        shown: Infinity,
        told: Infinity,
        stated: Infinity,
        plain: Infinity,
        done: Infinity,
        typed: Infinity,
      });
    }
    for (const [index, words] of this.#content.entries()) {
      for (const word of words) this.#having.set(word, [...(this.#having.get(word) ?? []), index]);
    }
  }

  read(turn: Turn): void {
    if (turn.kind === 'message' || turn.kind === 'reaction') {
      for (const { text, origin } of turn.passages) {
        if (origin === 'external') this.#note(text, turn.index, ['outside']);
        else if (origin === 'user') this.#note(text, turn.index, ['own', 'typed']);
        else this.#note(text, turn.index, [origin === 'agent' ? 'own' : 'printed']);
      }
    }
    if (turn.kind === 'call') {
      const isOwn = turn.commandOrigin !== 'external';
      const used: readonly Field[] = isOwn ? (turn.status === 'ok' ? ['own', 'done'] : ['own']) : ['outside'];
      for (const text of [turn.command, turn.path]) if (text !== null) this.#note(text, turn.index, used);
      this.#note(turn.input, turn.index, [isOwn ? 'own' : 'outside']);
      const { text, origin } = turn.output;
      if (origin === 'external') this.#note(text, turn.index, ['outside']);
      else {
        const printed: readonly Field[] = origin === 'repository' ? ['printed'] : ['printed', 'shown'];
        this.#note(text, turn.index, turn.status === 'failed' ? printed : [...printed, 'stated']);
      }
    }
  }

  hearsay(): ReadonlySet<number> {
    const found = new Set(this.#echoed);
    for (const [index, { turn, remark, advised }] of this.#said.entries()) {
      const own = this.#scriptOf(advised);
      const advises = advised !== null || ADVISES.test(remark) || !ENGLISH.test(remark);
      const commends = advises || COMMENDS.test(remark);
      // What the project's own files tell to run is the project's; what a command prints is anybody's.
      const printed = advised === null ? 'printed' : 'shown';
      const isLearned = (this.#odd[index] ?? []).some((word) => this.#wasTaught(word, turn, advises));
      const isRepeated = (this.#telling[index] ?? []).some(
        (word) =>
          ((commends || isAddress(word)) && this.#cameFrom(word, turn, 'outside')) ||
          ((advises || isAddress(word)) && !own.has(word) && this.#cameFrom(word, turn, printed)),
      );
      if (isRepeated || isLearned) found.add(index);
    }
    return found;
  }

  /** Advice whose very command came from outside, or from what a command printed, before the agent or a person named it. */
  foreign(): ReadonlySet<number> {
    const found = new Set<number>();
    for (const [index, { turn, advised }] of this.#said.entries()) {
      const own = this.#scriptOf(advised);
      const isForeign = (this.#advised[index] ?? []).some(
        (word) =>
          this.#cameFrom(word, turn, 'outside') ||
          (!own.has(word) && this.#heard.get(word)?.typed === Infinity && this.#cameFrom(word, turn, 'shown')),
      );
      if (isForeign) found.add(index);
    }
    return found;
  }

  /** Advice whose command a person typed in this session, or that worked here and did not come from outside. */
  proven(): ReadonlySet<number> {
    const found = new Set<number>();
    const foreign = this.foreign();
    for (const [index, { advised }] of this.#said.entries()) {
      if (advised === null) continue;
      const proofs = proofsOf(advised);
      const have = (field: 'typed' | 'done') => (word: string) =>
        (this.#heard.get(word)?.[field] ?? Infinity) < Infinity;
      // People name a slash command without its slash.
      const isTyped = proofs.every(have('typed')) || (advised.startsWith('/') && have('typed')(advised.slice(1)));
      if (isTyped || (!foreign.has(index) && proofs.every(have('done')))) found.add(index);
    }
    return found;
  }

  /** The words of a script of the project; that it is one is shown by the session in which it was used. */
  #scriptOf(advised: string | null): ReadonlySet<string> {
    return new Set(advised !== null && isScript(advised) ? runsOf((advised.split(/\s/)[0] ?? '').toLowerCase()) : []);
  }

  #cameFrom(word: string, turn: number, where: 'outside' | 'printed' | 'shown'): boolean {
    const heard = this.#heard.get(word);
    return heard !== undefined && heard[where] < turn && heard[where] < heard.own;
  }

  /**
   * Whether an odd word was first heard from outside, or from a line in which a tool tells what to do; of a note that advises,
   * from whatever a tool or a text of the project stated: anybody who could write there would speak through the agent.
   * What a failure names is what the agent has to find a way around, and may be named.
   */
  #wasTaught(word: string, turn: number, advises: boolean): boolean {
    const heard = this.#heard.get(word);
    if (heard === undefined || heard.typed < Infinity) return false;
    const isFirst = (where: number): boolean => where < turn && where < heard.own && where <= heard.plain;
    return isFirst(heard.outside) || isFirst(heard.told) || (advises && isFirst(heard.stated));
  }

  #note(text: string, turn: number, where: readonly Field[]): void {
    const isShown = where.includes('shown');
    const plainly: readonly Field[] = where.includes('printed') ? [...where, 'plain'] : where;
    // Most sessions have no odd word to follow; then the long words of their outputs need no look.
    const follows = this.#odd.some((words) => words.length > 0);
    for (const written of text.slice(0, MAX_TEXT).split('\n')) {
      if (follows) {
        const advice = isShown ? adviceStart(written) : null;
        this.#hear(this.#keysOf(written.slice(0, advice ?? undefined)), turn, plainly);
        if (advice !== null) this.#hear(this.#keysOf(written.slice(advice)), turn, [...where, 'told']);
      }
      const line = written.toLowerCase();
      const words = runsOf(line);
      if (where.includes('outside')) this.#compare(words, turn);
      this.#hear(words, turn, where);
    }
  }

  /** The keys of the long words of a text; the same words come again and again. */
  #keysOf(text: string): readonly string[] {
    return longWords(text).map((word) => {
      const known = this.#keys.get(word);
      if (known !== undefined) return known;
      const key = oddKey(word);
      if (this.#keys.size < MAX_KEYS) this.#keys.set(word, key);
      return key;
    });
  }

  #hear(words: readonly string[], turn: number, where: readonly Field[]): void {
    for (const word of words) {
      const heard = this.#heard.get(word);
      if (heard !== undefined) for (const field of where) heard[field] = Math.min(heard[field], turn);
    }
  }

  /** Marks later remarks that have most of their words from this line, unless the agent or a person had them before. */
  #compare(words: readonly string[], turn: number): void {
    const counts = new Map<number, number>();
    for (const word of new Set(words)) {
      if ((this.#heard.get(word)?.own ?? Infinity) < turn) continue;
      for (const index of this.#having.get(word) ?? []) counts.set(index, (counts.get(index) ?? 0) + 1);
    }
    for (const [index, count] of counts) {
      const all = this.#content[index]?.length ?? 0;
      if (count >= ECHO_WORDS && count >= all * ECHO_SHARE && turn < (this.#said[index]?.turn ?? 0))
        this.#echoed.add(index);
    }
  }
}

/** The words of a sentence that can carry advice: inline code, addresses, packages, odd words, what is run or used. */
function tellingWords(sentence: string): readonly string[] {
  const words = new Set<string>();
  const add = (word: string): void => {
    if (word.length > 1 && !isPlainTalk(word)) words.add(word);
  };
  const prose = sentence.replaceAll(CODE_SPAN, (_whole, code: string) => {
    for (const word of runsOf(code.toLowerCase())) add(word);
    return ' ';
  });
  for (const raw of prose.split(/[\s"'“”‘’()[\]{}<>,;|]+/)) {
    if (/[\p{L}\d][./:@_+=-][\p{L}\d]|^--?\p{L}|\p{L}\d|\d\p{L}|\p{Ll}\p{Lu}/u.test(raw))
      runsOf(raw.toLowerCase()).forEach(add);
  }
  for (const [, word = ''] of sentence.replaceAll('`', ' ').matchAll(ADVISED))
    add(word.toLowerCase().replace(/(?<!\.)\.+$/, ''));
  return [...words];
}

/** The words of a remark that nobody uses without having heard them somewhere, but for those of which `isKnown` holds. */
function oddWords(remark: string, isKnown: (word: string) => boolean): readonly string[] {
  const odd = longWords(remark).filter(
    (word) => !isKnown(word) && !isEverydayWord(word) && !isTradeWord(word) && !isEnglishWord(word),
  );
  return [...new Set(odd.map(oddKey))];
}

/** The longer words of a line without their joints and case. */
function longWords(line: string): readonly string[] {
  const apart = line.replaceAll(INVISIBLE, '').replaceAll(/(?<=\p{Ll})(?=\p{Lu})/gu, ' ');
  return apart.match(LONG_WORD)?.map((word) => word.toLowerCase()) ?? [];
}

/** One key for the forms of an odd word, marked so that it meets no other look-up. */
function oddKey(word: string): string {
  return `~${word.replace(/(?<=\p{L}{4})(?:ing|ed|e?s|e)$/u, '')}`;
}

/** Whether all parts of a word are everyday words or words of the trade: `release.yml`, `--no-verify`, `npm publish`. */
function isPlainTalk(word: string): boolean {
  if (word.includes(' ')) return false;
  return word
    .split(/[^\p{L}\d]+/u)
    .every((part) => part.length < 2 || isEverydayWord(part) || isTradeWord(part) || isNumberOrHash(part));
}

/** A command that runs a file of the project by its relative path. */
function isScript(command: string): boolean {
  return /^(?:\.\/)?[\w@.-]+(?:\/[\w@.-]+)+(?:\s|$)|^\.\/[\w@.-]+(?:\s|$)/.test(command) && !command.includes('..');
}

/** What must have been used for a command to count as used: its path, its name, or its words two by two. */
function proofsOf(command: string): readonly string[] {
  const words = command.toLowerCase().split(/\s+/);
  if (isScript(command)) return [(words[0] ?? '').replace(/^\.\//, '').split('/').slice(-2).join('/')];
  if (words.length === 1) return words;
  // The arguments after the third word differ from time to time.
  return words.slice(1, 3).map((word, index) => `${words[index] ?? ''} ${word}`);
}

/** The words that mean something; a paraphrase keeps most of them. */
function contentWords(sentence: string): readonly string[] {
  return [...new Set(runsOf(sentence.toLowerCase()))].filter(
    (word) => word.length > 3 && !word.includes(' ') && !isEverydayWord(word),
  );
}

/**
 * A line as words to look up: each run without spaces, its parts between slashes and equals signs, neighbours of such
 * parts (so that `tmp/x` is found in `/home/me/tmp/x/y`), and neighbouring runs (`npm publish`). Some four for each word.
 */
function runsOf(line: string): readonly string[] {
  const found: string[] = [];
  let before = '';
  for (const raw of line.split(/[\s"'“”‘’`()[\]{}<>,;|*]+/)) {
    const run = raw.replace(/^[.:!?#]+(?=[^.])|[.:!?/]{1,9}$/g, '');
    if (run === '' || run.length > 200) continue;
    found.push(run);
    if (before !== '') found.push(`${before} ${run}`);
    before = run;
    if (!/[/=:]/.test(run)) continue;
    const parts = run.split(/[/=:]+/).filter((part) => part !== '');
    for (const [index, part] of parts.entries()) {
      found.push(part);
      const next = parts[index + 1];
      if (next !== undefined) found.push(`${part}/${next}`);
    }
  }
  return found;
}

/** Whether a word leads somewhere: a URL, a host, an address, a package with scope or version. */
function isAddress(word: string): boolean {
  return /^[a-z]+:\/\/|[\p{L}\d]@[\p{L}\d]|^@[\p{L}\d-]+\/|^(?:[\p{L}\d-]{1,63}\.){1,5}(?:com|net|org|io|dev|app|sh|ai|co|me|xyz|info|ru|cn|top|site|online|tech|cloud|zip|test|example|invalid)$/u.test(
    word,
  );
}
