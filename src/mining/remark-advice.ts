// What an agent tells a person to run: “After a new skill, run `./scripts/setup.sh`”, or a code block under such a sentence.
// Said again in session after session it is a step that everybody needs to know (weigh-advice.ts).
import { parseShellCommands } from '../text/shell-command.ts';
import { CODE_SPAN } from './remark-names.ts';

/** One thing that a person is told to run. */
export interface Advice {
  /** The sentence that tells it, without the code block below it. */
  readonly sentence: string;
  /** The command as written. */
  readonly command: string;
}

/** Most advice taken from one message, lines read in a code block, and characters of a command. */
const MAX_ADVICE = 12;
const MAX_BLOCK = 5;
const MAX_COMMAND = 100;
/** Characters of it that are looked into, with the comment behind it. */
const MAX_SPAN = 2_000;
const MAX_SENTENCE = 280;

/** A word that tells to run what follows, with hardly anything between. */
const RUN_BEFORE =
  /\b(?:re-?run|run|execute|type|enter|invoke|launch|use|start|call|do|with|via|then|and)\s+(?:(?:the|a|an|just|only|again|it|this|command|script)\s+){0,3}$/iu;
/** A sentence that tells somebody to run something. */
const TELLS =
  /(?:^|[,;:—–-]\s*|\b(?:to|then|and|or|please|just|simply|now|first|can|should|must|will|['’]ll|need to|have to|remember to|sure to)\s+)(?:re-?run|run|execute|type|enter|invoke|launch|use|start|call|do|test|reload|restart)\b/iu;
/** What the agent does or did itself, asks, or only offers, is no advice. */
const OWN =
  /\b(?:i|we|i['’]\w{1,3}|we['’]\w{1,3}|let me|let['’]s|my)\b|[?？]\W{0,3}$|\b(?:would you|do you want|want me|shall|let me know|if you (?:want|like|prefer|wish|need)|for example|e\.g\.)/iu;
const SHELLS = /^(?:bash|sh|shell|zsh|console|terminal|text|powershell|fish)?$/i;
/** Looking around, and what everybody does with git, is no advice worth keeping. */
const COMMON =
  /^(?:cd|ls|cat|echo|pwd|mkdir|cp|mv|rm|touch|export|source|chmod|which|open|code|vim?|nano|clear|exit|git|sudo|brew|apt(?:-get)?|curl|wget|npx|\$|#)(?:\s|$)/i;

/**
 * What one message of an agent tells a person to run, in order.
 * @param text the message, Markdown
 */
export function adviceOf(text: string): readonly Advice[] {
  const found: Advice[] = [];
  const add = (sentence: string, command: string): void => {
    const tidy = command
      .slice(0, MAX_SPAN)
      .trim()
      .replace(/^\$\s+/, '')
      .replace(/(?<!\s)\s+#\s[^\n]*$/, '');
    if (found.length >= MAX_ADVICE || tidy.length > MAX_COMMAND || !isCommand(tidy)) return;
    if (!found.some((one) => one.command === tidy && one.sentence === sentence))
      found.push({ sentence, command: tidy });
  };
  let lead = '';
  for (const [at, part] of text.split(/^[ \t]{0,9}```/mu).entries()) {
    if (at % 2 === 1) {
      const [language = '', ...lines] = part.split('\n');
      if (!SHELLS.test(language.trim()) || lead === '') continue;
      for (const line of lines.slice(0, MAX_BLOCK)) add(lead, line);
      continue;
    }
    lead = '';
    for (const sentence of sentencesOf(part)) {
      lead = TELLS.test(sentence) && !OWN.test(sentence) ? sentence : '';
      if (lead !== '') for (const command of commandsIn(sentence)) add(sentence, command);
    }
  }
  return found;
}

/** What recurs of a command when it is written with other arguments: the script's path, a slash command, program and sub-command. */
export function adviceKey(command: string): string {
  const script = /^\.{0,2}\/?((?:[\w@.-]+\/)*[\w@.-]+\.(?:sh|bash|zsh|ps1|py|rb|js|ts|mjs))(?=\s|$)/.exec(command)?.[1];
  if (script !== undefined) return script;
  if (command.startsWith('/')) return command.split(/\s/)[0] ?? command;
  const [first] = parseShellCommands(command);
  if (first === undefined) return command;
  // A program that is told apart only by its options, such as `pi -e`.
  const option = first.words[1] ?? '';
  return first.core === first.program && option.startsWith('-') ? `${first.core} ${option}` : first.core;
}

/** The commands of a sentence: inline code after a word that tells to run it, and paths of scripts. */
function commandsIn(sentence: string): readonly string[] {
  const found: string[] = [];
  for (const match of sentence.matchAll(CODE_SPAN)) {
    const before = sentence.slice(Math.max(0, match.index - 60), match.index);
    if (RUN_BEFORE.test(before)) found.push(match[1] ?? '');
  }
  const prose = sentence.replaceAll(CODE_SPAN, ' ');
  for (const [, command = ''] of prose.matchAll(
    /(?<![\w`])(\.\/[\w./-]{3,60}|(?<=\b(?:run|type|enter) )\/[a-z][a-z-]{2,20})(?![\w`/])/gu,
  ))
    found.push(command.replace(/\.$/, ''));
  return found;
}

function isCommand(text: string): boolean {
  if (/[<>…|]|\.\.\.|https?:|\p{Cc}/u.test(text) || COMMON.test(text)) return false;
  return (
    /^\.{1,2}\/[\w./-]{2,80}(?:\s\S{1,60}){0,8}$/.test(text) ||
    /^\/[a-z][a-z-]{1,30}$/.test(text) ||
    /^[a-z][\w.-]{1,30}(?:\s[\w@./:="',*-]{1,60}){1,10}$/.test(text)
  );
}

function sentencesOf(text: string): readonly string[] {
  return text
    .replaceAll(/\[([^\]\n]{1,120})\]\([^()\n]{1,300}\)/g, '$1')
    .split(/\n+|(?<=[.!?])\s+(?=[\p{Lu}\p{Lo}"“(`*])/u)
    .map((line) =>
      line
        .replace(/^\s*(?:[-*•>]|\d{1,3}[.)]|#{1,6})\s+/, '')
        .replaceAll('**', '')
        .trim(),
    )
    .filter((line) => line.length > 5 && line.length <= MAX_SENTENCE);
}
