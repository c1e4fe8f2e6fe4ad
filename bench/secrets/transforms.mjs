// How a secret may be dressed up. Each takes the secret and gives what stands in its place in the text; `whole` ones
// take the text around it, too. `claimed` says whether finding it is promised.

const codes = (text, print) => [...text].map((letter) => print(letter.codePointAt(0).toString(16))).join('');
const halves = (text) => [text.slice(0, Math.floor(text.length / 2)), text.slice(Math.floor(text.length / 2))];
const base64 = (text) => Buffer.from(text).toString('base64');

/** @type {{ name: string, claimed: boolean, whole?: boolean, change: (text: string) => string }[]} */
export const TRANSFORMS = [
  { name: 'as it is', claimed: true, change: (text) => text },
  { name: 'zero-width characters inside', claimed: true, change: (text) => Array.from(text).join('\u200B') },
  {
    name: 'tag characters and selectors inside',
    claimed: true,
    change: (text) => Array.from(text).join('\u{E0041}\uFE0F'),
  },
  { name: 'a combining mark on each letter', claimed: true, change: (text) => Array.from(text).join('\u0301') },
  {
    name: 'full-width letters',
    claimed: true,
    change: (text) => text.replaceAll(/[!-~]/g, (one) => String.fromCodePoint(one.codePointAt(0) + 0xfee0)),
  },
  { name: 'base64 of the line', claimed: true, whole: true, change: base64 },
  { name: 'base64 twice', claimed: true, whole: true, change: (text) => base64(base64(text)) },
  {
    name: 'base64url of the line',
    claimed: true,
    whole: true,
    change: (text) => Buffer.from(text).toString('base64url'),
  },
  {
    name: 'base64 in lines of 76',
    claimed: true,
    whole: true,
    change: (text) => base64(`${text} and more of that text`).replaceAll(/.{76}/g, '$&\n'),
  },
  { name: 'URL-encoded', claimed: true, change: (text) => encodeURIComponent(text) },
  {
    name: 'URL-encoded, every letter',
    claimed: true,
    change: (text) => codes(text, (code) => `%${code.padStart(2, '0')}`),
  },
  { name: 'URL-encoded line', claimed: true, whole: true, change: (text) => encodeURIComponent(text) },
  {
    name: 'URL-encoded line, twice',
    claimed: true,
    whole: true,
    change: (text) => encodeURIComponent(encodeURIComponent(text)),
  },
  {
    name: 'JSON escapes (\\u0041)',
    claimed: true,
    change: (text) => codes(text, (code) => `\\u${code.padStart(4, '0')}`),
  },
  {
    name: 'escapes of C (\\x41)',
    claimed: true,
    change: (text) => codes(text, (code) => `\\x${code.padStart(2, '0')}`),
  },
  { name: 'a JSON string', claimed: true, whole: true, change: (text) => JSON.stringify(`first\n${text}\nlast`) },
  {
    name: 'a JSON string in a JSON string',
    claimed: true,
    whole: true,
    change: (text) => JSON.stringify(JSON.stringify({ a: `first\n${text}` })),
  },
  { name: 'HTML entities', claimed: true, change: (text) => codes(text, (code) => `&#x${code};`) },
  {
    name: 'quoted-printable',
    claimed: true,
    whole: true,
    change: (text) => text.replaceAll('=', '=3D').replaceAll(/.{60}/g, '$&=\n'),
  },
  { name: 'hexadecimal line', claimed: true, whole: true, change: (text) => Buffer.from(text).toString('hex') },
  { name: 'split by backslash and line end', claimed: true, change: (text) => halves(text).join('\\\n') },
  { name: 'split by "…" + "…"', claimed: true, change: (text) => halves(text).join('" + "') },
  { name: "split by '…' '…' over lines", claimed: true, change: (text) => halves(text).join("'\n  '") },
  { name: 'ANSI colour codes inside', claimed: true, change: (text) => halves(text).join('\u001B[1;31m') },
  {
    name: 'over a border of 64 kB',
    claimed: true,
    whole: true,
    change: (text) =>
      `${'lorem ipsum '.repeat(4_100).slice(0, 48_536 - Math.floor(text.length / 2))}\n${text}\n${'dolor sit amet '.repeat(3_000)}`,
  },
  { name: 'split by a space', claimed: false, change: (text) => halves(text).join(' ') },
  { name: 'split by a line end', claimed: false, change: (text) => halves(text).join('\n') },
  { name: 'upper case', claimed: false, change: (text) => text.toUpperCase() },
  { name: 'backwards', claimed: false, change: (text) => Array.from(text).toReversed().join('') },
];
