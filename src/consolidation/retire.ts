// A person took a rule back without another in its place. The playbook that says it is retired, with their words as the
// reason; of a playbook that says more, only the line in question goes; what people wrote themselves is only added to.
import type { Evidence } from '../model/evidence.ts';
import { revisePlaybook, type Playbook } from '../model/playbook.ts';
import type { Saying } from './sayings.ts';

/** The file as it would be, null when the playbook would go. */
export function withoutRetracted(
  current: Playbook,
  meant: { readonly saying: Saying; readonly whole: boolean },
  evidence: Evidence,
  asProposed: boolean,
): Playbook | null {
  const { claim, support } = evidence;
  if (claim.type !== 'retraction') throw new Error('not a retraction');
  const { saying, whole } = meant;
  if (!asProposed || !whole)
    return revisePlaybook(current, { body: withNewer(current.body, claim.statement), support });
  if (saying.of === 1) return null;
  const body = withoutLine(current.body, saying.line);
  const why = `Taken back by a person: “${claim.statement.replaceAll(/\s+/g, ' ').trim()}”`;
  return revisePlaybook(current, { body: `${body.trimEnd()}\n${why}\n`, support });
}

/** A text that people wrote, with the newer words of a person added and nothing taken away. */
export function withNewer(body: string, statement: string): string {
  return `${body.trimEnd()}\n\n**Newer** “${statement.replaceAll(/\s+/g, ' ').trim()}”\n`;
}

/** A body without one of several lines; a heading in front of it moves to the next line, numbers close up. */
export function withoutLine(body: string, line: string): string {
  const lines = body.split('\n');
  const at = lines.findIndex((one) => one.trim().replace(/^\*\*[A-Za-z]+\*\* /, '') === line);
  if (at === -1) return body;
  const heading = /^\*\*[A-Za-z]+\*\* /.exec(lines[at] ?? '')?.[0] ?? '';
  lines.splice(at, 1);
  if (heading !== '' && (lines[at] ?? '') !== '') lines[at] = heading + (lines[at] ?? '');
  let number = 0;
  return lines
    .map((one, place) => {
      if (!/^\d{1,3}\. /.test(one)) {
        if (one.trim() !== '' && place !== at) number = 0;
        return one;
      }
      number += 1;
      return one.replace(/^\d{1,3}/, String(number));
    })
    .join('\n');
}
