// Steps as templates: how many of their first words name what is run, and which of them may be shown as they are.
import type { Quote, Step } from '../model/observation.ts';
import { countTexts } from './group.ts';
import { splitWords, templateOf, type Template } from '../text/command-template.ts';

/** Share of the sessions that write a step the same way, to show it so. */
const SAME_WAY = 0.4;

/** What recurs of a step, null when it is an edit or cannot be told. */
export function stepTemplate(step: Pick<Step, 'key' | 'display'>): Template | null {
  if (step.key.startsWith('edit ')) return null;
  const template = templateOf(step.display, namingWords(step));
  if (template === null) return null;
  // Two ways to write the same for these package managers (not for bun).
  const plain = (text: string): string => text.replace(/^(npm|pnpm|yarn) run test(?= |$)/, '$1 test');
  return { ...template, close: plain(template.close), open: plain(template.open) };
}

/** How many first words of the command are named by its key; options between them do not count. */
function namingWords({ key, display }: Pick<Step, 'key' | 'display'>): number {
  const words = splitWords(display.replace(/^cd \S{1,200} && /, ''));
  const named = key.split(' ');
  const last = named.at(-1) ?? '';
  const at = words.findIndex((word, place) => place >= named.length - 1 && word.replace(/^\.\//, '').endsWith(last));
  return at < 0 ? 1 : at + 1;
}

/** A command that may be shown as written: nothing in it is of one machine, one moment or one task. */
export function cleanDisplay(display: string): string | null {
  return /…|<user>|(?:^|\s)[/~]|\/(?:Users|home|tmp)\/|[0-9a-f]{7}|\d{4}|\$|`/.test(display) ? null : display;
}

/** Steps as quotes; one that repeats text from outside is no quote of what was done here. */
export function quotesOfSteps(steps: readonly Step[]): readonly Quote[] {
  return steps
    .filter((step) => step.origin !== 'external')
    .map(({ turn, display }) => ({ turn, origin: 'observed' as const, text: display }));
}

/** The way a step is most often written, when one way is common; else its canonical form with an ellipsis for what varies. */
export function displayOf(key: string, steps: readonly Step[]): string {
  if (key.startsWith('edit ')) return key;
  // What was written after text from outside is written in the words of that text.
  const own = steps.filter((step) => step.origin !== 'external');
  const templates = own.map((step) => stepTemplate(step));
  for (const ways of [
    own.map((step) => cleanDisplay(step.display)),
    templates.map((one) => one?.close ?? null),
    templates.map((one) => one?.open ?? null),
  ]) {
    const most = countTexts(ways.filter((way) => way !== null))[0];
    if (most !== undefined && ways.filter((way) => way === most).length >= ways.length * SAME_WAY) return most;
  }
  return own.length > 0 && own.every((step) => step.display === key) ? key : `${key} …`;
}
