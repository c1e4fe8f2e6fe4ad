// What a wish is about, where its theme leaves that open: the documents to be updated, the language to answer in.
import type { ThemeId } from './theme.ts';

const DOCUMENT =
  /(?<![\p{L}\d])(?:(?:readme|changelog)(?:\.(?:mdx?|rst|txt))?|(?:agents|claude|contributing|gemini)\.md)(?![\p{L}\d])/giu;

/** Languages as people of several languages name them. */
const LANGUAGES: readonly (readonly [string, RegExp])[] = [
  ['English', /english|inglés|inglês|anglais|englisch|английск|英文|英语|英語/iu],
  ['Spanish', /spanish|español|castellano|espagnol|spanisch/iu],
  ['Portuguese', /portuguese|português|portugais|portugués/iu],
  ['French', /french|français|francés|französisch/iu],
  ['German', /german|deutsch|allemand|alemán|alemão/iu],
  ['Russian', /russian|по-русски|по русски|на русском/iu],
  ['Chinese', /chinese|中文|汉语/iu],
  ['Japanese', /japanese|日本語/iu],
  ['Korean', /korean|한국어/iu],
  ['Italian', /italian/iu],
  ['Turkish', /turkish/iu],
  ['Polish', /polish/iu],
  ['Dutch', /dutch/iu],
  ['Ukrainian', /ukrainian/iu],
  ['Vietnamese', /vietnamese/iu],
  ['Arabic', /arabic/iu],
  ['Hindi', /hindi/iu],
];

/** Names of what a piece of text is about, in one way to write them; empty for themes that need none. */
export function objectsIn(theme: ThemeId, piece: string): readonly string[] {
  if (theme === 'docs-too') return [...new Set([...piece.matchAll(DOCUMENT)].map((found) => documentName(found[0])))];
  if (theme === 'language')
    return LANGUAGES.flatMap(([name, pattern]) => (pattern.test(piece) ? [name] : [])).slice(0, 1);
  return [];
}

function documentName(text: string): string {
  const [name = '', extension = 'md'] = text.split('.');
  return `${name.toUpperCase()}.${extension.toLowerCase()}`;
}
