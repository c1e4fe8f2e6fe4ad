// All payload sets. A folder that looks like the shared corpora is read set by set; any other folder is read as it comes.
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { readAsb } from './asb.mjs';
import { readBipia } from './bipia.mjs';
import { readCrafted } from './crafted.mjs';
import { readGarak } from './garak.mjs';
import { readMemoryGraft } from './memorygraft.mjs';
import { readFolder } from './read-folder.mjs';

/**
 * @param folder the shared security corpora, or any folder with payloads in it
 * @returns every payload as `{ set, id, text }`, in an order that does not change
 */
export function loadPayloads(folder) {
  if (!existsSync(folder)) return [];
  const known = [
    ...readBipia(join(folder, 'injection', 'bipia')),
    ...readAsb(join(folder, 'injection', 'asb')),
    ...readGarak(join(folder, 'injection', 'garak')),
    ...readMemoryGraft(join(folder, 'memory-poisoning', 'memorygraft')),
    ...readCrafted(join(folder, 'crafted')),
  ];
  return known.length > 0 ? known : readFolder(folder);
}
