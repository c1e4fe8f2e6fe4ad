// Splits a text of the user role into what a person typed and what a program put there (log-formats.md, rule 2).
// It only ever lowers: whatever is not surely typed gets the origin of who wrote it, and `external` where that is unknown.
import type { Origin } from '../model/origin.ts';
import type { Passage } from '../model/session.ts';
import { copyText } from './shorten-text.ts';

/** Texts that are injected as a whole when they begin like this. */
const WHOLE: readonly { readonly start: RegExp; readonly origin: Origin }[] = [
  { start: /^This session is being continued from a previous conversation/, origin: 'agent' },
  { start: /^Your task is to create a detailed summary of (?:the|this) conversation/, origin: 'agent' },
  { start: /^Another language model started to solve this problem/, origin: 'agent' },
  { start: /^Implement the following plan:\s*\n/, origin: 'agent' },
  { start: /^# (?:AGENTS|CLAUDE|GEMINI)\.md instructions for /, origin: 'repository' },
  { start: /^Contents of \S+ \(/, origin: 'repository' },
  { start: /^Base directory for this skill/, origin: 'external' },
  { start: /^Caveat: The messages below/, origin: 'external' },
  {
    start:
      /^(?:Operation stopped by hook|Stop hook feedback|[A-Za-z]+ hook (?:feedback|additional context|blocking error|success))\b/,
    origin: 'external',
  },
  { start: /^(?:PostToolUse|PreToolUse|UserPromptSubmit|SessionStart|SubagentStop)[: ]/, origin: 'external' },
  { start: /^This is the Gemini CLI\. We are setting up the context for our chat\./, origin: 'external' },
  { start: /^\[Image: (?:source|original)/, origin: 'external' },
  { start: /^(?:API Error|Continue from where you left off\.$|No response requested\.$)/, origin: 'external' },
  // Results of tools in chat logs whose tools are no API tools: they come as user messages.
  {
    start:
      /^(?:EXECUTION RESULT of \[|OBSERVATION:|Observation:|<returncode>|<function_results>|<tool_response>|<tool_result>|<observation>|Tool result:|\[[\w -]+ for '[^'\n]*'\] Result:)/,
    origin: 'external',
  },
];

/** Elements that programs put into user text. A person's text may stand before or after them. */
const ELEMENTS: Readonly<Record<string, Origin>> = {
  'system-reminder': 'external',
  'system-notification': 'external',
  system_notification: 'external',
  'command-name': 'external',
  'command-message': 'external',
  'command-contents': 'external',
  'local-command-stdout': 'external',
  'local-command-stderr': 'external',
  'local-command-caveat': 'external',
  'bash-stdout': 'observed',
  'bash-stderr': 'observed',
  'task-notification': 'external',
  'teammate-message': 'agent',
  'cross-session-message': 'agent',
  ide_opened_file: 'external',
  ide_selection: 'external',
  ide_diagnostics: 'external',
  'new-diagnostics': 'external',
  'user-prompt-submit-hook': 'external',
  'session-start-hook': 'external',
  environment_context: 'external',
  session_context: 'external',
  hook_context: 'external',
  state_snapshot: 'agent',
  environment_details: 'external',
  user_instructions: 'repository',
  INSTRUCTIONS: 'repository',
  turn_aborted: 'external',
  user_action: 'external',
  user_shell_command: 'external',
  subagent_notification: 'agent',
  skill: 'external',
  skills_instructions: 'external',
  plugins_instructions: 'external',
  permissions_instructions: 'external',
  collaboration_mode: 'external',
  proposed_plan: 'agent',
  file_content: 'repository',
  attached_files: 'external',
  open_and_recently_viewed_files: 'external',
};

const OPENING = new RegExp(`<(${Object.keys(ELEMENTS).join('|')})(?:[ \\t][^<>\\n]{0,300})?>`, 'g');
const REPOSITORY_REMINDER = /(?:CLAUDE|AGENTS|GEMINI)\.md|codebase and user instructions/;
const ARGUMENTS = '<command-args>';
const ARGUMENTS_END = '</command-args>';
const IDE_REQUEST = /^## My request for [A-Za-z ]{1,30}:[ \t]*$/m;

/** True when a text as a whole is a program's, so that even its tail was not typed. */
function wholeOrigin(text: string): Origin | null {
  return WHOLE.find((rule) => rule.start.test(text))?.origin ?? null;
}

/**
 * Passages of a user-role text, in order: `user` for what a person typed, lower origins for everything injected.
 * An element counts up to its last closing tag, so that a file quoted in it cannot end it early and pass for typed text.
 */
export function separateInjected(text: string): readonly Passage[] {
  const trimmed = text.trim();
  if (trimmed === '') return [];
  const whole = wholeOrigin(trimmed);
  if (whole !== null) return [{ text: trimmed, origin: whole }];
  if (/^<command-(?:name|message)>/.test(trimmed)) return slashCommand(trimmed);
  if (/^# (?:Context from my IDE setup|Files mentioned by the user):/.test(trimmed)) return ideRequest(trimmed);
  return elements(trimmed);
}

/** A slash command: its name is a program's, its arguments are typed. */
function slashCommand(text: string): readonly Passage[] {
  const open = text.indexOf(ARGUMENTS);
  const close = text.lastIndexOf(ARGUMENTS_END);
  if (open === -1 || close < open) return [{ text, origin: 'external' }];
  const typed = text.slice(open + ARGUMENTS.length, close).trim();
  const rest = `${text.slice(0, open)}${text.slice(close + ARGUMENTS_END.length)}`.trim();
  return [{ text: copyText(rest), origin: 'external' }, ...elements(copyText(typed))];
}

/** What an editor puts before the request; without the request's heading nothing is known to be typed. */
function ideRequest(text: string): readonly Passage[] {
  const heading = IDE_REQUEST.exec(text);
  if (heading === null) return [{ text, origin: 'external' }];
  const start = heading.index + heading[0].length;
  return [{ text: text.slice(0, heading.index), origin: 'external' }, ...elements(copyText(text.slice(start).trim()))];
}

function elements(text: string): readonly Passage[] {
  if (text === '') return [];
  if (!text.includes('<')) return [{ text, origin: 'user' }];
  const passages: Passage[] = [];
  const typed = (piece: string): void => {
    if (piece.trim() !== '') passages.push({ text: copyText(piece.trim()), origin: 'user' });
  };
  const closes = new Map<string, number>();
  let from = 0;
  OPENING.lastIndex = 0;
  for (let match = OPENING.exec(text); match !== null; match = OPENING.exec(text)) {
    const name = match[1] ?? '';
    const closing = `</${name}>`;
    // Looked up once per name: a text may open an element a million times and never close it.
    const close = closes.get(name) ?? text.lastIndexOf(closing);
    closes.set(name, close);
    // An element that opens the text and never closes was cut: all of it is the program's. Elsewhere it is only mentioned.
    if (close < match.index && match.index > 0) continue;
    const end = close < match.index ? text.length : close + closing.length;
    typed(text.slice(from, match.index));
    const inner = text.slice(match.index, end);
    const origin =
      name === 'system-reminder' && REPOSITORY_REMINDER.test(inner) ? 'repository' : (ELEMENTS[name] ?? 'external');
    passages.push({ text: copyText(inner), origin });
    from = end;
    OPENING.lastIndex = end;
  }
  typed(text.slice(from));
  return passages;
}
