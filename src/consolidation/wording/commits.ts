// Words for how commit messages look here.
import type { Claim } from '../../model/evidence.ts';
import { code, listed, words, type Words } from './phrases.ts';

export function wordCommits(claim: Extract<Claim, { type: 'commits' }>): Words {
  const [prefix = ''] = claim.prefixes;
  const summary = claim.capital === true ? 'Summary' : 'summary';
  const form =
    claim.form === 'typed'
      ? `type${claim.scopes.length > 0 ? '(scope)' : ''}: ${summary}`
      : claim.form === 'prefixed'
        ? `${prefix} ${summary}`
        : 'Imperative summary';
  const rules = [
    ...(claim.form === 'typed'
      ? [`Begin the subject with ${listed(claim.prefixes.map(code), 'or')} and a colon, as in Conventional Commits.`]
      : []),
    ...(claim.form === 'prefixed' ? [`Begin every subject with ${code(prefix)}.`] : []),
    ...(claim.form === 'plain'
      ? ['Begin the subject with a verb, without a type or another prefix such as `feat:`.']
      : []),
    ...(claim.scopes.length > 0 ? [`Scopes in use: ${listed(claim.scopes.map(code), 'and')}.`] : []),
    ...(claim.capital === null
      ? []
      : [`Write the summary with ${claim.capital ? 'a capital' : 'a small'} first letter.`]),
    ...(claim.body ? ['Say why in a body below the subject.'] : []),
    ...(claim.trailers.length > 0
      ? [
          `End with the trailer ${listed(
            claim.trailers.map((key) => code(`${key}:`)),
            'and',
          )}.`,
        ]
      : []),
  ];
  return words(
    `Write commit messages as ${code(form)}${claim.form === 'plain' ? ', without a conventional prefix' : ''}`,
    [
      ['When', 'committing.'],
      ['Do', rules.join('\n')],
      ['Why', 'The commits of several sessions have this form.'],
    ],
  );
}
