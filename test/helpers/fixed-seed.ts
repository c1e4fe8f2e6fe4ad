// Property tests use one seed, so that a run can be repeated and CI does not depend on chance. DREAM_SEED=<n> tries another.
import fc from 'fast-check';

fc.configureGlobal({ seed: Number(process.env['DREAM_SEED'] ?? 20_261_122) });
