// Words for commands that work here and are put together anew each time.
import type { Claim } from '../../model/evidence.ts';
import { purposeOf } from '../../text/command-purpose.ts';
import { capitalise, code, listed, MAX_TITLE, words, type Words } from './phrases.ts';

export function wordCommands(claim: Extract<Claim, { type: 'commands' }>): Words {
  const lines = claim.commands.map((command) => ({ command, phrase: phraseOf(command) }));
  const phrases = [...new Set(lines.map((line) => line.phrase))];
  const list = lines.map(({ command, phrase }) => `- ${capitalise(phrase)}: ${code(command)}`).join('\n');
  const [first] = lines;
  const only = lines.length === 1 && first !== undefined ? ` ${code(first.command)}.` : `\n\n${list}`;
  return words(titleOf(lines, phrases), [
    ['When', `you want to ${listed(phrases, 'or')}.`],
    ['Do', lines.length === 1 ? `Run${only}` : only],
    ...(lines.some(({ command }) => /<[a-z]+>/.test(command))
      ? [['Note', 'What stands in `<…>` varies; the rest works here as written.'] as const]
      : []),
    ['Why', 'Sessions put these commands together anew each time; so written they ran with success.'],
  ]);
}

/** As many commands as fit, each with what it is for; the rest stands in the body. */
function titleOf(
  lines: readonly { readonly command: string; readonly phrase: string }[],
  phrases: readonly string[],
): string {
  const clauses = lines.map(({ command, phrase }, at) =>
    lines[at - 1]?.phrase === phrase ? `or ${code(command)}` : `${phrase} with ${code(command)}`,
  );
  for (let count = clauses.length; count > 0; count -= 1) {
    const title = capitalise(clauses.slice(0, count).join(', ').replaceAll(', or ', ' or '));
    if (title.length <= MAX_TITLE) return title;
  }
  return capitalise(`${listed(phrases, 'and')} with ${code(shortForm(lines[0]?.command ?? ''))}`);
}

/** The beginning of a long command that names what is run. */
function shortForm(command: string): string {
  return `${command.split(' ').slice(0, 4).join(' ')} …`;
}

function phraseOf(command: string): string {
  const purpose = purposeOf(command);
  if (purpose !== null) return purpose.phrase;
  const name = command.split(' ').filter((word) => /^[\w./-]+$/.test(word) && !word.startsWith('-'));
  return `use ${name.slice(0, 2).join(' ')}`;
}
