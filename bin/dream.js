#!/usr/bin/env node
// Starts the compiled command line. The one thing it says itself is what to do when there is none.
import { existsSync } from 'node:fs';

const cli = new URL('../dist/cli.js', import.meta.url);
if (existsSync(cli)) {
  const { main } = await import(cli.href);
  process.exitCode = await main(process.argv.slice(2));
} else {
  process.stderr.write('Error: dream is not built here.\n  Run `node scripts/set-up.js` in its folder first.\n');
  process.exitCode = 1;
}
