// Words for what people laid down or keep asking for: the rule, their own words beside it.
import type { Claim } from '../../model/evidence.ts';
import { capitalise, lowerFirst, sentenceTitle, words, type Words } from './phrases.ts';
import { stepWords } from './workflows.ts';

export function wordStatement(claim: Extract<Claim, { type: 'statement' }>): Words {
  const said = claim.statement.replace(/\s+/g, ' ').trim();
  const others = claim.others.map((other) => `Also said: “${other.replace(/\s+/g, ' ').trim()}”.`);
  const why = claim.standing
    ? 'A person laid this down as a standing rule.'
    : 'A person had to say this more than once.';
  return words(sentenceTitle(said), [
    ['When', 'working in this project.'],
    ['Do', [`“${said}”`, ...others].join('\n')],
    ['Why', why],
  ]);
}

export function wordRequest(claim: Extract<Claim, { type: 'request' }>): Words {
  const quoted = `“${claim.request}”`;
  const command = claim.command === null ? '' : stepWords({ key: claim.command, display: claim.command });
  if (claim.usersCall) {
    const verb = capitalise(claim.word);
    return words(`${verb} only when the user asks for it`, [
      ['When', 'the work is done and checked.'],
      ['Do', `Wait until the user says ${quoted}, then ${command === '' ? claim.word : `run ${command}`} right away.`],
      ['Avoid', `To ${claim.word} before being asked.`],
      ['Why', `The user asks for it in a message of its own, session after session.`],
    ]);
  }
  const atEnd = claim.atEnd >= 0.5;
  const title = atEnd
    ? `${capitalise(claim.request)} before handing the work over`
    : `Expect ${quoted}, and do it unasked`;
  return words(title, [
    ['When', atEnd ? 'the work is done, before handing it over.' : 'working in this project.'],
    ['Do', `${capitalise(claim.request)}${command === '' ? '' : `: ${lowerFirst(command)}`}.`],
    ['Why', 'The user makes this request again in session after session.'],
  ]);
}
