import { test } from 'vitest';
import { PATIENCE, tryRandomSteps } from './random-steps.ts';

test(
  'whatever two people do in two clones, both have the same once they have synced, and nothing is lost',
  () => tryRandomSteps(2, 1),
  PATIENCE,
);
