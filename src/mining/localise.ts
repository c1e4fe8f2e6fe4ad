// Paths as seen from the session's own folder, so that they are the same on every machine.

/** A text with the session's folder taken out of its paths: `/home/a/web/src/x.ts` becomes `src/x.ts`, the folder itself `.`. */
export function localise(text: string, directory: string | null): string {
  if (directory === null || directory.length < 2) return text;
  return text.replaceAll(`${directory}/`, '').replaceAll(directory, '.');
}
