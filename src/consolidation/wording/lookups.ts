// Words for what agents look up again and again.
import type { Claim } from '../../model/evidence.ts';
import { code, listed, MAX_TITLE, words, type Words } from './phrases.ts';

type Lookup = Extract<Claim, { type: 'lookup' }>;

export function wordLookup(claim: Lookup): Words {
  switch (claim.about) {
    case 'files':
      return wordFiles(claim);
    case 'package':
      return wordPackage(claim);
    case 'server':
      return words(titleOf('Reach the local server at', claim.found), [
        ['When', 'you want to try out what runs locally.'],
        ['Fact', `The program answers here when it is started: ${listed(claim.found.map(code), 'and')}.`],
        ['Why', 'Sessions called these addresses again, each time anew.'],
      ]);
  }
}

function wordFiles(claim: Lookup): Words {
  const lines = claim.found.map((path, at) => {
    const names = claim.names[at] ?? [];
    return `- ${code(path)}${names.length === 0 ? '' : `: ${listed(names.map(code), 'and')}`}`;
  });
  return words(titleOf('Where things are: look first in', claim.found), [
    ['When', 'you look for where a change belongs.'],
    ['Fact', `Most work starts in these files:\n\n${lines.join('\n')}`],
    ['Why', 'Sessions looked these files up again before they changed anything.'],
  ]);
}

function wordPackage(claim: Lookup): Words {
  const name = claim.names[0]?.[0] ?? '';
  return words(`Read the installed files of ${code(name)} when you work with it`, [
    ['When', `the task has to do with ${code(name)}.`],
    [
      'Do',
      `Read what is installed, instead of guessing or searching:\n\n${claim.found.map((path) => `- ${code(path)}`).join('\n')}`,
    ],
    ['Why', 'Sessions looked these files up again, each time anew.'],
  ]);
}

/** As many places as fit: whole paths, else names of files. */
function titleOf(lead: string, places: readonly string[]): string {
  const names = places.map((place) => place.slice(place.lastIndexOf('/') + 1));
  for (let count = places.length; count > 0; count -= 1) {
    for (const list of [places, names]) {
      const title = `${lead} ${listed(list.slice(0, count).map(code), 'and')}`;
      if (title.length <= MAX_TITLE && (list === names || count > 1 || places.length === 1)) return title;
    }
  }
  return `${lead} ${code(names[0] ?? '')}`;
}
