// Which instructions could do harm if obeyed, whoever they come from. Commands are looked at through a shell parser and
// then word by word, prose through patterns; each rule says its name and the line it fired on, so that a person can judge.
import type { Impact } from '../model/change.ts';
import { parsePlaybook } from '../model/playbook.ts';
import { isQuoted, sectionsOf } from '../text/sections.ts';
import { readCommands, type ReadCommand } from './impact/read-commands.ts';
import type { ImpactRule } from './impact/rule.ts';
import { CHECK_RULES } from './impact/rules/checks.ts';
import { CODE_RULES } from './impact/rules/code.ts';
import { CONDUCT_RULES } from './impact/rules/conduct.ts';
import { CREDENTIAL_RULES } from './impact/rules/credentials.ts';
import { HIDDEN_RULES } from './impact/rules/hidden.ts';
import { LOSS_RULES } from './impact/rules/loss.ts';
import { MARKUP_RULES } from './impact/rules/markup.ts';
import { NETWORK_RULES } from './impact/rules/network.ts';
import { PACKAGE_RULES } from './impact/rules/packages.ts';
import { PLACE_RULES } from './impact/rules/places.ts';
import { blocksOf, wordedParagraphs, type Paragraph, type TextBlock } from './impact/text-blocks.ts';

export const HIGH_IMPACT_RULES: readonly ImpactRule[] = [
  ...NETWORK_RULES,
  ...PACKAGE_RULES,
  ...CHECK_RULES,
  ...CODE_RULES,
  ...LOSS_RULES,
  ...PLACE_RULES,
  ...CREDENTIAL_RULES,
  ...CONDUCT_RULES,
  ...MARKUP_RULES,
  ...HIDDEN_RULES,
];

/** Rules about what has no honest place in a playbook at all, a quoted error and a reason included. */
const EVERYWHERE = HIGH_IMPACT_RULES.filter((rule) => rule.everywhere === true);

/**
 * Why a playbook's new text is of high impact.
 *
 * What stood there already, word for word and in the same section under the same title and condition, was trusted by a
 * person by its id. It does not count again: a flag that every later revision raises would only teach people to type
 * `--trust` without looking. Whatever changes what the line means or when it applies makes it count anew.
 * @param path the playbook's file
 * @param after its new text, front matter included
 * @param before the text that is in the memory, null when there is none
 * @returns lines counted from 1 within the file; empty when nothing new is of high impact
 */
export function findImpacts(path: string, after: string, before: string | null): readonly Impact[] {
  const parsed = parsePlaybook(after, path);
  if (!parsed.ok) return [];
  const old = before === null ? null : parsePlaybook(before, path);
  const { title, sections } = newParts(parsed.value, old?.ok === true ? old.value : null);
  const told = [title, ...[...sections].filter(([name]) => !isQuoted(name)).map(([, text]) => text)].join('\n');
  const found = [...findHighImpact(told), ...findHighImpact([...sections.values()].join('\n'), EVERYWHERE)];
  const lines = after.split('\n');
  const first = parsed.value.head.split('\n').length - 1;
  const seen = new Set<string>();
  return found.flatMap((one) => {
    const start = one.text.replace(/…$/, '');
    // The title stands in the front matter, all else below it.
    const below = lines.findIndex((written, at) => at >= first && written.includes(start));
    const line = 1 + Math.max(0, below === -1 ? lines.findIndex((written) => written.includes(start)) : below);
    const key = `${one.rule} ${line}`;
    if (seen.has(key)) return [];
    seen.add(key);
    return [{ rule: one.rule, line, text: shorten(lines[line - 1] ?? one.text) }];
  });
}

interface Told {
  readonly title: string;
  readonly body: string;
}

/** The sections that are not the same in both; all of them when the title or the condition is another. */
function newParts(
  after: Told,
  before: Told | null,
): { readonly title: string; readonly sections: ReadonlyMap<string, string> } {
  const sections = sectionsOf(after.body);
  const old = before === null ? null : sectionsOf(before.body);
  const sameFrame =
    old !== null &&
    before?.title === after.title &&
    ['', 'when'].every((name) => (old.get(name) ?? '') === (sections.get(name) ?? ''));
  if (!sameFrame) return { title: after.title, sections };
  return { title: '', sections: new Map([...sections].filter(([name, text]) => old.get(name) !== text)) };
}

/**
 * The rules that instructions break, each with the lines that do; empty when they are harmless.
 * @param instructions Markdown, without the quoted errors after Avoid and without the reasons after Why
 * @returns lines counted from 1 within the instructions
 */
export function findHighImpact(instructions: string, rules = HIGH_IMPACT_RULES): readonly Impact[] {
  const lines = instructions.split('\n');
  const blocks = blocksOf(instructions);
  const commands = readCommands(blocks);
  const paragraphs = wordedParagraphs(instructions);
  return rules.flatMap((rule) => {
    const fired = [...new Set(linesOfRule(rule, { lines, blocks, commands, paragraphs }))].sort((a, b) => a - b);
    return fired.map((line) => ({ rule: rule.name, line: line + 1, text: shorten(lines[line] ?? '') }));
  });
}

/** The same text, as each kind of question wants it. */
interface Readings {
  readonly lines: readonly string[];
  readonly blocks: readonly TextBlock[];
  readonly commands: readonly ReadCommand[];
  readonly paragraphs: readonly Paragraph[];
}

function linesOfRule(rule: ImpactRule, { lines, blocks, commands, paragraphs }: Readings): readonly number[] {
  const { raw, command: asks } = rule;
  const fired = raw === undefined ? [] : lines.flatMap((line, at) => (raw.test(line) ? [at] : []));
  for (const pattern of rule.line ?? []) {
    for (const { text, line } of blocks.flatMap((block) => block.lines)) if (pattern.test(text)) fired.push(line);
  }
  for (const pattern of rule.text ?? []) {
    for (const paragraph of paragraphs) {
      const match = firstMatch(pattern, paragraph.text, rule.counts);
      if (match !== null) fired.push(paragraph.lines.findLast(({ at }) => at <= match.index)?.line ?? 0);
    }
  }
  if (asks !== undefined) for (const one of commands) if (asks(one)) fired.push(one.line);
  return fired;
}

function firstMatch(pattern: RegExp, text: string, counts: ImpactRule['counts']): RegExpExecArray | null {
  if (counts === undefined) return pattern.exec(text);
  for (const match of text.matchAll(new RegExp(pattern.source, `${pattern.flags}g`))) if (counts(match)) return match;
  return null;
}

function shorten(line: string): string {
  const plain = line.trim();
  return plain.length > 200 ? `${plain.slice(0, 199)}…` : plain;
}
