// The words for each finding. A new code without words is a type error here.
import type { Finding, FindingCode } from '../model/finding.ts';
import { escapeLine } from './escape.ts';

/** One and several of each code. */
const NAMES: Readonly<Record<FindingCode, readonly [one: string, several: string]>> = {
  'unknown-format': ['file of an unknown format', 'files of an unknown format'],
  'unreadable-file': ['unreadable file', 'unreadable files'],
  'not-a-regular-file': ['entry that is not a regular file', 'entries that are not regular files'],
  'outside-symlink': ['link that leads outside the given folder', 'links that lead outside the given folder'],
  'broken-line': ['broken line', 'broken lines'],
  'long-line': ['line too long to read', 'lines too long to read'],
  'salvaged-line': ['salvaged line', 'salvaged lines'],
  'truncated-log': ['log that breaks off', 'logs that break off'],
  'session-shortened': ['shortened session', 'shortened sessions'],
  'unknown-records': ['kind of record not known', 'kinds of records not known'],
  'file-changed': ['file that changed while it was read', 'files that changed while they were read'],
  'too-many-observations': ['session with too many observations', 'sessions with too many observations'],
  'invalid-playbook': ['invalid playbook', 'invalid playbooks'],
  'guard-refused': ['proposal refused by a guard', 'proposals refused by a guard'],
  'left-alone': ['file left alone', 'files left alone'],
  'branch-restored': ['restored branch', 'restored branches'],
  'branch-blocked': ['branch of a run that cannot be restored', 'branches of runs that cannot be restored'],
  'allowed-values': ['value let through', 'values let through'],
  'older-observations': ['session read by an older version', 'sessions read by an older version'],
  'words-elsewhere': ['session whose words are on another machine', 'sessions whose words are on another machine'],
  'stale-decision': ['decision that came too late', 'decisions that came too late'],
  'decision-recorded': ['decision made with plain git', 'decisions made with plain git'],
  'write-recovered': ['write that was cut short and put right', 'writes that were cut short and put right'],
  'ledger-differs': ['file of the ledger that differs', 'files of the ledger that differ'],
  'branch-diverged': ['branch of a run left as it is', 'branches of runs left as they are'],
  'decisions-differ': ['change decided in two ways', 'changes decided in two ways'],
};

/** What a code means, to stand after a count: `broken lines`. */
export function nameFindings(code: FindingCode, count: number): string {
  return NAMES[code][count === 1 ? 0 : 1];
}

/** One finding on one line, escaped: `notes.jsonl:881: broken line (unexpected end)`. */
export function describeFinding(finding: Finding): string {
  const place = finding.file === null ? '' : `${finding.file}${finding.line === null ? '' : `:${finding.line}`}: `;
  const detail = finding.detail === '' ? '' : ` (${finding.detail})`;
  return escapeLine(`${place}${nameFindings(finding.code, 1)}${detail}`);
}
