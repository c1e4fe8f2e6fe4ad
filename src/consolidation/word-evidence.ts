// Words for evidence, offline: small templates per claim (wording/), filled with the real commands and the user's own
// words in quotation marks. Imperative, one sentence a line, commands in backticks; counts stand in `support` only,
// because numbers churn. Text of external origin never gets in here except as the quoted error after Avoid.
import type { Evidence } from '../model/evidence.ts';
import { wordCommits } from './wording/commits.ts';
import { wordCommands } from './wording/commands.ts';
import { wordEditing, wordFixedError, wordRecurring } from './wording/failures.ts';
import { wordFinding } from './wording/findings.ts';
import { wordLookup } from './wording/lookups.ts';
import type { Words } from './wording/phrases.ts';
import { wordRemark } from './wording/remarks.ts';
import { wordRequest, wordRetraction, wordStatement } from './wording/statements.ts';
import { wordTheme } from './wording/themes.ts';
import { wordWorkflow } from './wording/workflows.ts';

export type { Words } from './wording/phrases.ts';

/** Title and body for one piece of evidence. */
export function wordEvidence(evidence: Evidence): Words {
  const { claim } = evidence;
  switch (claim.type) {
    case 'fixed-error':
      return wordFixedError(claim);
    case 'recurring-failure':
      return claim.editing ? wordEditing(claim) : wordRecurring(claim);
    case 'statement':
      return wordStatement(claim);
    case 'retraction':
      return wordRetraction(claim);
    case 'request':
      return wordRequest(claim);
    case 'theme':
      return wordTheme(claim);
    case 'workflow':
      return wordWorkflow(claim);
    case 'remark':
      return wordRemark(claim);
    case 'finding':
      return wordFinding(claim);
    case 'lookup':
      return wordLookup(claim);
    case 'commits':
      return wordCommits(claim);
    case 'commands':
      return wordCommands(claim);
  }
}
