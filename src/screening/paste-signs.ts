// Lines that people paste rather than type: how each looks, with examples. A sign with `run` counts only when so many
// lines in a row have it, because one such line alone is also typed.

export interface PasteSign {
  readonly name: string;
  readonly pattern: RegExp;
  /** Least number of neighbouring lines. */
  readonly run: number;
  readonly hits: readonly string[];
  readonly misses: readonly string[];
}

export const PASTE_SIGNS: readonly PasteSign[] = [
  {
    name: 'quote',
    pattern: /^\s{0,3}>/,
    run: 1,
    hits: ['> as they said', '>quoted'],
    misses: ['a > b', '-> next'],
  },
  {
    name: 'stack frame',
    pattern:
      /^\s{0,16}(?:at\s[\w.$<>[\] /@:\\-]{1,300}(?:\(|:\d)|at <|File "[^"\n]{1,500}", line \d|Traceback \(most recent|goroutine \d|Caused by:|\.\.\. \d{1,4} more|#\d{1,3}\s{1,4}0x|-->\s\S{1,300}:\d|from \S{1,300}:\d{1,6}:in )/,
    run: 1,
    hits: [
      '    at run (/app/a.js:1:2)',
      '  File "a.py", line 3, in main',
      'Traceback (most recent call last):',
      '  --> src/main.rs:3:4',
    ],
    misses: ['at least two of them', 'look at the file', 'file a bug'],
  },
  {
    name: 'log line',
    pattern:
      /^\s{0,8}(?:\[?\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}|\[?\d{1,2}:\d{2}:\d{2}|[A-Z][a-z]{2}\s{1,2}\d{1,2} \d{2}:\d{2}:\d{2}|\[?(?:INFO|WARN|WARNING|ERROR|DEBUG|TRACE|FATAL|CRITICAL|NOTICE)\b|\[(?:info|warn|warning|error|debug)\]|npm (?:ERR!|error|warn|WARN)|(?:\w{0,40}(?:Error|Exception|Warning)|error|warning|fatal|panic|hint|remote|E)(?:\[[A-Z]?\d{1,6}\]|\s[A-Z]{2}\d{3,5})?:\s|error TS\d|[✓✗✘×✖●❯⎯]{1,4}\s|(?:PASS|FAIL|ok|not ok)\s\S{1,200}[/.]\S|\S{1,300}:\d{1,6}:\d{1,6}[:\s])/,
    run: 1,
    hits: [
      '2026-02-10T10:00:00Z started',
      '[12:00:01] done',
      'ERROR in ./a.ts',
      'npm ERR! code 1',
      'TypeError: x is not a function',
      'error TS2304: Cannot find name',
      'error[E0308]: mismatched types',
      'src/a.ts:3:14: unused',
      'FAIL test/a.test.ts',
    ],
    misses: [
      'errors happen here',
      'the warning is annoying',
      'ok that works',
      'Errors in the build again',
      'do it at 12:30',
    ],
  },
  {
    name: 'tagged line',
    pattern: /^\s{0,8}\[[A-Za-z][\w .:/-]{1,40}\]\s{0,4}\S/,
    run: 2,
    hits: ['[Proxy] GET /api', '[vite] hmr update'],
    misses: ['[x] done', 'see [1] there'],
  },
  {
    name: 'prompt',
    pattern: /^\s{0,4}(?:\$\s\S|[\w.-]{1,64}@[\w.-]{1,64}[: ]\S{0,200}[$#%]\s|PS [A-Z]:\\|❯\s|➜\s{1,3}\S)/,
    run: 1,
    hits: ['$ npm test', 'bob@host:~/x$ ls', 'PS C:\\> dir'],
    misses: ['$5 is too much', 'bob@host is down'],
  },
  {
    name: 'diff',
    pattern:
      /^(?:diff --git |index [0-9a-f]{7,40}\.\.|@@ -\d|(?:---|\+\+\+) (?:[ab]\/|\/dev\/|"[ab]\/)|[<>=]{7}(?: |$)|Binary files )/,
    run: 1,
    hits: ['diff --git a/x b/x', '@@ -1,2 +1,3 @@', '+++ b/x', '<<<<<<< HEAD'],
    misses: ['--- and then', 'difference'],
  },
  {
    name: 'changed line',
    pattern: /^[+-](?![+-]?\s?$)/,
    run: 4,
    hits: ['+const a = 1', '-old', '- item', '+ x'],
    misses: ['a - b', ' - indented'],
  },
  {
    name: 'table',
    pattern: /^\s{0,4}(?:\|.{0,2000}\||\+[-=+]{3,400}\+|[┌├└│┃╭╰║╔╚])/,
    run: 1,
    hits: ['| a | b |', '+----+', '│ x'],
    misses: ['a | b', 'either|or'],
  },
  {
    name: 'data',
    pattern: /^\s{0,64}(?:"[^"\n]{1,200}"\s{0,4}:|[{}[\]]{1,3},?\s{0,4}$|\{\s{0,4}"|\[\s{0,4}[{"[])/,
    run: 1,
    hits: ['  "name": "x",', '{', '}],', '{"a":1}'],
    misses: ['"quoted" words: here', 'use {x} here', '[x] done'],
  },
  {
    name: 'markup',
    pattern: /^\s{0,64}<(?:\/|!|\?)?[A-Za-z][\w:.-]{0,40}(?:\s[^<>\n]{0,400})?\/?>/,
    run: 1,
    hits: ['<div class="a">', '</p>', '<?xml version="1.0"?>'],
    misses: ['a <b> c', '<- this', '< 5'],
  },
  {
    name: 'code',
    pattern:
      /(?:[;{]|\)\s?=>|=>\s?\{|\},?|\);?)\s{0,8}$|^\s{0,64}(?:import |export |const |let |var |function |class |def |return\b|#include|package |public |private |if \(|for \(|while \(|elif |else:|try:|@\w)/,
    run: 2,
    hits: ['const a = 1', 'foo(bar);', 'def run(x):', '}'],
    misses: ['please run it', 'what is this?'],
  },
  {
    name: 'indented',
    pattern: /^(?: {4}|\t)\s{0,200}\S/,
    run: 2,
    hits: ['    x = 1', '\tfoo'],
    misses: ['  two spaces', 'none'],
  },
  {
    name: 'list',
    pattern: /^\s{0,32}(?:[-*+•·]|\d{1,3}[.)])\s/,
    run: 8,
    hits: ['- item', '12. item', '• item'],
    misses: ['-5 degrees', 'item', '3.14'],
  },
];

/** A heading of Markdown: with text after it, a document. */
export const HEADING = /^\s{0,3}#{1,6}\s{1,4}\S/;

/** What tools type for a person when a plan is carried out: the rest is the plan. */
export const PREFILLED =
  /^(?:Implement the following plan:|Implement this plan:|Execute the following plan:|Please implement this plan:|PLEASE IMPLEMENT THIS PLAN:|Here is the plan to implement:)/;
