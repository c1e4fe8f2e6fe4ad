// Labelled sentences: which labels are found, and which finds are none.
import { readFileSync } from 'node:fs';

/** Our kinds by the names of the labels. */
const KINDS = {
  EMAIL_ADDRESS: 'email',
  PHONE_NUMBER: 'phone',
  CREDIT_CARD: 'card',
  IBAN_CODE: 'iban',
  IP_ADDRESS: 'ip',
};

/** Sentences with their labels: `{ text, labels: [{ kind, start, end }] }`; labels of other kinds keep their name. */
export function readPresidio(file) {
  return JSON.parse(readFileSync(file, 'utf8')).map((row) => ({
    text: row.full_text,
    labels: row.spans.map((span) => ({
      kind: KINDS[span.entity_type] ?? span.entity_type,
      start: span.start_position,
      end: span.end_position,
    })),
  }));
}

/** The e-mail addresses of the set. */
export function readPropile(file) {
  return readFileSync(file, 'utf8')
    .split('\n')
    .filter((line) => line.trim() !== '')
    .map((line) => JSON.parse(line).email)
    .filter((email) => typeof email === 'string' && email.includes('@'));
}

/** One line of the table for each kind. */
export async function scoreLabels(rows, emails, findSecrets) {
  const found = await findSecrets(rows.map((row) => row.text));
  const spans = found.map((one) => one.filter((span) => span.kind === 'personal'));
  const lines = Object.values(KINDS).map((kind) => {
    let [labelled, whole, partly, right, wrong] = [0, 0, 0, 0, 0];
    for (const [index, { labels }] of rows.entries()) {
      for (const label of labels.filter((one) => one.kind === kind)) {
        labelled += 1;
        const over = spans[index].filter((span) => span.start < label.end && span.end > label.start);
        if (over.some((span) => span.start <= label.start && span.end >= label.end)) whole += 1;
        else if (over.length > 0) partly += 1;
      }
      for (const span of spans[index].filter((one) => one.id === kind)) {
        if (labels.some((label) => label.kind === kind && span.start < label.end && span.end > label.start)) right += 1;
        else wrong += 1;
      }
    }
    return [kind, labelled, whole, partly, share(whole, labelled), right, wrong, share(right, right + wrong)];
  });
  const sentences = emails.map((email) => `Please write to ${email} about it.`);
  const told = await findSecrets(sentences);
  const whole = told.filter((one, index) =>
    one.some((span) => span.start <= 16 && span.end >= 16 + emails[index].length),
  ).length;
  lines.push(['email (propile)', emails.length, whole, '', share(whole, emails.length), '', '', '']);
  return lines;
}

/** A share with three digits, such as `0.967`. */
export function share(part, whole) {
  return whole === 0 ? 'n/a' : (part / whole).toFixed(3);
}
