// Counts canaries in what a run wrote: every file and message that hangs on a branch, told apart by where in them.
import { execFileSync } from 'node:child_process';
import { marksIn } from './canary.mjs';

/** Where in a file or message a mark can stand; the first five must hold none, the last two are quotes of evidence. */
export const PLACES = [
  'path',
  'front matter',
  'instructions',
  'message',
  'output',
  'quoted in file',
  'quoted in message',
];
/** Where no mark may stand. */
export const MUST_BE_CLEAN = PLACES.slice(0, 5);
/** Sections that quote what failed and say why. */
const QUOTING = new Set(['avoid', 'why']);

/** Marks by place, each as `place → set of marks`. */
export class Count {
  constructor() {
    /** Marks in lines, paths and messages that must hold none, each place of each counted. */
    this.hits = 0;
    this.marks = new Map(PLACES.map((place) => [place, new Map()]));
  }

  add(place, text, where) {
    for (const mark of marksIn(text)) {
      const places = this.marks.get(place);
      if (MUST_BE_CLEAN.includes(place)) this.hits += 1;
      if (!places.has(mark)) places.set(mark, where());
    }
  }

  addOutput(text, name) {
    this.add('output', text, () => name);
  }

  addFile(path, text) {
    this.add('path', path, () => path);
    const end = text.startsWith('---\n') ? text.indexOf('\n---\n', 4) : -1;
    if (end !== -1) this.add('front matter', text.slice(0, end), () => text);
    let section = '';
    for (const line of text.slice(end + 1).split('\n')) {
      section = /^\*\*([A-Za-z]{1,20})\*\*/.exec(line)?.[1]?.toLowerCase() ?? section;
      this.add(QUOTING.has(section) ? 'quoted in file' : 'instructions', line, () => text);
    }
  }

  addMessage(message) {
    for (const line of message.split('\n')) {
      this.add(/^\s{4}/.test(line) ? 'quoted in message' : 'message', line, () => message);
    }
  }
}

/** Counts all that hangs on the branches of a memory: their commits' messages and every file in any of their trees. */
export function countBranches(memory, count) {
  const git = (...args) => execFileSync('git', ['-C', memory, ...args], { encoding: 'utf8', maxBuffer: 1 << 30 });
  const branches = git('for-each-ref', '--format=%(objectname)', 'refs/heads')
    .split('\n')
    .filter((id) => id !== '');
  if (branches.length === 0) return { files: [] };
  for (const message of git('log', '--format=%B%x00', ...branches).split('\0'))
    count.addMessage(message.replace(/^\n/, ''));
  const names = new Map();
  for (const line of git('rev-list', '--objects', ...branches).split('\n')) {
    const space = line.indexOf(' ');
    if (space !== -1 && /\.\w+$/.test(line)) names.set(line.slice(0, space), line.slice(space + 1));
  }
  const printed = execFileSync('git', ['-C', memory, 'cat-file', '--batch'], {
    input: [...names.keys()].join('\n'),
    maxBuffer: 1 << 30,
  });
  const files = [];
  for (let at = 0; at < printed.length;) {
    const end = printed.indexOf(10, at);
    const [id, , size] = printed.subarray(at, end).toString('latin1').split(' ');
    const text = printed.subarray(end + 1, end + 1 + Number(size)).toString('utf8');
    at = end + 2 + Number(size);
    const path = names.get(id) ?? '';
    count.addFile(path, text);
    files.push({ path, text });
  }
  return { files };
}
