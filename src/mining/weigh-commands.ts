// Commands that are put together anew in session after session, with what varies left open.
import type { Pattern, ProjectView } from './weigh.ts';

export function weighCommands(_view: ProjectView): readonly Pattern[] {
  return [];
}
