// The playbooks of the property test. A text is three numbers that stand so far apart in it that git merges each by
// itself; so what a three-way merge gives can be said without git.
import { createHash } from 'node:crypto';
import { makePlaybook, printPlaybook } from '../../src/model/playbook.ts';
import type { Playbook } from '../../src/model/playbook.ts';

/** What they are about, and the command that each prescribes. */
const COMMANDS: Readonly<Record<string, string>> = {
  bun: 'bun run',
  lint: 'make lint',
  proxy: 'node proxy.js',
  schema: 'rake migrate',
  wheels: 'cargo bench',
  zones: 'go vet',
};
export const NAMES = Object.keys(COMMANDS);
const WAYS = ['alpha', 'bravo', 'charlie', 'delta'];
export const SUPPORT = { sessions: 3, days: 2, people: 1, first: '2026-11-01', last: '2026-11-02' };

export interface Slots {
  /** What is prescribed: the value of the playbook. */
  readonly rule: number;
  readonly note: number;
  readonly more: number;
}

export function pathOf(name: string): string {
  return `playbooks/team--app/${name}.md`;
}

export function titleOf(name: string): string {
  return `About ${name}`;
}

export function playbookOf(name: string, { rule, note, more }: Slots): Playbook {
  // Under headings that claim nothing, so that the value of a playbook is its rule alone.
  const calm = [
    '',
    '**Check** These lines stand between',
    'what people and runs change',
    'so that git can tell',
    'one from the other.',
    '',
  ];
  const body = [
    '',
    `**When** ${name} is worked on.`,
    '',
    `**Do** \`${COMMANDS[name] ?? name} ${WAYS[rule % WAYS.length] ?? ''}\`.`,
    ...calm,
    `**Why** It was seen in place ${note}.`,
    ...calm,
    `**Where** Remark ${more}.`,
    '',
  ].join('\n');
  const parts = { path: pathOf(name), id: name, title: titleOf(name), kind: 'pitfall' as const, project: 'team/app' };
  return makePlaybook({ ...parts, support: SUPPORT, body });
}

export function textOf(name: string, slots: Slots): string {
  return printPlaybook(playbookOf(name, slots));
}

export function slotsOf(text: string): Slots {
  const [, way = '', note = '', more = ''] =
    /\*\*Do\*\* `.* (\w+)`\.[^]*seen in place (\d+)\.[^]*Remark (\d+)\./.exec(text) ?? [];
  if (way === '') throw new Error(`not a text of this test: ${text}`);
  return { rule: WAYS.indexOf(way), note: Number(note), more: Number(more) };
}

export function nameOf(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1, -'.md'.length);
}

/** What a playbook claims, as the test sees it. */
export function valueOf(name: string, { rule }: Slots): string {
  return `${name} ${rule % WAYS.length}`;
}

/** What stands in the place of a text that a person has to decide on. */
export const CONFLICT = 'conflict';

/** @returns the text with both sides' changes, null when it is to be absent, `CONFLICT` when a person has to decide */
export function mergeTexts(old: string | null, ours: string | null, theirs: string | null): string | null {
  if (ours === old) return theirs;
  if (ours === theirs || theirs === old) return ours;
  if (old === null || ours === null || theirs === null) return CONFLICT;
  const [base, left, right] = [slotsOf(old), slotsOf(ours), slotsOf(theirs)];
  const merged = { ...base };
  for (const slot of ['rule', 'note', 'more'] as const) {
    if (left[slot] !== right[slot] && left[slot] !== base[slot] && right[slot] !== base[slot]) return CONFLICT;
    merged[slot] = left[slot] === base[slot] ? right[slot] : left[slot];
  }
  const name = /^id: (.*)$/m.exec(ours)?.[1] ?? '';
  return textOf(name, merged);
}

export function printIndex(playbooks: readonly { readonly title: string }[]): string {
  return `# Memory\n\n${playbooks.map(({ title }) => `- ${title}\n`).join('')}`;
}

/** Git's id of a file with this text. */
export function blobId(text: string): string {
  return createHash('sha1')
    .update(`blob ${Buffer.byteLength(text)}\0${text}`)
    .digest('hex');
}
