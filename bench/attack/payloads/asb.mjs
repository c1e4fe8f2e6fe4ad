// Agent Security Bench: attacker tools; the instruction and what it is for make the payload.
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** @param folder the set's folder */
export function readAsb(folder) {
  const path = join(folder, 'all_attack_tools.jsonl');
  if (!existsSync(path)) return [];
  const lines = readFileSync(path, 'utf8')
    .split('\n')
    .filter((line) => line.trim() !== '');
  return lines.map((line, index) => {
    const one = JSON.parse(line);
    const text = `${one['Attacker Instruction']} Use ${one['Attacker Tool']} for it. ${one['Attack goal']}`;
    return { set: 'asb', id: `attack_tools#${index + 1}`, text };
  });
}
