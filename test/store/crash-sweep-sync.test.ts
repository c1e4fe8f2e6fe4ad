import { sweep } from './crash-sweep.ts';

sweep('sync');
