/** @file `npm run kernels`: compiles src/wasm into src/core/nn/kernels/wasm/wasmBinary.ts, which is committed, so that nobody needs the compiler. */
import { readFileSync, writeFileSync } from 'node:fs';
import asc from 'assemblyscript/asc';
import { root } from './install.mjs';

// The largest memory that tfjs's module may grow to: the import must name it, or it could not be a shared one.
const MOST_PAGES = 65536;
const OPTIONS = ['-O3', '--noAssert', '--enable', 'simd', '--runtime', 'stub', '--importMemory', '--use', 'abort='];
const SHARED = ['--enable', 'threads', '--sharedMemory'];
const WHERE = 'src/core/nn/kernels/wasm/wasmBinary.ts';

/** @returns the text of wasmBinary.ts */
export async function compileKernels() {
  return `/** @file Made by \`npm run kernels\` from src/wasm. */

/** src/wasm/index.ts, base64: for a memory of one thread. */
export const WASM_BINARY =
  '${await compile('index.ts', [])}';

/** src/wasm/threads.ts, base64: the same kernels and their threads, for a memory that is shared. */
export const THREADS_BINARY =
  '${await compile('threads.ts', SHARED)}';
`;
}

/** @returns the module, base64 */
async function compile(entry, options) {
  let binary;
  const messages = [];
  const { error } = await asc.main(
    [`src/wasm/${entry}`, ...OPTIONS, ...options, '--maximumMemory', String(MOST_PAGES), '--outFile', 'kernels.wasm'],
    {
      readFile: (name, folder) => read(`${root}${folder === '.' ? '' : `${folder}/`}${name}`),
      writeFile: (_, contents) => void (binary = contents),
      listFiles: () => [],
      stderr: { write: (text) => void messages.push(text) },
    },
  );
  if (error || !binary) throw new Error(`The kernels do not compile. ${messages.join('')}`);
  return Buffer.from(binary).toString('base64');
}

function read(path) {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return null; // The compiler asks for files that may not be there.
  }
}

if (process.argv[1]?.endsWith('kernels.mjs')) {
  writeFileSync(`${root}${WHERE}`, await compileKernels());
  console.log(`Written to ${WHERE}.`);
}
