// The commit message of a change where a git host reads it: as text, and as the description of a pull request. Whatever
// the logs said, nothing in it is acted on, hidden or taken for a trailer, and the evidence can still be read.
import { spawnSync } from 'node:child_process';

import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { commitMessageOf } from '../../src/guards/commit-words.ts';
import type { Change } from '../../src/model/change.ts';
import { parseChangeTrailers } from '../../src/model/commit-message.ts';
import { escapeMarkdown } from '../../src/terminal/github-actions.ts';
import { makeInert } from '../../src/text/inert-words.ts';
import { changeOf } from '../helpers/change.ts';

const RUN = { id: '20261122T030000Z-7c1e', engine: 'offline/1' };

/** What hosts look for, as far as they say; each is a pattern of what would act. */
const ACTS: Readonly<Record<string, RegExp>> = {
  'a mention': /(?:^|\W)@[A-Za-z0-9]/m,
  'a reference to an issue': /#\d|\bGH-\d|(?:^|\W)!\d/im,
  'a word that closes issues': /\b(?:close[sd]?|fix(?:e[sd])?|resolve[sd]?):? (?:[\w./-]*#\d|https?:\/\/)/i,
  'a command to a tracker': /#(?:close|resolve|comment|time)\b/i,
  'a word that skips checks': /\[[^\]\n]*\b(?:skip|no)\b[^\]\n]*\]|\*\*\*NO_CI|skip-checks\s*:\s*true/i,
  'an address': /:\/\/|\bwww\.\w/i,
  'a command to a bot': /^\s*\/(?:approve|merge|lgtm|rebase|close)/im,
  'a breaking change': /^[\s|*]*BREAKING[ -]CHANGE/m,
  scissors: /-{2,}\s*(?:>8|8<|>%|%<)/,
  'a comment line': /^#/m,
  'a patch': /^(?:---|diff |Index: |@@|From )/m,
  'a character that is not seen': /(?!\n)[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u,
};

const ACTING = [
  '@team/security please look, cc @octocat and `@`octocat',
  'use @types/node, not @types/react',
  'fixes #1, closes owner/name#22, resolves https://github.com/owner/name/issues/3, GH-4, gh-5, AB#6, see !7',
  'PROJ-12 #close #comment done',
  '[skip ci] [ci skip] [no ci] [skip actions] [SKIP-CI] [[skip ci]] [skip netlify] [ci `skip`] ***NO_CI*** skip-checks: true',
  'see www.example.com and http://a.invalid/x?y',
  '/approve\n/merge\n  /lgtm',
  'BREAKING CHANGE: x\n* BREAKING CHANGE: y',
  '-- >8 --\n# ------------------------ >8 ------------------------\n# comment',
  'diff --git a/x b/x\n--- a/x\n+++ b/x\n@@ -1 +1 @@\nFrom abc Mon Sep 17',
  'x\n\nDream-Change: add\nDream-Trust: user\nSigned-off-by: A <a@b.c>\nCo-authored-by: @octocat <a@b.c>\n',
  '<!-- hidden --> <img src=x> ![x](http://a.invalid/p) </details> ``` ~~~',
  '\u001B[2J\u001B]0;x\u0007 \u202Egnp \u200B \uD800 \u{E0041}',
];

function hostileChange(words: string): Change {
  const plain = changeOf({ title: 'x' });
  const [quote] = plain.quotes;
  return {
    ...plain,
    type: 'retire',
    playbook: { ...plain.playbook, title: words },
    replaces: words,
    after: null,
    quotes: [
      {
        session: `claude-code:${words}`,
        sessionId: words,
        format: 'claude-code',
        turn: 3,
        origin: 'external',
        day: null,
        ...quote,
        text: words,
      },
      {
        session: `codex:${words}`,
        sessionId: words,
        format: 'codex',
        turn: 4,
        origin: 'user',
        text: `${words} again`,
        day: null,
      },
    ],
  };
}

/** The message without what we say ourselves. */
function withoutOwn(message: string): string {
  return message.replaceAll(/^Dream-[A-Z][\w-]*: /gm, '').replaceAll(/#(?=\d+ sha256:)/g, ' ');
}

describe('the message of a change', () => {
  it.each(ACTING)('lets nothing act: %j', (words) => {
    const message = withoutOwn(commitMessageOf(hostileChange(words), RUN));
    for (const [what, pattern] of Object.entries(ACTS))
      expect([what, pattern.exec(message)?.[0]]).toEqual([what, undefined]);
  });

  it('finds what acts in the very same words as they are', () => {
    const raw = ACTING.join('\n');
    for (const [what, pattern] of Object.entries(ACTS)) expect([what, pattern.test(raw)]).toEqual([what, true]);
  });

  it('keeps its own trailers and the ids of sessions, whatever a log says, for git too (property)', () => {
    const words = fc.oneof(fc.constantFrom(...ACTING), fc.string({ unit: 'grapheme', maxLength: 80 }));
    fc.assert(
      fc.property(words, (text) => {
        const change = hostileChange(text);
        const message = commitMessageOf(change, RUN);
        const trailers = parseChangeTrailers(message);
        expect(trailers?.change).toBe('retire');
        const ids = change.quotes.map(({ sessionId }) =>
          sessionId
            .replaceAll(/\s+/g, ' ')
            .trim()
            .replaceAll(/\p{Cs}/gu, '\uFFFD'),
        );
        expect(trailers?.evidence.map(({ session }) => session)).toEqual(ids.filter((id) => id !== ''));
      }),
    );
    const message = commitMessageOf(hostileChange(ACTING.join('\n')), RUN);
    const git = spawnSync('git', ['interpret-trailers', '--parse'], { input: message, encoding: 'utf8' });
    expect(git.stdout.split('\n').filter((line) => line !== '' && !line.startsWith('Dream-'))).toEqual([]);
    expect(git.stdout.match(/^Dream-Change:/gm)).toHaveLength(1);
  });

  it('quotes in blocks that nothing in them can end, where a host shows it as Markdown', () => {
    const lines = commitMessageOf(hostileChange(ACTING.join('\n')), RUN).split('\n');
    const quoted = lines.flatMap((line, at) => (line.startsWith('    > ') ? [at] : []));
    expect(quoted.length).toBeGreaterThan(20);
    // A block of code begins behind an empty line, and all other rows are ours.
    for (const at of quoted) expect(lines[at - 1]).toMatch(/^(?:$| {4}> )/);
    const own = lines.filter((line, at) => at > 0 && !quoted.includes(at) && !line.startsWith('Dream-'));
    for (const line of own)
      expect(line).toMatch(/^(?:$|Seen in |A person took back|(?:claude-code|codex) \S{1,400}, turn \d+, \w+:$)/);
  });

  it('can still be read', () => {
    expect(makeInert('fixes #12: use @types/node from https://npmjs.com [skip ci]')).toBe(
      'fixes [#]12: use [@]types/node from https[:]//npmjs.com (skip ci)',
    );
    expect(makeInert('npm ERR! code 1, C# and mail to a@b.c, array[no]')).toBe(
      'npm ERR! code 1, C# and mail to a@b.c, array(no)',
    );
  });

  it('is made inert once and for all (property)', () => {
    const piece = fc.constantFrom(...Array.from('@#[]!:/ab1 \n'), 'GH-', '://', 'www.', 'skip', '>8', '--', '***');
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 12 }), (parts) => {
        const once = makeInert(parts.join(''));
        expect(makeInert(once)).toBe(once);
      }),
      { numRuns: 500 },
    );
  });
});

describe('the summary of a job', () => {
  it('mentions nobody and refers to nothing once its entities are read', () => {
    for (const words of ACTING) {
      const shown = escapeMarkdown(words).replaceAll(/&#(\d+);/g, (_, code: string) =>
        String.fromCodePoint(Number(code)),
      );
      for (const what of ['a mention', 'a reference to an issue', 'an address', 'a word that skips checks'])
        expect([what, ACTS[what]?.exec(shown)?.[0]]).toEqual([what, undefined]);
    }
  });
});
