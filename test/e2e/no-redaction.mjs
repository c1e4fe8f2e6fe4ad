// A loader hook for a child process: the scanner for secrets then finds nothing. Shows that a test of leaks can fail.
import { register } from 'node:module';

const hooks = `
export async function load(url, context, next) {
  if (!url.endsWith('/secrets/find-secrets.js')) return next(url, context);
  return { format: 'module', shortCircuit: true, source: 'export async function findSecrets(texts) { return texts.map(() => []); }' };
}`;
register(`data:text/javascript,${encodeURIComponent(hooks)}`);
