// BIPIA: text and code attacks, lists of texts by category.
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { readTexts } from './read-folder.mjs';

/** @param folder the set's folder */
export function readBipia(folder) {
  return ['text_attack_train', 'text_attack_test', 'code_attack_train', 'code_attack_test'].flatMap((name) => {
    const path = join(folder, `${name}.json`);
    if (!existsSync(path)) return [];
    return readTexts(path).map((text, index) => ({ set: 'bipia', id: `${name}#${index + 1}`, text }));
  });
}
