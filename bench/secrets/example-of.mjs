// A text that a regular expression in RE2 syntax matches, and the part its first filled group took: examples made from
// rules as data. The same every time. Repeats are taken at their fewest where that is none, so that frames stay short.

/** Letters that examples are made of, so that they look like keys and not like words. */
const ALPHABET = 'q7Xk2LmZ9bRt4WvJ8cNd6YpH3sFg5TzQ1aE0fUhGjKnMoPrSuVwxyABCDIilOe';
const POSIX = { alnum: 'a-zA-Z0-9', alpha: 'a-zA-Z', digit: '0-9', upper: 'A-Z', lower: 'a-z' };

/**
 * @param {string} source regular expression, RE2 syntax
 * @param {number} seed another one gives another example
 * @returns {{ text: string, groups: string[] }} groups by number; an absent one is empty
 */
export function exampleOf(source, seed) {
  const reader = { source, at: 0, groupCount: 0 };
  const node = readAlternatives(reader, false);
  let state = (seed * 2654435761 + 12345) >>> 0;
  const next = (below) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
  const groups = Array.from({ length: reader.groupCount + 1 }, () => '');
  const text = write(node, next, groups);
  groups[0] = text;
  return { text, groups };
}

function write(node, next, groups) {
  switch (node.type) {
    case 'class': {
      return node.letters[next(node.letters.length)] ?? 'a';
    }
    case 'text': {
      return node.text;
    }
    case 'sequence': {
      return node.parts.map((part) => write(part, next, groups)).join('');
    }
    case 'choice': {
      return write(node.options[next(node.options.length)], next, groups);
    }
    case 'group': {
      const written = write(node.inner, next, groups);
      if (node.number > 0) groups[node.number] = written;
      return written;
    }
    default: {
      const count = Math.min(node.max, Math.max(node.min, node.min === 0 ? 0 : node.min));
      return Array.from({ length: count }, () => write(node.inner, next, groups)).join('');
    }
  }
}

function readAlternatives(reader, inherited) {
  const flags = { fold: inherited };
  const options = [];
  let parts = [];
  while (reader.at < reader.source.length && reader.source[reader.at] !== ')') {
    if (reader.source[reader.at] === '|') {
      reader.at += 1;
      options.push({ type: 'sequence', parts });
      parts = [];
      continue;
    }
    const part = readAtom(reader, flags);
    if (part !== null) parts.push(readRepeat(reader, part));
  }
  options.push({ type: 'sequence', parts });
  return options.length === 1 ? options[0] : { type: 'choice', options };
}

function readRepeat(reader, inner) {
  const rest = reader.source.slice(reader.at);
  const found = /^(?:\{(\d+)(,(\d*))?\}|[*+?])\??/.exec(rest);
  if (found === null) return inner;
  reader.at += found[0].length;
  const sign = found[0][0];
  if (sign === '*' || sign === '?') return { type: 'repeat', inner, min: 0, max: 1 };
  if (sign === '+') return { type: 'repeat', inner, min: 12, max: 12 };
  const min = Number(found[1]);
  return { type: 'repeat', inner, min, max: found[3] ? Number(found[3]) : min };
}

function readAtom(reader, flags) {
  const { source } = reader;
  const letter = source[reader.at];
  reader.at += 1;
  if (letter === '(') return readGroup(reader, flags);
  if (letter === '[') return readClass(reader);
  if (letter === '.') return lettersOf('a-z0-9');
  if (letter === '^' || letter === '$') return null;
  if (letter !== '\\') return { type: 'text', text: letter };
  const escaped = source[reader.at];
  reader.at += 1;
  if ('bBAz'.includes(escaped)) return null;
  if (escaped === 'x') {
    reader.at += 2;
    return { type: 'text', text: String.fromCodePoint(Number.parseInt(source.slice(reader.at - 2, reader.at), 16)) };
  }
  return shorthand(escaped) ?? { type: 'text', text: escaped };
}

function shorthand(letter) {
  if (letter === 'w' || letter === 'S') return lettersOf('a-zA-Z0-9');
  if (letter === 'd') return lettersOf('0-9');
  if (letter === 's') return { type: 'text', text: ' ' };
  return null;
}

function readGroup(reader, flags) {
  const rest = reader.source.slice(reader.at);
  const switched = /^\?(-?)[is]+(-[is]+)?([:)])/.exec(rest);
  if (switched !== null) {
    reader.at += switched[0].length;
    if (switched[3] === ')') return null;
    return close(reader, readAlternatives(reader, flags.fold), 0);
  }
  const plain = /^\?:/.exec(rest);
  const named = /^\?P?<\w+>/.exec(rest);
  if (plain !== null) {
    reader.at += 2;
    return close(reader, readAlternatives(reader, flags.fold), 0);
  }
  if (named !== null) reader.at += named[0].length;
  reader.groupCount += 1;
  const number = reader.groupCount;
  return close(reader, readAlternatives(reader, flags.fold), number);
}

function close(reader, inner, number) {
  reader.at += 1;
  return { type: 'group', inner, number };
}

function readClass(reader) {
  const { source } = reader;
  let inside = '';
  while (source[reader.at] !== ']' || inside === '') {
    const posix = /^\[:(\w+):\]/.exec(source.slice(reader.at));
    if (posix !== null) {
      inside += POSIX[posix[1]];
      reader.at += posix[0].length;
      continue;
    }
    if (source[reader.at] === '\\') {
      const next = source[reader.at + 1];
      reader.at += 2;
      if (next === 'w') inside += 'a-zA-Z0-9';
      else if (next === 'd') inside += '0-9';
      else if (next === 's' || next === 'S') inside += next === 's' ? ' ' : 'a-zA-Z0-9!';
      else if (next === 'x') {
        inside += String.fromCodePoint(Number.parseInt(source.slice(reader.at, reader.at + 2), 16));
        reader.at += 2;
      } else inside += next === '-' ? '' : next;
      continue;
    }
    inside += source[reader.at];
    reader.at += 1;
  }
  reader.at += 1;
  return lettersOf(inside);
}

/** Letters and digits of a class; its signs only where it has nothing else. */
function lettersOf(inside) {
  if (inside.startsWith('^')) return lettersOf('a-z0-9');
  const ranges = [...inside.matchAll(/(.)-(.)|(.)/gs)].map(([, from, to, one]) => [from ?? one, to ?? one]);
  const holds = (letter) => ranges.some(([from, to]) => letter >= from && letter <= to);
  const letters = Array.from(ALPHABET).filter((letter) => holds(letter));
  return { type: 'class', letters: letters.length > 0 ? letters : ranges.map(([from]) => from) };
}
