// Do two statements say the same of the same thing, with another value? "app.log stamps are UTC" and "the stamps in
// app.log are local time" do; "app.log is UTC" and "export.csv is local time" do not. Careful: two rules may differ in one
// word and both hold ("run the tests", "run the linter"), so only a value may differ, never an act.
import { findReplaced, REPLACES } from './replacement.ts';
import { jaccardSimilarity, wordsOf } from './similarity.ts';

/** Words at the beginning, where a sentence says what it is about. */
const HEAD = 9;
/** A word that names one thing: a file, an identifier, a path. */
const NAME = /^[\p{L}\d@-]+(?:[._/:][\p{L}\d@-]+)+$|_/u;
/** Says how something is. */
const COPULA = /^(?:is|are|stays?|uses?|lives?|es|son|é|são|est|sont|ist|sind|это|是|use|target|run)$/;
const VALUE = /\d/;
const EMPTY = new Set(
  'the a an of in on at to for and or we our all every any must should always never never use is are be it this that'.split(
    ' ',
  ),
);
/** Says that something is different from now on. */
const CHANGE =
  /\b(?:no longer|instead|any ?more|from now on|now|switched|moved|changed|ya no|não mais|plus|nicht mehr|больше не)\b|不再/iu;

/** Whether the newer statement says the same of the same thing as the older, so that only one of them can hold. */
export function isSameSubject(older: string, newer: string): boolean {
  const [was, is] = [wordsOf(older), wordsOf(newer)];
  if (was.join(' ') === is.join(' ')) return false;
  return (
    isSameNamed(was.slice(0, HEAD), is.slice(0, HEAD)) ||
    differsInValue(was, is) ||
    differsInWay(was, is) ||
    isOtherMeans(older, newer) ||
    (CHANGE.test(newer) && (findReplaced([older], newer)?.score ?? 0) >= REPLACES)
  );
}

/** Both say of the same named thing, and of the same side of it, how it is. */
function isSameNamed(was: readonly string[], is: readonly string[]): boolean {
  const names = (words: readonly string[]): readonly string[] => words.filter((word) => NAME.test(word));
  const common = names(was).filter((name) => is.includes(name));
  if (common.length === 0 || !was.some((word) => COPULA.test(word)) || !is.some((word) => COPULA.test(word)))
    return false;
  const sides = (words: readonly string[]): readonly string[] =>
    words
      .slice(
        0,
        Math.max(
          0,
          words.findIndex((word) => COPULA.test(word)),
        ),
      )
      .filter((word) => !NAME.test(word) && !EMPTY.has(word));
  const [left, right] = [sides(was), sides(is)];
  if (left.length === 0 && right.length === 0) return true;
  return left.some((word) => right.some((other) => isAkin(word, other)));
}

/** "stamps" and "timestamps", "setting" and "settings". */
function isAkin(a: string, b: string): boolean {
  const [short, long] = a.length <= b.length ? [a, b] : [b, a];
  return short.length >= 4 && long.includes(short.slice(0, Math.max(4, short.length - 1)));
}

/** The same words but for one value: a number, a version. */
function differsInValue(was: readonly string[], is: readonly string[]): boolean {
  if (was.length !== is.length || was.length < 3) return false;
  const other = was.flatMap((word, place) => (word === is[place] ? [] : [[word, is[place] ?? ''] as const]));
  return other.length === 1 && other.every((pair) => pair.every((word) => VALUE.test(word)));
}

/** Words before the way in which something is to be done; the languages of mining/cues that set them apart by spaces. */
const BEFORE_A_WAY = /^(?:in|as|with|using|en|como|con|em|com|comme|avec|als|mit|в|как|с)$/;
/** Longest way, in words. */
const WAY_LENGTH = 4;

/** "Write timestamps in the responses in UTC" and "… in Unix seconds": the same beginning, another way at the end. */
function differsInWay(was: readonly string[], is: readonly string[]): boolean {
  let start = 0;
  while (start < was.length && start < is.length && was[start] === is[start]) start += 1;
  const [left, right] = [was.slice(start), is.slice(start)];
  return (
    start >= WAY_LENGTH &&
    BEFORE_A_WAY.test(was[start - 1] ?? '') &&
    [left, right].every((way) => way.length > 0 && way.length <= WAY_LENGTH) &&
    !left.some((word) => right.includes(word))
  );
}

/** "Use A for B" and "use C for B". */
function isOtherMeans(older: string, newer: string): boolean {
  const [was, is] = [purposeOf(older), purposeOf(newer)];
  if (was === null || is === null) return false;
  return jaccardSimilarity(was.purpose, is.purpose) >= 0.75 && jaccardSimilarity(was.means, is.means) < 0.5;
}

function purposeOf(
  text: string,
): { readonly means: ReadonlySet<string>; readonly purpose: ReadonlySet<string> } | null {
  const found = /^(?:always |only )?use (.{1,60}?) (?:for|as) (.{3,80})$/i.exec(text.slice(0, 200));
  if (found === null) return null;
  const telling = (part: string): ReadonlySet<string> => new Set(wordsOf(part).filter((word) => !EMPTY.has(word)));
  return { means: telling(found[1] ?? ''), purpose: telling(found[2] ?? '') };
}
