// Who decides: the name and address git would use, read as data from the user's own configuration.
import { readSetting } from './git.ts';
import type { Reviewer } from './store.ts';

/** @returns null when git knows no name or address: the caller says how to set them (exit 2) */
export async function readReviewer(
  folder: string,
  environment: Readonly<Record<string, string>>,
): Promise<Reviewer | null> {
  const [name, email] = await Promise.all([
    readSetting('user.name', folder, environment),
    readSetting('user.email', folder, environment),
  ]);
  if (name === null || email === null || clean(name) === '' || clean(email) === '') return null;
  return { name: clean(name), email: clean(email) };
}

function clean(text: string): string {
  return text.replaceAll(/[\p{Cc}<>]/gu, ' ').trim();
}
