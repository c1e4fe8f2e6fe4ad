import { sweep } from './crash-sweep.ts';

sweep('run', 'reject', 'index');
