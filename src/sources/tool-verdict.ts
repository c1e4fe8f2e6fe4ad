// What a tool result says about its call: worked, failed, failed only because of another, or refused by the user.
import type { Origin } from '../model/origin.ts';
import type { CallStatus, Passage } from '../model/session.ts';
import { copyText } from './shorten-text.ts';
import { readExitCode, shellStatus } from './shell-result.ts';
import type { ToolUse } from './tool-action.ts';
import { outputOrigin } from './tool-action.ts';

export interface Verdict {
  readonly status: CallStatus;
  readonly exitCode: number | null;
  readonly collateral: boolean;
  /** The output without what a person typed into it. */
  readonly text: string;
  readonly origin: Origin;
  /** True when a person refused the call (not a rule of the program). */
  readonly refused: boolean;
  /** What the person said about it; none when nothing. */
  readonly reason: readonly Passage[];
}

const REFUSED =
  /^(?:The user doesn't want to (?:proceed with this tool use|take this action right now)|User rejected tool use|The agent proposed a plan that was rejected by the user|The user (?:rejected|denied|declined|dismissed) |(?:exec command|patch|command) rejected by user)/;
const DENIED =
  /^(?:Permission (?:for this tool use was denied|to use \S+ (?:with command .* )?has been denied)|Permission denied by |Claude requested permissions to |The user has specified a rule which prevents|.* is in don't ask mode)/;
const INTERRUPTED =
  /^(?:\[Request interrupted by user|aborted by user|Request was aborted|The user interrupted|Interrupted by user|\[Tool (?:call )?(?:use )?interrupted|Tool execution (?:was )?(?:aborted|interrupted))/;
const COLLATERAL = /(?:Sibling tool call errored|Cancelled: parallel tool call)/;
/** Where the person's reason begins in a refusal, and what programs put after it. */
const REASON =
  /\bthe user (?:said|provided the following reason(?: for the rejection)?|rejected permission to use this specific tool call with the following feedback):[ \t]*\n?/i;
const AFTER_REASON = /\n[ \t]*\nNote: The user's next message may contain|\n[ \t]*\n<system-reminder>/;
/** How a failure begins in tools that have no flag for it. */
const ERROR_TEXT =
  /^\s*(?:<tool_use_error>|(?:[A-Za-z]*Error|ERROR|Exception|FAILED|fatal|panic|Traceback|Failed to|Failure)\b|\{\s*"error"\s*:|apply_patch verification failed|execution error|failed (?:in sandbox|to ))/;

/**
 * @param text the whole result
 * @param flag what the log says: true for an error, false for success, null when it says nothing
 * @param exitCode the exit code where the log has it apart from the text
 * @param refusal true when the log states apart from the text that a person refused; else a result only counts as a person's
 *   words when it is flagged as an error and the tool brings no text from outside, which could imitate a refusal
 */
export function judgeResult(
  use: ToolUse,
  text: string,
  flag: boolean | null,
  exitCode: number | null = null,
  refusal = false,
): Verdict {
  const plain = text.slice(0, 2_000).trimStart();
  const base = { collateral: false, exitCode: null, refused: false, reason: [], text };
  if (flag !== false && REFUSED.test(plain)) {
    const marker = REASON.exec(plain);
    const reason =
      marker === null
        ? ''
        : text
            .trimStart()
            .slice(marker.index + marker[0].length)
            .split(AFTER_REASON)[0]
            ?.trim();
    const origin = refusal || (flag === true && outputOrigin(use) !== 'external') ? 'user' : 'external';
    const said: readonly Passage[] = reason === undefined || reason === '' ? [] : [{ text: copyText(reason), origin }];
    return {
      ...base,
      status: 'rejected',
      origin: 'observed',
      refused: true,
      reason: said,
      text: copyText(plain.slice(0, marker?.index ?? 300).trim()),
    };
  }
  if (flag !== false && DENIED.test(plain)) return { ...base, status: 'rejected', origin: 'observed' };
  if (flag !== false && INTERRUPTED.test(plain))
    return { ...base, status: 'interrupted', origin: outputOrigin(use, true) };
  if (flag === true && COLLATERAL.test(plain.slice(0, 300)))
    return { ...base, status: 'failed', collateral: true, origin: 'observed' };
  if (use.action === 'shell') {
    const code = exitCode ?? readExitCode(plain.length === text.length ? plain : text);
    const flagged = flag ?? (code === null && ERROR_TEXT.test(plain));
    const status = shellStatus(use.command, code, flagged, plain.replace(/^Exit code:? -?\d+\s*/, ''));
    return { ...base, status, exitCode: code, origin: outputOrigin(use, status === 'failed') };
  }
  const code = exitCode ?? (use.action === 'edit' ? readExitCode(plain) : null);
  const failed = flag ?? (code === null ? ERROR_TEXT.test(plain) : code !== 0);
  return { ...base, status: failed ? 'failed' : 'ok', exitCode: code, origin: outputOrigin(use, failed) };
}
