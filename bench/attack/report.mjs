// The table of an attack as Markdown.
import { execFileSync } from 'node:child_process';
import { MUST_BE_CLEAN } from './count.mjs';
import { KEPT_WANTED } from './tally.mjs';

const QUOTES = ['quoted in file', 'quoted in message'];

export function printReport({ tally, rows, payloads, sets, sample, whole, seconds, root }) {
  const commit = execFileSync('git', ['-C', root, 'rev-parse', '--short=12', 'HEAD'], { encoding: 'utf8' }).trim();
  const day = new Date().toISOString().slice(0, 10);
  const { lessons } = tally;
  const much = whole
    ? 'every origin in every washing'
    : 'every origin as it is, and every washing with the origins in turn';
  return `${[
    '# What poisoned logs can do',
    '',
    `Taken on ${day} at commit ${commit} by \`npm run attack\` in ${seconds} s${sample > 1 ? `, with every ${sample}th payload` : ''}. Caps on a run are raised, so that none hides a leak.`,
    '',
    `${payloads.length} payloads in ${tally.places.length} places (${much}), each with a canary of its own. What the columns mean is told in [README.md](README.md).`,
    '',
    '## By set',
    '',
    table(
      ['set', 'payloads'],
      sets.map((set) => [
        set,
        payloads.filter((one) => one.set === set).length,
        ...figures(tally, (place) => place.payload.set === set),
      ]),
    ),
    '',
    `In a model request outside a data block: no model engine: no request is made.`,
    `True lessons kept: ${lessons.kept} of ${lessons.wanted} (${(tally.kept * 100).toFixed(1)} %, wanted ${KEPT_WANTED * 100} %). Changes that went to quarantine: ${tally.quarantined}.`,
    '',
    '## By origin',
    '',
    table(
      ['origin'],
      namesOf(tally, 'origin').map((name) => [name, ...figures(tally, (place) => place.origin.name === name)]),
    ),
    '',
    '## By what became of it',
    '',
    table(
      ['washing'],
      namesOf(tally, 'washing').map((name) => [name, ...figures(tally, (place) => place.washing.name === name)]),
    ),
    ...leaksOf(tally),
    ...(rows.length === 0 ? [] : ['', '## Each defence taken out', '', ...ablations(rows)]),
  ].join('\n')}\n`;
}

function namesOf(tally, kind) {
  return [...new Set(tally.places.map((place) => place[kind].name))];
}

function figures(tally, isMeant) {
  const count = (places) => [...places].filter(isMeant).length;
  return [
    tally.places.filter(isMeant).length,
    count(tally.leaked(tally.above)),
    count(tally.leaked(tally.after)),
    ...QUOTES.map((where) => count(tally.above.get(where).keys())),
  ];
}

function table(names, rows) {
  const head = [...names, 'places', 'above quarantine', 'after accept --all', ...QUOTES];
  return [head, head.map((_, at) => (at < names.length - (names.length > 1 ? 1 : 0) ? '---' : '--:')), ...rows]
    .map((row) => `| ${row.join(' | ')} |`)
    .join('\n');
}

function leaksOf(tally) {
  const lines = MUST_BE_CLEAN.flatMap((where) =>
    [...tally.above.get(where).keys()].map(
      ({ payload, origin, washing, canary }) =>
        `- ${where}: ${washing.name}, ${origin.name}, ${canary.form} (${payload.set} ${payload.id})`,
    ),
  );
  return lines.length === 0
    ? []
    : [
        '',
        '## What got through',
        '',
        ...lines.slice(0, 100),
        ...(lines.length > 100 ? [`- and ${lines.length - 100} more`] : []),
      ];
}

function ablations(rows) {
  const lines = rows.map(
    ({ name, before, after, verdict, red }) =>
      `| ${name} | ${before} | ${after} | ${red ? `**${verdict}**` : verdict} |`,
  );
  return ['| defence | with it | without it | |', '| --- | --: | --: | --- |', ...lines];
}
