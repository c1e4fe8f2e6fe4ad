// One form for what looks the same: compatibility forms folded, invisible characters and accents dropped, letters of
// other scripts that pose as Latin ones read as such.

/** Latin letters and the letters of other scripts that look like them (from Unicode's confusables, UTS #39). */
const POSERS: Readonly<Record<string, string>> = {
  a: 'аαɑᴀՁꓮᎪⲁ',
  b: 'вβʙƅᏏᏴꓐⲃЬь',
  c: 'сϲᴄᏟꓚⲥςℂ',
  d: 'ԁᴅɗđᎠꓓꓒ',
  e: 'еεєҽᴇᎬꓰⲉ',
  f: 'ꜰƒϝꓝք',
  g: 'ɡցɢǥᏀꓖԍ',
  h: 'һнηհʜħᎻꓧⲏԋ',
  i: 'іιıɪɩⅰꓲᎥⲓ¡ӀƖ',
  j: 'јյᴊϳꓙᎫɉ',
  k: 'кκᴋҡқᏦꓗⲕƙ',
  l: 'ӏʟłᏞꓡⳑǀ',
  m: 'мᴍϻᎷꓟⲙ',
  n: 'ոռɴᥒꓠⲛп',
  o: 'оοօᴏøσⲟꓳ๐໐০๏',
  p: 'рρᴘƿᏢꓑⲣ',
  q: 'ԛզգգ',
  r: 'ʀгᴦɍᏒꓣⲅ',
  s: 'ѕꜱʂᏚᏕꓢș',
  t: 'тτᴛŧᎢꓔⲧ',
  u: 'υսᴜʋꓴц',
  v: 'ѵνᴠᏙꓦ',
  w: 'ԝωᴡɯᏔꓪաѡ',
  x: 'хχ×ꓫⲭ',
  y: 'уʏγүұꓬⲩყ',
  z: 'ᴢʐᏃꓜⲍƶ',
};
const LOOK_ALIKES: ReadonlyMap<string, string> = new Map(
  Object.entries(POSERS).flatMap(([latin, posers]) =>
    Array.from(posers).flatMap((poser) => [[poser, latin] as const, [poser.toLowerCase(), latin] as const]),
  ),
);
/** Upper-case letters that look like another Latin letter than their lower-case ones do. */
const UPPER: ReadonlyMap<string, string> = new Map([
  ['В', 'B'],
  ['Н', 'H'],
  ['Η', 'H'],
  ['Ν', 'N'],
  ['Ρ', 'P'],
  ['Υ', 'Y'],
]);

/** NFKC without invisible characters; look-alike letters folded to Latin in words that have any Latin letter, or nothing but look-alikes. */
export function foldLetters(text: string): string {
  return withoutInvisible(text).replaceAll(/[\p{L}\p{N}]+/gu, (word) => {
    const letters = Array.from(word);
    const poses = /[a-z]/i.test(word) || letters.every((letter) => LOOK_ALIKES.has(letter));
    return poses ? letters.map((letter) => LOOK_ALIKES.get(letter) ?? letter).join('') : word;
  });
}

/**
 * The form of a text in which two texts are compared, never shown: lower case, without accents, every dash a hyphen,
 * every quotation mark straight, look-alike letters as Latin ones in words that have a Latin letter. Words all in
 * another script stay: they may be words of that script, such as a negation.
 */
export function foldForComparing(text: string): string {
  const upper = withoutInvisible(text).replaceAll(/[\p{L}\p{N}]+/gu, (word) =>
    /[a-z]/i.test(word) ? word.replaceAll(/[ВНΗΝΡΥ]/g, (letter) => UPPER.get(letter) ?? letter) : word,
  );
  return foldMixed(
    upper
      .replaceAll(/[\u{1F130}-\u{1F149}\u{1F150}-\u{1F169}\u{1F170}-\u{1F189}\u{1F1E6}-\u{1F1FF}]/gu, (letter) =>
        String.fromCodePoint(97 + enclosedPlace(letter.codePointAt(0) ?? 0)),
      )
      .toLowerCase()
      .normalize('NFD')
      .replaceAll(/(?<=[\p{Script=Latin}\p{Script=Cyrillic}\p{Script=Greek}]\p{M}{0,8})\p{M}/gu, '')
      .normalize('NFC')
      .replaceAll(/\p{Pd}|−/gu, '-')
      .replaceAll(/[‘’‛′´]/g, "'")
      .replaceAll(/[“”„‟″«»]/g, '"')
      .replaceAll(/[∕⁄⧸]/g, '/'),
  );
}

/** Every look-alike letter as the Latin one, in words of other scripts, too: for single words that are only compared. */
export function foldWord(word: string): string {
  return Array.from(word, (letter) => LOOK_ALIKES.get(letter) ?? letter).join('');
}

function foldMixed(text: string): string {
  return text.replaceAll(/[\p{L}\p{N}]+/gu, (word) => (/[a-z]/.test(word) ? foldWord(word) : word));
}

/** Place in the alphabet of an enclosed letter: squared, negative circled, negative squared, regional. */
function enclosedPlace(point: number): number {
  const starts = [0x1f1e6, 0x1f170, 0x1f150, 0x1f130];
  return Math.min(25, point - (starts.find((start) => point >= start) ?? point));
}

function withoutInvisible(text: string): string {
  return text
    .normalize('NFKC')
    .replaceAll(/[\p{Default_Ignorable_Code_Point}\p{Cc}\p{Cf}]+/gu, (found) =>
      /[\n\t\r]/.test(found) ? found.replaceAll(/[^\n\t\r]/gu, '') : '',
    );
}
