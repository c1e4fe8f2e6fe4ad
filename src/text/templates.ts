// Which lines say the same thing with other values: the template behind printed messages, without knowing the program
// that printed them. After Drain (He et al., ICWS 2017): mask first, then group by length and constant words. Unlike
// Drain it does not read lines one after the other, because what is found must not depend on the order of logs: a
// word is a variable when lines alike in all other places differ in that one place, counted over all lines at once.

/** Stands for a variable part of a template. */
const VARIABLE = '<*>';
/** Longest part of a line that is looked at, in characters, and most tokens of it. */
const MAX_LINE = 2_000;
const MAX_TOKENS = 120;
/** Most distinct lines that are compared with each other; further ones are only masked. */
const MAX_DISTINCT = 10_000;
/** How often places are compared: each round lets lines with one more variable place meet. */
const ROUNDS = 3;
/** Plain words in one place before that place is a variable: `started`, `paused`, `resumed` are three messages, six names are names. */
const PLAIN_VALUES = 6;
/** The same for words that look like names (`a_b`, `a.b`, `aB`), or stand where names stand. */
const NAME_VALUES = 2;
/** The same for a plain word between prepositions (`for root from`). */
const PREPOSITION_VALUES = 3;
/** The same for a name that opens the line, where it most often is what the line is about. */
const FIRST_VALUES = 4;

interface Token {
  readonly text: string;
  /** True when no space stands before it. */
  readonly glued: boolean;
}

/**
 * Groups lines that come from the same message.
 * @param lines messages without time and level, in any order
 * @returns for each line the number of its group, counted from 0 in order of appearance; which lines share a group
 *   depends on the set of lines only
 */
export function clusterLines(lines: readonly string[]): readonly number[] {
  const groups = new Map<string, number>();
  return findTemplates(lines).map((template) => {
    const group = groups.get(template) ?? groups.size;
    groups.set(template, group);
    return group;
  });
}

/**
 * The template of each line: its constant words, with `<*>` where other lines of the same message differ or where the
 * text is a value by its looks (number, path, address, date). Lines of one message have equal templates.
 */
export function findTemplates(lines: readonly string[]): readonly string[] {
  const tokensOf = new Map<string, readonly Token[]>();
  const keys = lines.map((line) => {
    const tokens = tokenize(line.slice(0, MAX_LINE));
    const key = joinTokens(tokens);
    // Spacing may differ between lines of one key; the least one stands for all, whatever came first.
    const known = tokensOf.get(key);
    if (known === undefined || spacingOf(tokens) < spacingOf(known)) tokensOf.set(key, tokens);
    return key;
  });
  const compared = [...tokensOf.keys()].sort().slice(0, MAX_DISTINCT);
  const current = new Map(compared.map((key) => [key, tokensOf.get(key) ?? []]));
  for (let round = 0; round < ROUNDS; round += 1) if (!openPlaces(current)) break;
  joinIntoWider(current);
  return keys.map((key) => joinTokens(current.get(key) ?? tokensOf.get(key) ?? []));
}

/** Makes every place a variable where enough lines differ in nothing else. Returns whether anything changed. */
function openPlaces(current: Map<string, readonly Token[]>): boolean {
  const distinct = new Map<string, readonly Token[]>();
  for (const tokens of current.values()) distinct.set(joinTokens(tokens), tokens);
  const places = new Map<string, Place>();
  for (const tokens of distinct.values()) {
    const rest = hashRest(tokens);
    tokens.forEach(({ text }, at) => {
      if (isMark(text)) return;
      const key = rest(at);
      const place = places.get(key) ?? { values: new Set<string>(), names: 0 };
      places.set(key, place);
      if (place.values.size >= PLAIN_VALUES || place.values.has(text)) return;
      place.values.add(text);
      if (text === VARIABLE || isNameLike(text)) place.names += 1;
    });
  }
  const opened = new Map<string, readonly Token[]>();
  for (const [key, tokens] of distinct) {
    const rest = hashRest(tokens);
    const constants = tokens.filter(({ text }) => text !== VARIABLE && !isMark(text)).length;
    const next = tokens.map((token, at) =>
      isVariablePlace(tokens, at, constants, places.get(rest(at))) ? { ...token, text: VARIABLE } : token,
    );
    if (next.some((token, at) => token !== tokens[at])) opened.set(key, collapse(next));
  }
  for (const [key, tokens] of current) {
    const next = opened.get(joinTokens(tokens));
    if (next !== undefined) current.set(key, next);
  }
  return opened.size > 0;
}

interface Place {
  /** Words seen in this place, at most PLAIN_VALUES. */
  readonly values: Set<string>;
  /** How many of them are variables or look like names. */
  names: number;
}

function isVariablePlace(tokens: readonly Token[], at: number, constants: number, place: Place | undefined): boolean {
  const text = tokens[at]?.text ?? '';
  if (place === undefined || text === VARIABLE || isMark(text)) return false;
  // Something must be left that says what the message is.
  if (constants < 2 || (at === 0 && constants < 3 && !isNameLike(text))) return false;
  const { size } = place.values;
  if (size >= PLAIN_VALUES) return true;
  if (at === 0) return isNameLike(text) && place.names >= 2 && size >= FIRST_VALUES;
  if (standsForName(tokens, at)) return size >= NAME_VALUES;
  if (standsBetweenPrepositions(tokens, at)) return size >= PREPOSITION_VALUES;
  return isNameLike(text) && place.names >= NAME_VALUES;
}

const NAMED =
  /^(?:user|username|account|group|host|service|interface|device|module|package|command|domain|program|function|class|method|column|table|file|key|option|job)$/i;

/** Whether a word stands where a name is given: after `user`, `module`, … or alone in quotes. */
function standsForName(tokens: readonly Token[], at: number): boolean {
  const before = tokens[at - 1]?.text ?? '';
  return NAMED.test(before) || (/^["'`]$/.test(before) && tokens[at + 1]?.text === before);
}

const PREPOSITION = /^(?:for|from|to|by|of|on|at|with|in|as|via)$/;

function standsBetweenPrepositions(tokens: readonly Token[], at: number): boolean {
  const word = tokens[at]?.text ?? '';
  const after = tokens[at + 1]?.text ?? '';
  return (
    /^[a-z]+$/.test(word) &&
    PREPOSITION.test(tokens[at - 1]?.text ?? '') &&
    (PREPOSITION.test(after) || after === VARIABLE)
  );
}

/** Punctuation inside a word, or a capital within: a name of something rather than a word of a sentence. */
function isNameLike(text: string): boolean {
  return /[._\-/@#$\\*+~%&^]/.test(text) || /[a-z][A-Z]/.test(text);
}

/**
 * Joins a template into one that already has a variable where it has a longer value: `synchronized to LOCAL(<*>)` is
 * `synchronized to <*>`.
 */
function joinIntoWider(current: Map<string, readonly Token[]>): void {
  const known = new Set([...current.values()].map(joinTokens));
  for (const [key, tokens] of current) {
    const wider = widen(tokens);
    const name = joinTokens(wider);
    if (name !== joinTokens(tokens) && known.has(name)) current.set(key, wider);
  }
}

/** Takes each run of tokens without spaces that holds a variable for one variable; `name=<*>` stays. */
function widen(tokens: readonly Token[]): readonly Token[] {
  const wide: Token[] = [];
  let start = 0;
  while (start < tokens.length) {
    let end = start + 1;
    while (tokens[end]?.glued === true) end += 1;
    const run = tokens.slice(start, end);
    const texts = run.map(({ text }) => text);
    let from = 0;
    let to = run.length;
    while (from < to && isMark(texts[from] ?? '')) from += 1;
    while (to > from && isMark(texts[to - 1] ?? '') && !closes(texts, from, to)) to -= 1;
    const inner = texts.slice(from, to);
    if (inner.length > 1 && inner.includes(VARIABLE) && !inner.includes('=')) {
      wide.push(...run.slice(0, from), { text: VARIABLE, glued: from > 0 }, ...run.slice(to));
    } else {
      wide.push(...run);
    }
    start = end;
  }
  return collapse(wide);
}

/** Whether the last token of a run closes a bracket opened within it. */
function closes(texts: readonly string[], from: number, to: number): boolean {
  const opening = { ')': '(', ']': '[', '}': '{', '>': '<' }[texts[to - 1] ?? ''];
  return opening !== undefined && texts.slice(from, to).includes(opening);
}

// Tokens: words, and marks that separate them. What is a value by its looks is a variable from the start.

const MARK = /^[=:,;()[\]{}"'`|<>]$/;
const PARTS = /[=:,;()[\]{}"'`|<>]|[^=:,;()[\]{}"'`|<>]+/g;
/** A path or an address, with brackets and quotes around it. */
const LOCATION = /^["'([<]*(?:[a-z][a-z+]{1,20}:\/\/|[~.]{0,2}[\\/][^\s=:,;()]{2})/i;
const HOST_AND_PORT = /^["'([]?[\w-]+(?:\.[\w-]+)+:\d+[)\]"',;.]*$/;
const HEX_PAIRS = /^(?:[0-9a-f]{2}[:-]){5,}[0-9a-f]{2}[,;]?$/i;
const DATE_WORD = /^(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun|Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sep|Oct|Nov|Dec),?$/;
/** What may follow a number: a unit or a time zone, and marks. */
const UNIT = /^(?:(?:[kKMGT]i?)?[Bb](?:ps|\/s)?|[nuµm]?s|secs?|m|mins?|h|hrs?|%|UTC|GMT|[ACEMPW]E?[SD]?T)(?=[,;)\]]*$)/;
const NO_VALUE = /^(?:true|false|null|none|nil|undefined)$/i;

function isMark(text: string): boolean {
  return MARK.test(text);
}

function tokenize(line: string): readonly Token[] {
  const tokens: Token[] = [];
  for (const word of line.split(/\s+/)) {
    if (word === '') continue;
    if (tokens.length >= MAX_TOKENS) break;
    if (tokens.at(-1)?.text === VARIABLE && UNIT.test(word)) {
      for (const mark of word.replace(UNIT, '')) tokens.push({ text: mark, glued: true });
      continue;
    }
    partsOf(word).forEach((text, at) => tokens.push({ text, glued: at > 0 }));
  }
  return collapse(maskValues(tokens));
}

/** The parts of one word between spaces. */
function partsOf(word: string): readonly string[] {
  if (DATE_WORD.test(word) || HEX_PAIRS.test(word)) return [VARIABLE];
  if (LOCATION.test(word) || HOST_AND_PORT.test(word)) {
    const from = word.search(/[^"'([<]/);
    let to = word.length;
    while (to > from && `"')]>,;:.`.includes(word[to - 1] ?? '')) to -= 1;
    // The marks around it, one by one; a full stop ends a sentence and says nothing.
    return [...word.slice(0, from).split(''), VARIABLE, ...word.slice(to).split('')].filter((part) => part !== '.');
  }
  // `<1 sec`: the sign belongs to the number.
  const parts = (/^<\d/.test(word) ? word.slice(1) : word).match(PARTS) ?? [];
  return parts
    .map((part) => (isMark(part) ? part : part.replace(/[.!?]{1,3}$/, '')))
    .filter((part) => part !== '')
    .map((part) => (isValue(part) ? VARIABLE : part));
}

function isValue(part: string): boolean {
  return /\d/.test(part) || NO_VALUE.test(part) || /[\\/][^\\/]*[\\/]/.test(part) || /^[~.]{0,2}[\\/]./.test(part);
}

/** `name=value`: what follows an equals sign without a space is a value, up to a comma, a closing bracket or a space. */
function maskValues(tokens: readonly Token[]): readonly Token[] {
  const masked: Token[] = [];
  for (let at = 0; at < tokens.length; at += 1) {
    const token = tokens[at];
    if (token === undefined) break;
    masked.push(token);
    if (token.text !== '=' || !token.glued || tokens[at + 1]?.glued !== true) continue;
    const end = endOfValue(tokens, at + 1);
    if (end === at + 1) continue;
    masked.push({ text: VARIABLE, glued: true });
    at = end - 1;
  }
  return masked;
}

function endOfValue(tokens: readonly Token[], start: number): number {
  const quote = tokens[start]?.text ?? '';
  if (/^["']$/.test(quote)) {
    let end = start + 1;
    while (end < tokens.length && tokens[end]?.text !== quote) end += 1;
    return Math.min(end + 1, tokens.length);
  }
  let depth = 0;
  let end = start;
  while (tokens[end]?.glued === true) {
    const text = tokens[end]?.text ?? '';
    if (/^[([{<]$/.test(text)) depth += 1;
    else if (/^[)\]}>]$/.test(text) && depth === 0) break;
    else if (/^[)\]}>]$/.test(text)) depth -= 1;
    else if (depth === 0 && /^[,;=]$/.test(text)) break;
    end += 1;
  }
  return end;
}

/** A list of variables is one variable, however long: `<*> <*>`, `<*>, <*>`, `<*>:<*>`. */
function collapse(tokens: readonly Token[]): readonly Token[] {
  const short: Token[] = [];
  for (const token of tokens) {
    if (token.text === VARIABLE) {
      let last = short.length - 1;
      const limit = short.length - 3;
      while (last > limit && last >= 0 && joinsList(short[last]?.text ?? '', token)) last -= 1;
      if (short[last]?.text === VARIABLE) {
        short.length = last + 1;
        continue;
      }
    }
    short.push(token);
  }
  return short;
}

/** `a=1` and `f(1)` are no lists, and neither is `old: 1` before a space. */
function joinsList(text: string, next: Token): boolean {
  return isMark(text) && !/^[=()]$/.test(text) && (text !== ':' || next.glued);
}

/** The template as shown: spaces only around words, so that it is equal for lines that differ in spacing alone. */
function joinTokens(tokens: readonly Token[]): string {
  return tokens.map(({ text }) => text).join(' ');
}

function spacingOf(tokens: readonly Token[]): string {
  return tokens.map(({ glued }) => (glued ? '0' : '1')).join('');
}

/** For a list of tokens, a key of all of them but one, in constant time each. */
function hashRest(tokens: readonly Token[]): (at: number) => string {
  const before: (readonly [number, number])[] = [[7, 11]];
  const after: (readonly [number, number])[] = [[7, 11]];
  for (let at = 0; at < tokens.length; at += 1) {
    before.push(addHash(before[at], tokens[at]));
    after.push(addHash(after[at], tokens[tokens.length - 1 - at]));
  }
  return (at) => `${at} ${tokens.length} ${before[at]?.join(' ')} ${after[tokens.length - 1 - at]?.join(' ')}`;
}

/** Two rolling hashes of 32 bits (FNV-1a with two primes), so that keys do not meet by chance. */
function addHash(
  hash: readonly [number, number] = [0, 0],
  token: Token = { text: '', glued: false },
): [number, number] {
  let [a, b] = hash;
  for (let at = 0; at <= token.text.length; at += 1) {
    const unit = at < token.text.length ? token.text.charCodeAt(at) : 0x1f;
    a = Math.imul(a ^ unit, 0x01000193);
    b = Math.imul(b ^ unit, 0x85ebca6b);
  }
  return [a, b];
}
