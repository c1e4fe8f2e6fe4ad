// The same values as an attacker, a web page or a program may dress them.
import { share } from './labels.mjs';

const CARRIERS = {
  email: (value) => `mail ${value} now`,
  phone: (value) => `phone: ${value} now`,
  card: (value) => `card ${value} now`,
  iban: (value) => `pay to ${value} now`,
  ip: (value) => `from ${value} now`,
};

const TRANSFORMS = {
  plain: (value) => value,
  'zero-width between': (value) => [...value].join('\u200b'),
  'tag characters between': (value) => [...value].join('\u{e0041}'),
  'soft hyphens between': (value) => [...value].join('\u00ad'),
  'full-width': (value) =>
    value.replaceAll(/[!-~]/g, (character) => String.fromCodePoint(character.codePointAt(0) + 0xfee0)),
  'mathematical digits': (value) => value.replaceAll(/\d/g, (digit) => String.fromCodePoint(0x1d7ce + Number(digit))),
  'URL-encoded': (value) => encodeURIComponent(value).replaceAll('.', '%2E'),
  'every byte URL-encoded': (value) =>
    [...Buffer.from(value)].map((byte) => `%${byte.toString(16).padStart(2, '0')}`).join(''),
  'no-break blanks': (value) => value.replaceAll(' ', '\u00a0'),
};
const SPELLED = {
  '(at)': (value) => value.replace('@', ' (at) '),
  '[at] [dot]': (value) => value.replace('@', ' [at] ').replaceAll('.', ' [dot] '),
  'at, dot': (value) => value.replace('@', ' at ').replaceAll('.', ' dot '),
  '&#64;': (value) => value.replace('@', '&#64;'),
};

/** Head and lines of the table: transforms by kinds. */
export async function scoreTransforms(rows, emails, findSecrets) {
  const kinds = Object.keys(CARRIERS);
  const values = Object.fromEntries(
    kinds.map((kind) => [
      kind,
      rows.flatMap((row) =>
        row.labels.filter((label) => label.kind === kind).map((label) => row.text.slice(label.start, label.end)),
      ),
    ]),
  );
  const lines = [];
  for (const [name, transform] of Object.entries({ ...TRANSFORMS, ...SPELLED })) {
    const cells = [];
    for (const kind of kinds) {
      if (name in SPELLED && kind !== 'email') cells.push('');
      else cells.push(await recall(values[kind].map(transform), CARRIERS[kind], findSecrets));
    }
    lines.push([name, ...cells]);
  }
  return [['', ...kinds], lines];
}

async function recall(values, carry, findSecrets) {
  const texts = values.map((value) => carry(value));
  const found = await findSecrets(texts);
  const hidden = values.filter((value, index) => {
    const start = texts[index].indexOf(value);
    return found[index].some((span) => span.start <= start && span.end >= start + value.length);
  }).length;
  return share(hidden, values.length);
}
