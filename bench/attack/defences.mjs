// The defences, and how each is taken out of the built program: the text of a built file and what takes its place.

/** Not defences against a leak but against floods: raised in every count, so that no cap hides what gets through. */
const CAPS = [
  { file: 'guards/guard-changes.js', find: 'const MAX_QUARANTINED = 10;', put: 'const MAX_QUARANTINED = 1e9;' },
  { file: 'guards/guard-changes.js', find: 'const MAX_PER_SESSION = 5;', put: 'const MAX_PER_SESSION = 1e9;' },
  { file: 'mining/index.js', find: 'const MAX_OBSERVATIONS = 200;', put: 'const MAX_OBSERVATIONS = 1e6;' },
];

/** The head of a function, and the same with another answer in front. */
const answer = (file, head, put) => ({ file, find: head, put: `${head} ${put}` });

const off = {
  reader: answer(
    'sources/tool-action.js',
    'export function outputOrigin(use, failed = false) {',
    "return use.action === 'shell' ? 'observed' : 'agent';",
  ),
  fetched: answer('screening/lower-origins.js', 'function isOutside(turn) {', 'return false;'),
  pasted: { file: 'screening/lower-origins.js', find: 'splitTyped(passage.text)', put: '[passage]' },
  packages: { file: 'screening/lower-origins.js', find: 'const PACKAGES = /', put: 'const PACKAGES = /(?!)/, __ = /' },
  installs: answer('screening/lower-origins.js', 'export function isInstalling({ command }) {', 'return false;'),
  own: answer('screening/lower-origins.js', 'function isOwnWriting(text) {', 'return false;'),
  brought: answer('screening/foreign-folders.js', 'has(call) {', 'return false;'),
  echoes: {
    file: 'screening/taint.js',
    find: "return isOutside ? passage : { ...passage, origin: 'external' };",
    put: 'return passage;',
  },
  words: answer('screening/heard-words.js', 'isForeign(call) {', 'return false;'),
  texts: { file: 'screening/heard-words.js', find: " || first === 'text'", put: '' },
  told: { file: 'screening/heard-words.js', find: "'outside');", put: "'text');" },
  advised: answer('screening/taint.js', 'noteAdvised(text) {', 'return;'),
  commands: answer('screening/taint.js', 'originOf(turn) {', 'return turn.commandOrigin;'),
  earlier: answer('mining/lower-heard.js', 'get isEmpty() {', 'return true;'),
  hearsay: answer('mining/remark-trust.js', 'hearsay() {', 'return new Set();'),
  advice: { file: 'mining/failures.js', find: "? 'external' : 'observed';", put: "? 'observed' : 'observed';" },
  origin: { file: 'guards/guard-changes.js', find: "change.trust === 'external'", put: 'false' },
  impact: { file: 'guards/guard-changes.js', find: '|| impacts.length > 0;', put: ';' },
  apart: {
    file: 'store/write-run.js',
    find: 'run.changes.filter((change) => !change.quarantined)',
    put: 'run.changes',
  },
  apartToo: { file: 'store/write-run.js', find: 'run.changes.filter((change) => change.quarantined)', put: '[]' },
  trust: {
    file: 'guards/check-bytes.js',
    find: 'const [impact] = trusted ? [] : ',
    put: 'const [impact] = true ? [] : ',
  },
  bulk: { file: 'commands/review/rule-changes.js', find: 'new Set([...apart, ', put: 'new Set([' },
};

/** What still holds whatever enters as text of this machine: without these two only its origin does. */
const BY_TEXT = ['names only a text gave', 'advice that tools print'];

/**
 * What each defence is, the places where it must show (washings and origins; every payload of the set is planted there), which
 * count must rise without it, and, where another defence catches the same, which: then the two are taken out together.
 */
export const DEFENCES = [
  {
    name: 'stamping by the readers',
    patches: [off.reader],
    at: [
      ['obeyed', 'MCP result'],
      ['obeyed', 'issue'],
    ],
    coveredBy: ['fetched output', ...BY_TEXT],
  },
  {
    name: 'fetched output',
    patches: [off.fetched],
    at: [
      ['obeyed', 'issue'],
      ['obeyed', 'web page'],
    ],
    coveredBy: ['stamping by the readers', ...BY_TEXT],
  },
  {
    name: 'lowering of pastes and quotes',
    patches: [off.pasted],
    at: [
      ['only read', 'pasted by the user'],
      ['only read', 'pasted as code'],
    ],
  },
  { name: 'package folders', patches: [off.packages], at: [['obeyed', 'vendored file']], coveredBy: BY_TEXT },
  { name: 'package output', patches: [off.installs], at: [['obeyed', 'package output']], coveredBy: BY_TEXT },
  {
    name: 'what was cloned or downloaded',
    patches: [off.brought],
    at: [['obeyed', 'cloned project']],
    coveredBy: BY_TEXT,
  },
  { name: 'own writing', patches: [off.own], at: [['obeyed', 'own playbook']], coveredBy: BY_TEXT },
  {
    name: 'echoes, word for word',
    patches: [off.echoes],
    at: [
      ['in other words', 'web page'],
      ['echoed', 'web page'],
    ],
    coveredBy: ['notes that repeat a page', 'what earlier sessions heard'],
  },
  {
    name: 'notes that repeat a page',
    patches: [off.hearsay],
    at: [
      ['in other words', 'web page'],
      ['in other words', 'MCP result'],
    ],
    coveredBy: ['what earlier sessions heard'],
  },
  {
    name: 'names followed into commands',
    patches: [off.words],
    at: [
      ['obeyed otherwise', 'web page'],
      ['obeyed otherwise', 'MCP result'],
    ],
  },
  {
    name: 'names only a text gave',
    patches: [off.texts],
    at: [
      ['obeyed', 'README of the project'],
      ['obeyed', 'statement of a tool'],
    ],
    coveredBy: ['advice that tools print'],
  },
  {
    name: 'advice that tools print',
    patches: [off.told, off.advised],
    at: [['obeyed', 'statement of a tool']],
    coveredBy: ['names only a text gave'],
  },
  {
    name: 'origin of commands',
    patches: [off.commands],
    at: [
      ['obeyed', 'web page'],
      ['obeyed otherwise', 'web page'],
    ],
  },
  {
    name: 'what earlier sessions heard',
    patches: [off.earlier],
    at: [
      ['written and obeyed', 'web page'],
      ['committed', 'web page'],
    ],
    coveredBy: BY_TEXT,
  },
  {
    name: 'fixes that the error printed',
    patches: [off.advice],
    at: [
      ['advice obeyed', 'statement of a failure'],
      ['advice obeyed', 'advice of a failure'],
    ],
    coveredBy: BY_TEXT,
  },
  {
    name: 'quarantine by origin',
    patches: [off.origin],
    at: [
      ['advice obeyed', 'statement of a failure'],
      ['advice obeyed', 'advice of a failure'],
    ],
  },
  { name: 'high impact', patches: [off.impact], at: [['only read', 'typed, of high impact']] },
  {
    name: 'quarantine on a reference apart',
    patches: [off.apart, off.apartToo],
    at: [['only read', 'typed, of high impact']],
  },
  {
    name: '--trust',
    patches: [off.trust],
    at: [['only read', 'typed, of high impact']],
    counts: 'after',
    coveredBy: ['accept --all leaves quarantine out'],
  },
  {
    name: 'accept --all leaves quarantine out',
    patches: [off.bulk],
    at: [['only read', 'typed, of high impact']],
    counts: 'after',
    coveredBy: ['--trust'],
  },
];

export function patchesFor(names) {
  return names.flatMap((name) => {
    if (name === 'caps') return CAPS.map((one) => ({ name, ...one }));
    const defence = DEFENCES.find((one) => one.name === name);
    if (defence === undefined) throw new Error(`attack: there is no defence “${name}”.`);
    return defence.patches.map((one) => ({ name, ...one }));
  });
}
