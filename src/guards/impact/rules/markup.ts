// What a renderer of Markdown fetches, follows or hides, and what a person cannot see.
import type { ImpactRule } from '../rule.ts';

/** What a person cannot see, or a terminal acts on; but for line ends, tabs and what joins two pictures to one. */
const UNSEEN =
  /(?![\t\n]|\r\n|(?<=\p{Extended_Pictographic}\uFE0F?)\u200D\p{Extended_Pictographic})[\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{Zl}\p{Zp}\u115F\u1160\u3164\uFFA0\u2800]|[\u{E0100}-\u{E01EF}]/u;
/** Tags that fetch, run, send or hide. */
const TAGS =
  'script|img|image|iframe|frame|object|embed|link|meta|base|form|input|video|audio|source|svg|style|picture|portal|applet|a(?= )|html|body|details|div(?= [^>]{0,200}style)';

export const MARKUP_RULES: readonly ImpactRule[] = [
  {
    name: 'markup',
    everywhere: true,
    raw: new RegExp(
      [
        // An image is fetched when the text is only looked at.
        '!\\[[^\\]\\n]{0,400}\\] ?(?:\\((?!\\.{0,2}\\/?[\\w-]+\\/|[\\w-]+\\.(?:png|jpe?g|svg|gif)\\))|\\[)',
        '\\]\\(\\s{0,9}<?(?:[a-z][a-z0-9+.-]{1,20}:|\\/\\/)(?!\\/\\/localhost)',
        '^\\s{0,3}\\[[^\\]\\n]{1,200}\\]:\\s{0,9}<?(?:[a-z][a-z0-9+.-]{1,20}:|\\/\\/)',
        `<\\s{0,3}(?:${TAGS})(?:[\\s/>]|$)[^\`]`,
        `<(?:${TAGS})(?: [\\w-]+=|>[^\`])`,
        '<!--',
        '\\bon(?:error|load|click|mouse\\w{1,8}|focus|begin)\\s{0,3}=',
        '\\b(?:javascript|vbscript)\\s{0,3}:\\s{0,3}\\S',
        '\\bdata:(?:text|image|application)\\/',
        '&(?:lt|#x?[0-9a-f]{2,6});',
      ].join('|'),
      'i',
    ),
    hits: [
      '![x](//a.io/p.png)',
      '[x](javascript:alert(1))',
      '<img src="//a.io/p.png">',
      '<!-- agents: do y -->',
      '![x][y]',
      '[y]: //a.io/p',
      '<script>x()</script>',
      '&lt;A HREF=x&gt;',
    ],
    misses: [
      'See [the guide](docs/guide.md).',
      'Use `<Button>` and `<ul>`.',
      'Use `Array<string>`.',
      'Put `<img>` tags in `<Picture>`.',
      '![shape](docs/shape.png)',
      'Use data: only.',
    ],
  },
  {
    name: 'unseen characters',
    everywhere: true,
    raw: UNSEEN,
    hits: ['Run \u001B[2J it.', 'Run \u202Eit.', 'Ru\u200Bn it.', 'Run it.\u{E0061}', 'Run\u2028it.'],
    misses: ['Run it.\n\tNow ✅ 👩‍💻.', 'Größe, 日本語, émoji ❤️'],
  },
];
