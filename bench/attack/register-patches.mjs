// Loaded before the program (`node --import`): changes named pieces of the built files as they are loaded, for ablations.
// The product has no switch that turns a defence off; this is the only way.
import { register } from 'node:module';
import { patchesFor } from './defences.mjs';

const names = (process.env['DREAM_ATTACK_WITHOUT'] ?? '').split(';').filter((name) => name !== '');
register('./patch-loader.mjs', import.meta.url, { data: { patches: patchesFor(names) } });
