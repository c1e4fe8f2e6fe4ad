import { test } from 'vitest';
import { PATIENCE, tryRandomSteps } from './random-steps.ts';

test('whatever dream and people do to one memory, it is as the model says', () => tryRandomSteps(1, 1), PATIENCE);
