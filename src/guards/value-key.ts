// What does a playbook claim, whatever its words? Rejections block this value, so that it does not come back in other
// case, spacing, look-alike letters, invisible characters or another order of flags; the opposite rule still gets through.
import type { ValueKey } from '../model/change.ts';
import type { Playbook } from '../model/playbook.ts';
import { polarityOf } from '../text/polarity.ts';
import { parseShellCommands } from '../text/shell-command.ts';
import { jaccardSimilarity, wordsOf } from '../text/similarity.ts';
import { foldLetters } from './fold-letters.ts';
import { sectionsOf } from './sections.ts';

/** Two values with at least this much of their words in common, slot by slot, say the same. */
const SAME_VALUE = 0.8;

/** The value of a playbook: kind, project, and what it prescribes and forbids as two slots of sorted words. */
export function valueKeyOf(playbook: Pick<Playbook, 'kind' | 'project' | 'title' | 'body'>): ValueKey {
  const sections = sectionsOf(playbook.body);
  const asked = ['do', 'steps', 'fact'].map((name) => sections.get(name) ?? '').join('\n');
  const avoided = (sections.get('avoid') ?? '').replace(/:\s*it fails with[^\n]*/i, '');
  const polarity = polarityOf(fold(asked === '' ? playbook.title : prose(asked)));
  return {
    kind: playbook.kind,
    project: playbook.project.toLowerCase(),
    prescribes: slot([...polarity.prescribes, ...commandWords(asked)]),
    forbids: slot([...polarity.forbids, ...commandWords(avoided), ...wordsOf(fold(prose(avoided)))]),
  };
}

/** Whether two values are the same claim: equal slots, or nearly the same words in each of them. */
export function isSameValue(a: ValueKey, b: ValueKey): boolean {
  if (a.project !== b.project || (a.prescribes === '' && a.forbids === '')) return false;
  if (a.prescribes === b.prescribes && a.forbids === b.forbids) return true;
  return alike(a.prescribes, b.prescribes) && alike(a.forbids, b.forbids);
}

function alike(a: string, b: string): boolean {
  return jaccardSimilarity(new Set(a.split(' ')), new Set(b.split(' '))) >= SAME_VALUE;
}

function slot(words: readonly string[]): string {
  return [...new Set(words)]
    .filter((word) => word !== '')
    .sort()
    .join(' ');
}

function fold(text: string): string {
  return foldLetters(text.toLowerCase());
}

function prose(markdown: string): string {
  return markdown.replaceAll(/`[^`\n]*`/g, ' ');
}

/** Words of the commands in a text, prefixed so that they differ from prose; flags are sorted by the slot itself. */
function commandWords(markdown: string): readonly string[] {
  return [...fold(markdown).matchAll(/`([^`\n]+)`/g)].flatMap((match) => {
    const commands = parseShellCommands(match[1] ?? '');
    if (commands.length === 0) return wordsOf(match[1] ?? '');
    return commands.flatMap((command) => [`$${command.key.replaceAll(' ', '+')}`, ...command.words.slice(1)]);
  });
}
