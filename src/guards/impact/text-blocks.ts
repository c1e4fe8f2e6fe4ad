// A playbook's instructions as their reader would take them: fenced code, inline code and prose apart, invisible
// characters gone, look-alike letters folded, and for each piece the line it stands in.
import { foldLetters } from '../../text/fold-letters.ts';

export interface TextBlock {
  readonly kind: 'fence' | 'code' | 'prose';
  /** Its lines, joined by line ends. */
  readonly text: string;
  readonly lines: readonly { readonly text: string; readonly line: number }[];
}

/** The blocks of a Markdown text. Inline code is a block of its own, and `…` in the prose around it. */
export function blocksOf(markdown: string): readonly TextBlock[] {
  const blocks: TextBlock[] = [];
  let fence: { readonly mark: string; readonly lines: { text: string; line: number }[] } | null = null;
  const prose: { text: string; line: number }[] = [];
  markdown.split('\n').forEach((written, line) => {
    const text = foldLetters(written);
    const mark = /^\s*(?:[-*+>]\s+|\d+[.)]\s+)?(`{3,}|~{3,})/.exec(text)?.[1];
    if (fence === null && mark !== undefined && !text.slice(text.indexOf(mark) + mark.length).includes('`')) {
      fence = { mark, lines: [] };
    } else if (fence !== null && mark?.startsWith(fence.mark) === true) {
      blocks.push(blockOf('fence', fence.lines));
      fence = null;
    } else if (fence !== null) fence.lines.push({ text, line });
    else prose.push({ text, line });
  });
  // A fence that nobody closed goes on to the end.
  if (fence !== null) blocks.push(blockOf('fence', (fence as { lines: { text: string; line: number }[] }).lines));
  for (const paragraph of paragraphsOf(prose)) blocks.push(...inlineOf(paragraph));
  return blocks;
}

/** Code spans of a paragraph, which may go over a line's end, and the prose without them. */
function inlineOf(lines: TextBlock['lines']): readonly TextBlock[] {
  const found: TextBlock[] = [];
  const whole = lines.map(({ text }) => text).join('\n');
  const rest = whole.replaceAll(
    /(`{1,8})((?:(?!\1)[\s\S]){1,8192})\1/g,
    (all: string, _mark, code: string, at: number) => {
      const first = whole.slice(0, at).split('\n').length - 1;
      found.push(
        blockOf(
          'code',
          code.split('\n').map((text, more) => ({ text: text.trim(), line: lines[first + more]?.line ?? 0 })),
        ),
      );
      return ` … ${'\n'.repeat(all.split('\n').length - 1)}`;
    },
  );
  const prose = rest.split('\n').map((text, at) => ({ text, line: lines[at]?.line ?? 0 }));
  // Indented code and what stands behind a prompt is for a shell, too.
  for (const one of prose) {
    const typed = /^(?: {4}|\t)\s*(?:\$ )?(.+)$|^\s*[$%#] (.+)$/.exec(one.text);
    const code = typed?.[1] ?? typed?.[2];
    if (code !== undefined) found.push(blockOf('code', [{ text: code, line: one.line }]));
  }
  // So is a substitution, which a shell runs wherever it stands.
  for (const one of prose)
    for (const [code] of one.text.matchAll(/\$\([a-z][^()\n]{0,300}\)(?![/\w])/gi))
      found.push(blockOf('code', [{ text: code, line: one.line }]));
  found.push(blockOf('prose', prose));
  return found;
}

/** Lines that a reader takes as one: up to an empty line or the next item of a list. */
function paragraphsOf(lines: TextBlock['lines']): readonly TextBlock['lines'][] {
  const paragraphs: { text: string; line: number }[][] = [];
  let open = false;
  for (const one of lines) {
    if (one.text.trim() === '') {
      open = false;
      continue;
    }
    const starts = !open || /^\s*(?:[-*+]|\d+[.)])\s/.test(one.text);
    if (starts) paragraphs.push([one]);
    else paragraphs.at(-1)?.push(one);
    open = true;
  }
  return paragraphs;
}

function blockOf(kind: TextBlock['kind'], lines: TextBlock['lines']): TextBlock {
  return { kind, text: lines.map(({ text }) => text).join('\n'), lines };
}

/** A paragraph for prose patterns, with where each of its lines begins. */
export interface Paragraph {
  readonly text: string;
  readonly lines: readonly { readonly at: number; readonly line: number }[];
}

/** All of a text, code included, paragraph by paragraph: no emphasis, no code marks, one space between words. */
export function wordedParagraphs(markdown: string): readonly Paragraph[] {
  const lines = markdown.split('\n').map((text, line) => ({ text: foldLetters(text), line }));
  return paragraphsOf(lines).map((paragraph) => {
    let text = '';
    const starts: { at: number; line: number }[] = [];
    for (const one of paragraph) {
      starts.push({ at: text.length, line: one.line });
      const plain = one.text
        .replaceAll(/[`*]|\b_|_\b/g, '')
        .replaceAll(/[’‘]/g, "'")
        .replaceAll(/\s+/g, ' ')
        .trim();
      text += `${plain} `;
    }
    return { text, lines: starts };
  });
}
