// The list of log formats, in order of detection: the first that says yes reads the file, so the more particular come first.
// To add a format: write formats/<id>.ts, add it here, and add fixtures under test/fixtures/formats/<id>/.
import { aider } from './formats/aider.ts';
import { anthropicMessages } from './formats/anthropic-messages.ts';
import { claudeCodeStream } from './formats/claude-code-stream.ts';
import { claudeCode } from './formats/claude-code.ts';
import { codexExec } from './formats/codex-exec.ts';
import { codex } from './formats/codex.ts';
import { copilotCli } from './formats/copilot-cli.ts';
import { cursor } from './formats/cursor.ts';
import { gemini } from './formats/gemini.ts';
import { githubActions } from './formats/github-actions.ts';
import { gitlabCi } from './formats/gitlab-ci.ts';
import { openaiChat } from './formats/openai-chat.ts';
import { opencode } from './formats/opencode.ts';
import { pi } from './formats/pi.ts';
import { plainText } from './formats/plain-text.ts';
import { specstory } from './formats/specstory.ts';
import type { LogFormat } from './source.ts';

export const FORMATS = [
  claudeCode,
  claudeCodeStream,
  codex,
  codexExec,
  copilotCli,
  gemini,
  opencode,
  cursor,
  specstory,
  aider,
  githubActions,
  gitlabCi,
  pi,
  anthropicMessages,
  openaiChat,
  plainText,
] as const satisfies readonly LogFormat[];
