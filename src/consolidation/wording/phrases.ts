// What all templates share: commands as code, lists in words, titles of bounded length. Pure text.

/** Title and body of a lesson. */
export interface Words {
  readonly title: string;
  /** Markdown below the front matter, starting with an empty line. */
  readonly body: string;
}

/** Longest title: it stands in lists, subjects and file names. */
export const MAX_TITLE = 90;
/** Longest command shown; a longer one is a script. */
const MAX_COMMAND = 140;

export function words(title: string, sections: readonly (readonly [string, string])[]): Words {
  const body = sections.map(([name, text]) => `**${name}**${text.startsWith('\n') ? '' : ' '}${text}`).join('\n\n');
  return { title: shorten(title.replaceAll(/\s+/g, ' '), MAX_TITLE), body: `\n${body}\n` };
}

/** Text as inline code, whatever backticks it holds (CommonMark: a longer fence and spaces). */
export function code(text: string): string {
  const line = shorten(text.replaceAll(/\s+/g, ' ').trim(), MAX_COMMAND);
  const longest = Math.max(0, ...[...line.matchAll(/`+/g)].map((match) => match[0].length));
  const fence = '`'.repeat(longest + 1);
  return longest === 0 ? `${fence}${line}${fence}` : `${fence} ${line} ${fence}`;
}

export function listed(items: readonly string[], word: 'and' | 'or'): string {
  if (items.length < 2) return items[0] ?? '';
  return `${items.slice(0, -1).join(', ')} ${word} ${items.at(-1)}`;
}

/** At most `length` characters, cut at a word. */
export function shorten(text: string, length: number): string {
  if (text.length <= length) return text;
  const cut = text.slice(0, length - 1);
  const space = cut.lastIndexOf(' ');
  return `${space > length / 2 ? cut.slice(0, space) : cut}…`;
}

/** First letter in upper case, unless the first word is a name such as a path. */
export function capitalise(text: string): string {
  const [first = ''] = text;
  return /^[\p{L}'’-]+(?:\s|[,.:;!?]|$)/u.test(text) ? first.toUpperCase() + text.slice(first.length) : text;
}

/** The part of an error that says what went wrong: its first sentence, when it goes on for long. */
export function errorOf(line: string): string {
  const first = /^.{20,}?[.!](?=\s)/.exec(line)?.[0];
  return line.length > 80 && first !== undefined ? first : line;
}
