// The words of a text that carry its meaning, each in one form: small words dropped, endings cut, synonyms made one. Two
// texts that say the same in other words have nearly the same plain words. For comparing only, never for showing.
import { parseShellCommands } from './shell-command.ts';
import { wordsOf } from './similarity.ts';

/** Marks a word of a command: another program, flag or value is another claim, however alike the rest is. */
const CODE_MARK = '`';
/** Longest piece of inline code that is read word by word; a longer one is a script. */
const MAX_CODE = 400;

/** Say how strongly, to whom or that something is meant, not what. */
const SMALL_WORDS = new Set(
  (
    'a about absolutely actually agent agents all already also always am an and any anybody anyone anything are as at be because been being best both but by can case cases could course did do does doing done ' +
    'during each either else ensure essential etc ever every everybody everyone everything everywhere for from general generally get gets go going good got had has have having he her here hers him his how however i if important in into is it its itself just ' +
    'kindly let lets like make makes making mandatory may me might mine must my namely need needed needs normally not of off often ok okay on once one only onto or ought our ours out over own please policy project ' +
    'rather first before after prior then until really recommended repo repository require required requires rule rules shall she should simply since so some somebody someone something standard still such sure team than that the their theirs them then there these they thing things this those though through thus to too typically ' +
    'up upon us usually very via want wanted wants was way ways we were what whatever when whenever where which while who whose why will wish with within without work working would yes you your yours codebase convention habit forbidden banned prohibited disallowed allowed permitted taboo limits ' +
    'a o os as um uma de do da dos das em no na que e el la los las un una y en der die das ein eine und zu im mit le les une et des du dans pour'
  ).split(' '),
);
/** Verbs of use: “always use X”, “prefer X”, “X is what we use” and “go with X” say the same of X. */
const USE =
  /^(?:us(?:e|es|ed|ing|age)|utili[sz](?:e|es|ed|ing)|employ(?:s|ed|ing)?|prefer(?:s|red|ring|able|ably)?|choos(?:e|es|ing)|chosen?|pick(?:s|ed|ing)?|adopt(?:s|ed|ing)?|rely|relies|stick|opt|favou?r(?:s|ed)?|leverag(?:e|es|ed|ing))$/;
const RUN = /^(?:runs?|ran|running|execut(?:e|es|ed|ing)|invok(?:e|es|ed|ing)|launch(?:es|ed|ing)?|call(?:s|ed|ing)?)$/;
/** After one of these, or at the start of a clause, `run` is the verb of use; elsewhere it is a part of a name (`bun run test`). */
const BEFORE_VERB =
  /^(?:we|you|is|are|be|been|being|was|to|should|must|will|can|may|not|never|always|only|please|get|gets|then|and|agents?)$/;

/** Words of one meaning, the first stands for all; in their stems. */
const SYNONYMS: ReadonlyMap<string, string> = new Map(
  [
    'delet remov eras',
    'directori fold dir',
    'creat gener produc',
    'check verifi',
    'start begin launch boot',
    'finish end complet conclud',
    'modifi edit alter chang amend',
    'fix repair correct',
    'show display print output',
    'config configur set-up',
    'doc document docu',
    'env environ',
    'db databas',
    'pr pull-request',
    'msg messag',
    'dependenci depend dep',
    'var variabl',
    'func funct',
    'param paramet argu arg',
    'quick fast rapid quickli',
    'answ repli respond respons',
    'ask request',
    'tell notifi',
    'big larg huge',
    'small tini littl',
    'write author compos',
    'add append insert',
    'explain clarifi',
    'find locat search',
    'prod product',
    'dev develop',
    'lib librari',
    'info inform',
    'spec specific',
    'app applic',
    'admin administr',
    'auth authentic',
    'max maximum',
    'min minimum',
    'commit check-in',
    'test-suit testsuit',
    'wait await',
    'stop halt quit',
    'keep retain preserv',
    'allow permit',
    'short brief concis',
    'error failur',
  ].flatMap((group) => {
    const words = group.split(' ');
    return words.map((word) => [word, words[0] ?? word] as const);
  }),
);

/** The plain words of prose, in order. @param prose folded (foldForComparing), with places for inline code */
export function plainWords(prose: string): readonly string[] {
  return prose
    .replaceAll(/\bpull request/g, 'pr')
    .replaceAll(/\bset up\b/g, 'set-up')
    .split(/[,;:.!?()\n](?=\s|$)|\s-\s/)
    .flatMap((clause) => clauseWords(wordsOf(clause)));
}

function clauseWords(words: readonly string[]): readonly string[] {
  return words.flatMap((word, at) => {
    if (word.startsWith(PLACE)) return [word];
    if (USE.test(word)) return [];
    const verb = word !== 'run' || at === 0 || at === words.length - 1 || BEFORE_VERB.test(words[at - 1] ?? '');
    if (RUN.test(word) && verb) return [];
    const bare = word.replace(/'s$|'$/, '');
    if (SMALL_WORDS.has(bare)) return [];
    const stem = stemOf(IRREGULAR.get(bare) ?? bare);
    return [SYNONYMS.get(stem) ?? stem];
  });
}

/**
 * The plain words of a piece of inline code, marked as such: programs and operands; flags without their dashes, in no
 * order, `--flag=value` as `--flag value`; quotes dropped.
 */
export function codeWords(code: string): readonly string[] {
  const text = code.slice(0, MAX_CODE).replaceAll(/(--?[\w-]{1,60})=/g, '$1 ');
  const commands = parseShellCommands(text);
  const words = commands.length === 0 ? wordsOf(text) : commands.flatMap((command) => command.words.flatMap(wordsOf));
  return words.map((word) => CODE_MARK + word);
}

/** Stands for the n-th piece of inline code in prose. */
export const PLACE = 'zzcodezz';

/** A word without its mark. */
export function bareWord(word: string): string {
  return word.startsWith(CODE_MARK) ? word.slice(1) : word;
}

/** Whether another word in its place makes another claim: a word of a command, a number, a name with signs inside. */
export function isTelling(word: string): boolean {
  return word.startsWith(CODE_MARK) || /[^\p{L}]/u.test(word.replace(/^first:/, ''));
}

const IRREGULAR: ReadonlyMap<string, string> = new Map(
  'written write wrote write kept keep built build sent send made make taken take took take shown show found find left leave held hold known know given give begun begin told tell said say put put done do gone go seen see thrown throw broken break drawn draw grown grow hidden hide spoken speak brought bring thought think bought buy caught catch taught teach'
    .split(' ')
    .flatMap((word, at, all) => (at % 2 === 0 ? [[word, all[at + 1] ?? word] as const] : [])),
);
const ENDINGS: readonly (readonly [RegExp, string, number])[] = [
  [/ies$/, 'i', 3],
  [/(?<=s|x|z|ch|sh)es$/, '', 3],
  [/(?<![suiy])s$/, '', 3],
  [/(?:ly)$/, '', 4],
  [/(?:ingly|edly)$/, '', 3],
  [/(?:ing|ed)$/, '', 3],
  [/(?:ments?)$/, '', 4],
  [/(?:ations?|ating|ated|ates?|ators?)$/, '', 4],
  [/(?:ions?)$/, '', 4],
  [/(?:ers?)$/, '', 4],
  [/e$/, '', 3],
  [/y$/, 'i', 3],
];
/** Letters of a longer word in another script by which it is compared: endings differ too much to be listed. */
const FOREIGN_STEM = 6;

/** A word without its endings; words with signs or digits stay as they are. */
function stemOf(word: string): string {
  if (/[^\p{L}]/u.test(word)) return word;
  if (/[^a-z]/.test(word)) return word.slice(0, FOREIGN_STEM);
  let stem = word;
  for (const [end, put, least] of ENDINGS) {
    const cut = stem.replace(end, put);
    if (cut !== stem && cut.length >= least) stem = cut;
  }
  return stem.replace(/([bdgkmnprt])\1$/, '$1');
}
