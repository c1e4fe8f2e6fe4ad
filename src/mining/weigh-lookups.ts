// Paths that agents look for in the wrong place, and files they open first in session after session.
import type { Pattern, ProjectView } from './weigh.ts';

export function weighLookups(_view: ProjectView): readonly Pattern[] {
  return [];
}
