// What stays the same of a command from session to session, and what varies: numbers, ids, files, texts become
// `<placeholder>`s. Pure text questions on one command as a person would write it.

/** A command with what varies left open, twice: closely as written, and with files, names and values open as well. */
export interface Template {
  /** Ids, hashes, quoted texts and paths of one machine are open. */
  readonly close: string;
  /** Files, folders, names and values of options are open, too. */
  readonly open: string;
  /** Its options without their values, sorted. */
  readonly flags: readonly string[];
}

const MAX_TOKENS = 40;
/** Options whose value picks tests by name. */
const NAME_FLAG =
  /^(?:-run|--?run|-k|-t|-g|--grep|--filter|--tests?|--testNamePattern|--test-name-pattern|--name|-only-testing)$/;
/** Options whose value is free text. */
const TEXT_FLAG = /^(?:-m|-am|--message|--title|--body|--notes|--description|--subject|--comment|--reason|--prompt)$/;
/** Options whose value names a repository, which looks like a folder. */
const REPOSITORY_FLAG = /^(?:--repo|-R|--repository|--project|--scope)$/;
const BRANCH_FLAG = /^(?:-b|-B|-c|-C|--branch|--head)$/;
const MACHINE_PATH = /^(?:~|\/(?!dev\/null$)|[A-Za-z]:[\\/]|file:)|<user>|\/(?:Users|home|tmp|private|var)\//;
const TEST_SUFFIX = /(?:[._-](?:test|spec|tests|e2e|stories|bench)|(?:Test|Tests|Spec|IT))\.[A-Za-z]{1,5}$/;
const TEST_PREFIX = /^(?:.*\/)?test_[^/]*\.(?:py|rb)$/;
const FILE = /^[\w@.+[\]()/-]+\.[A-Za-z][A-Za-z0-9]{0,9}$/;
const FOLDER = /^(?:\.{1,2}\/|[\w@.+-]+\/)[\w@.+/-]*$/;

/**
 * What recurs of a command.
 * @param display the command as written, words parted by single spaces
 * @param fixed how many words at its start name what is run, and stay as they are
 * @returns null when it cannot be told (substitutions, control structures, too many words)
 */
export function templateOf(display: string, fixed: number): Template | null {
  if (/\$\(|`|<\(|<<|\n/.test(display)) return null;
  const tokens = splitWords(display);
  if (tokens.length > MAX_TOKENS) return null;
  const close: string[] = [];
  const open: string[] = [];
  const flags = new Set<string>();
  let start = 0;
  // `cd folder && …` in front is a part of the command that does not vary.
  if (tokens[0] === 'cd' && tokens[2] === '&&') start = 3;
  tokens.forEach((token, at) => {
    if (at < start + fixed) {
      push(close, token);
      push(open, token);
      return;
    }
    const before = at === start + fixed ? '' : (tokens[at - 1] ?? '');
    const flag = /^(--?[A-Za-z][\w-]*)(?:=(.*))?$/s.exec(token);
    if (flag !== null) {
      const [, name = '', value] = flag;
      flags.add(name);
      push(close, value === undefined ? token : `${name}=${closeValue(value, name)}`);
      push(open, value === undefined ? token : `${name}=${openValue(value, name)}`);
      return;
    }
    push(close, closeValue(token, before));
    push(open, openValue(token, before));
  });
  return { close: close.join(' '), open: open.join(' '), flags: [...flags].sort() };
}

/** Several files in a row are one placeholder. */
function push(list: string[], token: string): void {
  if (list.at(-1) !== token || !token.includes('<')) list.push(token);
}

function closeValue(token: string, before: string): string {
  const bare = unquoted(token);
  if (TEXT_FLAG.test(before) && (bare.length < token.length || bare === '…')) return `"<${textName(before)}>"`;
  if (/\s|…/.test(bare) || bare.length > 60) {
    if (bare === token) return '<file>';
    return before.startsWith('-') ? `"<${NAME_FLAG.test(before) ? 'name' : textName(before)}>"` : '"<text>"';
  }
  if (/^[0-9a-f]{8}-[0-9a-f]{4}-/i.test(bare)) return '<id>';
  if (/^(?=[0-9a-f]*\d)[0-9a-f]{7,40}$/i.test(bare)) return /^\d+$/.test(bare) ? '<id>' : '<commit>';
  if (/^v?\d+\.\d+(?:\.\d+)?(?:[-+][\w.]+)?$/.test(bare)) return '<version>';
  if (/^#?\d+$/.test(bare) && !before.startsWith('-')) return bare.length >= 5 ? '<id>' : '<n>';
  if (/^[a-z]+:\/\//i.test(bare) && !/^https?:\/\/(?:localhost|127\.0\.0\.1)\b/.test(bare)) return '<url>';
  if (/^\$\{?\w+\}?$/.test(bare)) return '<value>';
  if (MACHINE_PATH.test(bare)) return FILE.test(bare.slice(bare.lastIndexOf('/') + 1)) ? '<file>' : '<folder>';
  return token;
}

function openValue(token: string, before: string): string {
  const close = closeValue(token, before);
  if (close !== token) return close;
  const bare = unquoted(token);
  if (REPOSITORY_FLAG.test(before)) return token;
  if (NAME_FLAG.test(before)) return bare === token ? '<name>' : '"<name>"';
  if (BRANCH_FLAG.test(before) && /\//.test(bare)) return '<branch>';
  if (TEXT_FLAG.test(before)) return `<${textName(before)}>`;
  if (/^\d+$/.test(bare)) return '<n>';
  if (/^@?[\w./-]+@v?\d/.test(bare)) return '<package>@<version>';
  const assigned = /^([A-Za-z][\w.-]*)=(.+)$/.exec(bare);
  if (assigned !== null) return `${assigned[1] ?? ''}=<value>`;
  if (/^\w+(?:,\w+)+$/.test(bare)) return '<fields>';
  if (bare !== token) return '"<text>"';
  return openPath(bare);
}

/** A path keeps its first folder and what tells a test file from others. */
function openPath(path: string): string {
  const [whole = '', part] = path.split('::');
  const plain = whole.replace(/:\d+(?::\d+)?$/, '');
  if (part !== undefined && !FILE.test(plain)) return '<name>';
  const name = part === undefined ? '' : '::<name>';
  if (/^(?:origin|upstream|refs)\//.test(path)) return path;
  if (/^@[\w-]+\/[\w.-]+$/.test(path)) return '<package>';
  const suffix = TEST_PREFIX.test(plain) ? plain.slice(plain.lastIndexOf('.')) : TEST_SUFFIX.exec(plain)?.[0];
  if (suffix !== undefined) {
    const [top = ''] = plain.replace(/^\.\//, '').split('/', 1);
    return `${/^[\w-]+$/.test(top) && plain.includes('/') ? `${top}/<path>` : '<name>'}${suffix}${name}`;
  }
  if (plain === './...') return path;
  if (plain.endsWith('/...')) return `${plain.startsWith('./') ? './' : ''}<folder>/...`;
  if (FILE.test(plain)) return '<file>';
  return FOLDER.test(plain) && plain !== './' ? '<folder>' : path;
}

function textName(flag: string): string {
  if (/^-a?m$/.test(flag)) return 'message';
  const long = /^--([a-z][a-z-]{1,20})$/.exec(flag)?.[1];
  return long ?? 'text';
}

function unquoted(token: string): string {
  return token.replace(/^(["'])(.*)\1$/s, '$2');
}

/** Words of a command line; quotes hold words together, a backslash the next character. */
export function splitWords(display: string): readonly string[] {
  const words: string[] = [];
  let word = '';
  let quote = '';
  for (let at = 0; at < display.length; at += 1) {
    const char = display[at] ?? '';
    if (quote === '' && char === ' ') {
      if (word !== '') words.push(word);
      word = '';
      continue;
    }
    word += char;
    if (char === '\\' && quote !== "'") {
      word += display[at + 1] ?? '';
      at += 1;
    } else if (quote === char) quote = '';
    else if (quote === '' && (char === '"' || char === "'")) quote = char;
  }
  if (word !== '') words.push(word);
  return words;
}
