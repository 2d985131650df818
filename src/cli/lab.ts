/** @file `lab`: the same engine from a shell. */

import { lab } from './main';

const status = await lab(process.argv.slice(2), {
  // Large results go through a pipe in parts: the process must not end before the last.
  out: (text) =>
    new Promise((resolve, reject) => process.stdout.write(text, (error) => (error ? reject(error) : resolve()))),
  err: (text) => process.stderr.write(text),
  isTerminal: process.stderr.isTTY,
});
// Dawn's device would keep the process alive.
process.exit(status);
