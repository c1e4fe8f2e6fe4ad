// What a sentence is about, as words that can be compared over sessions: names (code, paths, programs), topics (the
// vocabulary of tools and process), and the rest. Pure lexical work; English topics, names in any language.
import { OTHERS_WORK } from '../model/observation.ts';
import { wordsOf } from '../text/similarity.ts';
import { isFiller } from './cues/index.ts';

/** One word of a sentence as it is compared. */
export interface Term {
  /** Canonical form: lower case, singular, synonyms of the trade made one. */
  readonly word: string;
  /** `name`: stands for one thing; `topic`: tools and process; `source`: an identifier or file of the code; `plain`: the rest. */
  readonly type: 'name' | 'topic' | 'source' | 'plain';
}

/** Ways to say the same in talk about tools and process, put in one form before words are compared. */
const SYNONYMS: readonly (readonly [RegExp, string])[] = [
  [
    /\b(?:pre-?existing|already (?:existed|broken|failing|there|modified|present|in the)|existed before|from before)\b/gi,
    'not-mine',
  ],
  [
    /\b(?:(?:not|n't|nothing) (?:\w{1,12} ){0,2}(?:related|caused|from my|part of|to do with)|aren't mine|not mine|outside (?:of )?(?:my|this|our|the) (?:change|task|scope)s?|other than mine|beyond (?:my|the) \w{1,12})\b/gi,
    'not-mine',
  ],
  [
    /\b(?:unrelated|untouched (?:code|lines|files)|(?:lines|code|files) (?:i|we) (?:didn['’]t|did not|haven['’]t) (?:touch|change|modify|edit)(?:ed)?)\b/gi,
    'not-mine',
  ],
  [/\b(?:in-progress|existing|other) ((?:\w{1,12} ){0,2})(?=(?:changes|edits|modifications)\b)/gi, 'not-mine $1'],
  [/\blint(?:er)? (?:warnings?|errors?|issues?|hints?)\b/gi, 'lint diagnostic'],
  [/\b(?:hints?|diagnostics)\b/gi, 'diagnostic'],
  [
    /(?<![-\w])only ((?:commit|stag|add)(?:e|ing|ting)?)\b|\b((?:commit|stag|add)(?:e|ing|ting)?) only\b/gi,
    '$1$2 uncommitted not-mine',
  ],
  [/\b(?:uncommitted|unstaged|not staged|untracked|dirty)\b/gi, 'uncommitted'],
  [/\b(?:by )?(?:\d{1,4}|one|two|three|several|some) commits?\b/gi, ' '],
  [/\b(?:out[- ]of[- ]date|outdated|behind)\b/gi, 'stale'],
  [/\btype-?check(?:s|er|ing|ed)?\b|\btype check(?:s|er|ing|ed)?\b/gi, 'typecheck'],
  [/\b(?:pre[- ]?commit|pre[- ]?push|commit|git|push) (?:hook|check)s?\b/gi, '$& hook'],
  [/\b(?:time[sd]? out|timing out|timeouts?)\b/gi, 'timeout'],
  [/\b(?:tab-indented|tab-based|tab characters?|\\t)\b/gi, 'tabs'],
  [/\b(?:(?:tests?|spec) (?:runner|harness)|harness)\b/gi, 'test-runner'],
  [/\bcontinuous integration\b/gi, 'ci'],
];

const list = (words: string): readonly string[] => words.split(' ');

/** Words of tools, process and environment: what lessons are about when they are not about the product. */
const TOPICS: ReadonlySet<string> = new Set([
  ...list(
    'commit stage staged branch main master rebase merge push pull fetch tag worktree stash conflict remote origin upstream submodule',
  ),
  ...list('checkout gitignore squash amend uncommitted stale not-mine gitignored cherry-pick force-push'),
  ...list(
    'hook pre-commit pre-push ci pipeline workflow lint linter formatter format formatting typecheck compile compiler build rebuild coverage snapshot',
  ),
  ...list('flaky test-runner suite e2e fixture'),
  ...list(
    'sandbox sandboxed network offline permission sudo docker container version install dependency package lockfile cache cached port env environment',
  ),
  ...list(
    'variable credential secret token auth login shell zsh bash powershell windows macos linux timezone locale encoding utf-8 crlf newline tab tabs',
  ),
  ...list(
    'indentation whitespace timeout memory disk daemon watcher tty interactive headless browser proxy certificate ssl quota rate-limit registry',
  ),
  ...list(
    'publish release changelog deploy migration generated generator codegen artifact symlink monorepo workspace wrapper deprecated truncated diagnostic',
  ),
  ...list(
    'filtered escaping quoting glob heredoc subprocess background deadlock lock locked binary executable postinstall prebuild emulator simulator device',
  ),
  ...list('gradle xcode maven npm pnpm yarn bun pip poetry cargo git cmake'),
]);

/** Names that everybody in the trade uses: known, but not what a lesson is about. */
const TRADE: ReadonlySet<string> = new Set(
  list(
    'github gitlab head gh api cli sdk json yaml yml toml md txt ts js tsx jsx py rs go sh html css readme src lib dist bin tmp home usr var etc make node deno docs doc ' +
      'http https url ui db sql app web server client prod dev staging debug info log logs id ok status diff patch main.ts index package.json config configs ref refs rev sha ' +
      'utf unix posix stdin stdout stderr exit code null undefined true false string boolean int float array react vue typescript javascript rust java kotlin',
  ),
);

/** Words so common in work with git and packages that alone they make no lesson. */
const WEAK: ReadonlySet<string> = new Set(
  list(
    'commit stage branch main master push pull build rebuild compile package install version release tag fetch merge checkout environment env variable remote origin workspace pipeline ci',
  ),
);

/** What together says that changes in the working tree belong to somebody else. */
const OTHERS_WORK_PARTS: ReadonlySet<string> = new Set(list('not-mine uncommitted worktree stage'));

/** Words of everyday software talk: true of any session, they say nothing about what a sentence is about. */
const EVERYDAY: ReadonlySet<string> = new Set([
  ...list(
    'a an the and or of to in on at by for from with without into onto out up down over under as is are was were be been being am it its this that',
  ),
  ...list(
    'these those there here i we you they he she me my our your their them us i’ll i’m i’ve ill im ive let lets now then also just still so but if',
  ),
  ...list(
    'when while after before because since due than too very more most less least any all both each every some one two three other another same',
  ),
  ...list(
    'first last next new old own do does did done doing have has had having will would can could should may might must need needs needed want',
  ),
  ...list(
    'get got make makes made making use uses used using go going see seen look looks looking like likely seem seems appear appears found find',
  ),
  ...list(
    'run runs ran running read reading write writing add adds added adding update updates updated updating change changes changed changing',
  ),
  ...list(
    'fix fixes fixed fixing check checks checked checking verify verifies verified verifying file files code line lines function method class',
  ),
  ...list(
    'test tests testing project repo repository codebase work works worked working task issue issues problem problems thing things way case',
  ),
  ...list(
    'user agent model session tool command result results current currently right actual actually really only not no nor never yes ok okay',
  ),
  ...list(
    'good great perfect excellent clear clean well exactly which what who how why where whether about between through during already again',
  ),
  ...list(
    'instead rather however though although even yet back off via per e.g i.e etc contain contains include includes including exist exists',
  ),
  ...list(
    'set sets setting show shows showing call calls called calling keep keeps kept move moved moving try tried trying start started create',
  ),
  ...list(
    'created creates creating remove removed removing delete deleted implement implemented implementation want wanted know known mean means',
  ),
  ...list(
    "pass passes passed passing fail fails failed failing failure failures error errors don't doesn't didn't isn't aren't wasn't weren't can't",
  ),
  ...list(
    "couldn't won't wouldn't shouldn't hasn't haven't hadn't cannot that's it's there's here's let's i'll i'm i've i'd we're we'll we've they're you're",
  ),
  ...list(
    'expected expect correct correctly wrong properly simply directly quickly carefully possible possibly probably maybe need-to left right',
  ),
  ...list(
    'part parts piece full whole entire entirely complete completely completed content contents section text name names named value values type',
  ),
  ...list(
    'types object list item items example version-of number numbers many much few several enough different similar specific relevant important',
  ),
  ...list(
    'confirm confirmed confirms ensure understand review reviewed think believe note noted based following follow follows handle handles handled',
  ),
  ...list(
    'support supports supported return returns returned provide provides pick picked picks take takes taken put come comes came give gives',
  ),
  ...list(
    'once until till unless except otherwise against within across beyond upon among simple small big large minor single multiple various',
  ),
  ...list(
    'reason cause caused causes root behavior behaviour approach option options solution feature features component components page',
  ),
  ...list(
    'existing present available side point place local locally logic step steps plan proceed continue instruction',
  ),
]);

/** Inline code in Markdown. */
export const CODE_SPAN = /`([^`\n]{1,160})`/g;
const SOURCE_FILE =
  /\.(?:tsx?|jsx?|mjs|cjs|py|go|rs|rb|java|kt|kts|swift|c|cc|cpp|h|hpp|cs|php|scala|vue|svelte|css|scss|html?|dart|lua|ex|exs|sql)$/i;

/** Whether a topic is too common to make a lesson by itself. */
export function isWeakTopic(word: string): boolean {
  return WEAK.has(word);
}

/** Whether a word is of everyday talk about software. */
export function isEverydayWord(word: string): boolean {
  return EVERYDAY.has(word) || isFiller(word);
}

/** Whether a word is a common one of tools and process. */
export function isTradeWord(word: string): boolean {
  return TOPICS.has(word) || TOPICS.has(baseOf(word)) || TRADE.has(word);
}

/**
 * The terms of a sentence, unique, in order of appearance; at most 60.
 * Names keep their joints (`tmp/clones`, `--no-verify`, `origin/main`); numbers and hashes are left out.
 */
export function termsOf(sentence: string): readonly Term[] {
  const found = new Map<string, Term>();
  const add = (term: Term): void => {
    if (found.size < 60 && !found.has(term.word)) found.set(term.word, term);
  };
  const prose = sentence.slice(0, 600).replaceAll(CODE_SPAN, (_whole, code: string) => {
    for (const term of codeTerms(code)) add(term);
    return ' ';
  });
  let plain = prose;
  for (const [pattern, put] of SYNONYMS) plain = plain.replaceAll(pattern, ` ${put} `);
  for (const word of wordsOf(plain)) {
    if (isNumberOrHash(word)) continue;
    if (/[/_]|[\p{L}\d]\.[\p{L}]|\p{L}\d/u.test(word)) add(nameTerm(word));
    else {
      const base = baseOf(word);
      if (TOPICS.has(base)) add({ word: base, type: 'topic' });
      else if (!EVERYDAY.has(word) && !EVERYDAY.has(base) && base.length > 2) add({ word: base, type: 'plain' });
    }
  }
  return withOthersWork([...found.values()]);
}

/** “Unrelated changes are unstaged” has many wordings of few words each, and is one thing unless it is about a tool too. */
function withOthersWork(terms: readonly Term[]): readonly Term[] {
  const parts = terms.filter(({ word }) => OTHERS_WORK_PARTS.has(word));
  if (parts.length < 2 || !parts.some(({ word }) => word === 'not-mine')) return terms;
  const rest = terms.filter((term) => !parts.includes(term));
  if (rest.some(({ word, type }) => type === 'topic' && !WEAK.has(word))) return terms;
  return [{ word: OTHERS_WORK, type: 'topic' }, ...rest];
}

/** The words of inline code: a command gives its words, a path its stable end, an expression its identifiers. */
function codeTerms(code: string): readonly Term[] {
  return code
    .replaceAll('<user>', 'user')
    .split(/[\s"'=;|&(){}[\],<>]+/)
    .slice(0, 8)
    .flatMap((raw) => {
      const word = raw.replace(/^[.:]+(?=$)|(?<![:.])[:.]+$/g, '').replace(/(?<!:\d+)(?::\d+)+$/, '');
      const bare = word.toLowerCase();
      if (bare.length < 2 || isNumberOrHash(bare) || EVERYDAY.has(bare)) return [];
      if (/[A-Z]/.test(word) && /[a-z]/.test(word) && !word.includes('/'))
        return [{ word: bare, type: 'source' as const }];
      return TOPICS.has(baseOf(bare)) ? [{ word: baseOf(bare), type: 'topic' as const }] : [nameTerm(word)];
    });
}

function nameTerm(word: string): Term {
  const stable = stablePath(word.toLowerCase());
  return { word: stable, type: SOURCE_FILE.test(stable) ? 'source' : 'name' };
}

/** The end of a path that is the same on every machine and day: no home, no parts with long numbers or hashes. */
function stablePath(path: string): string {
  if (!path.includes('/')) return path;
  const parts = path
    .split('/')
    .filter((part) => part !== '' && part !== '.' && part !== '~' && !/\d{4}|[0-9a-f]{8}/.test(part));
  return parts.slice(-2).join('/');
}

/** Whether a word is a count, a duration, a version or a hash: it differs from session to session. */
export function isNumberOrHash(word: string): boolean {
  return /^[\d.,:/+-]+%?(?:ms|s|m|h|kb|mb|gb|px|k)?$/.test(word) || /^(?=[a-f]*\d)[0-9a-f]{6,64}$/.test(word);
}

/** One form for the forms of a word: enough for English plurals and verbs in talk about tools. */
function baseOf(word: string): string {
  if (TOPICS.has(word)) return word;
  for (const [ending, put] of ENDINGS) {
    if (!word.endsWith(ending)) continue;
    const base = word.slice(0, -ending.length) + put;
    if (TOPICS.has(base)) return base;
    const undoubled = base.replace(/([bdgmnprt])\1$/, '$1');
    if (TOPICS.has(undoubled)) return undoubled;
  }
  return word.length > 4 && /[^s]s$/.test(word) ? word.slice(0, -1) : word;
}

const ENDINGS: readonly (readonly [string, string])[] = [
  ['ies', 'y'],
  ['es', ''],
  ['es', 'e'],
  ['s', ''],
  ['ing', ''],
  ['ing', 'e'],
  ['ed', ''],
  ['ed', 'e'],
  ['er', ''],
  ["'s", ''],
];
