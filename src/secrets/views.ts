// What a text can be read as: as it is, with its escapes decoded, with its base64 and hexadecimal tokens decoded, with
// strings joined that are written in parts. Layers are taken off up to a fixed depth, so encodings may be nested.
import { decodeBase64Tokens } from './decode-base64.ts';
import { decodeEscapes, decodeLineEnds, joinParts, within } from './decode-escapes.ts';
import { decodeHexTokens } from './decode-hex.ts';
import type { View } from './normalise.ts';
import { normalise } from './normalise.ts';

/** How many encodings may lie over each other. Each layer is no longer than the one around it, so time stays linear. */
const MAX_LAYERS = 3;

export interface Reading extends View {
  /** What is looked for in it: decoded tokens are nobody's address book, and each text is searched once for each kind. */
  readonly wanted: 'all' | 'secrets' | 'personal';
}

/** The text itself first, then what is under its encodings. */
export function* readingsOf(text: string): Generator<Reading> {
  const plain = normalise(text);
  let layer: readonly Reading[] = [...inKinds(plain)];
  yield* layer;
  for (let depth = 0; depth < MAX_LAYERS && layer.length > 0; depth += 1) {
    const next: Reading[] = [];
    for (const view of layer) {
      if (view.wanted === 'personal') continue;
      const clear = decodeEscapes(view);
      if (clear !== null) next.push({ ...decodeLineEnds(clear), wanted: view.wanted });
      for (const token of [...decodeBase64Tokens(view.text), ...decodeHexTokens(view.text)]) {
        const decoded = { text: token.text, toSource: () => view.toSource(token.start, token.end) };
        next.push({ ...decodeLineEnds(within(decoded, normalise(decoded.text))), wanted: 'secrets' });
      }
      for (const joined of joinParts(view)) next.push({ ...joined, wanted: 'secrets' });
    }
    yield* next;
    layer = next;
  }
}

/** `C:\\Users\\nora` is a path and `\\nkey=…` a line: escaped line ends are read as such for secrets only. */
function inKinds(view: View): readonly Reading[] {
  const clear = decodeLineEnds(view);
  if (clear === view) return [{ ...view, wanted: 'all' }];
  return [
    { ...view, wanted: 'personal' },
    { ...clear, wanted: 'secrets' },
  ];
}
