import { describe, expect, it } from 'vitest';
import { isEnglishWord } from '../../src/text/english-words.ts';

describe('whether a word is common English', () => {
  it.each([
    'registry',
    'registries',
    'unreliably',
    'stripped',
    'configuration',
    'deduplicated',
    'readability',
    'cached',
  ])('knows %s, with its beginnings and ends', (word) => {
    expect(isEnglishWord(word)).toBe(true);
  });

  it.each(['zorvex', 'zorvexes', 'unzorvexed', 'zorvexing', 'frobnik', 'x'.repeat(40)])(
    'takes %s for a name',
    (word) => {
      expect(isEnglishWord(word)).toBe(false);
    },
  );
});
