// One form for what looks the same: compatibility forms folded, invisible characters dropped, letters of other scripts
// that pose as Latin ones read as such.

/** Letters of other scripts that look like Latin ones (the common part of Unicode's confusables). */
const LOOK_ALIKES: Readonly<Record<string, string>> = {
  а: 'a',
  в: 'b',
  с: 'c',
  ԁ: 'd',
  е: 'e',
  һ: 'h',
  і: 'i',
  ј: 'j',
  к: 'k',
  ӏ: 'l',
  м: 'm',
  н: 'h',
  о: 'o',
  р: 'p',
  ԛ: 'q',
  ѕ: 's',
  т: 't',
  у: 'y',
  ѵ: 'v',
  ԝ: 'w',
  х: 'x',
  α: 'a',
  β: 'b',
  ε: 'e',
  η: 'n',
  ι: 'i',
  κ: 'k',
  ν: 'v',
  ο: 'o',
  ρ: 'p',
  τ: 't',
  υ: 'u',
  χ: 'x',
  ı: 'i',
  ɡ: 'g',
};

/** NFKC without invisible characters; look-alike letters folded to Latin where the word has any Latin letter. */
export function foldLetters(text: string): string {
  const visible = text
    .normalize('NFKC')
    .replaceAll(/[\p{Default_Ignorable_Code_Point}\p{Cc}\p{Cf}]+/gu, (found) =>
      /[\n\t\r]/.test(found) ? found.replaceAll(/[^\n\t\r]/gu, '') : '',
    );
  return visible.replaceAll(/[\p{L}\p{N}]+/gu, (word) =>
    /[a-z]/i.test(word) ? Array.from(word, (letter) => LOOK_ALIKES[letter] ?? letter).join('') : word,
  );
}
