/** @file `npm run kernels`: compiles src/wasm into src/core/nn/kernels/wasmBinary.ts, which is committed, so that nobody needs the compiler. */
import { readFileSync, writeFileSync } from 'node:fs';
import asc from 'assemblyscript/asc';
import { root } from './install.mjs';

// The largest memory that tfjs's module may grow to: the import must name it, or it could not be a shared one.
const MOST_PAGES = 65536;
const OPTIONS = ['-O3', '--noAssert', '--enable', 'simd', '--runtime', 'stub', '--importMemory', '--use', 'abort='];
const WHERE = 'src/core/nn/kernels/wasmBinary.ts';

/** @returns the text of wasmBinary.ts */
export async function compileKernels() {
  let binary;
  const messages = [];
  const { error } = await asc.main(
    ['src/wasm/index.ts', ...OPTIONS, '--maximumMemory', String(MOST_PAGES), '--outFile', 'kernels.wasm'],
    {
      readFile: (name, folder) => read(`${root}${folder === '.' ? '' : `${folder}/`}${name}`),
      writeFile: (_, contents) => void (binary = contents),
      listFiles: () => [],
      stderr: { write: (text) => void messages.push(text) },
    },
  );
  if (error || !binary) throw new Error(`The kernels do not compile. ${messages.join('')}`);
  const name = new TextEncoder().encode('\x03env\x06memory\x02');
  const flagsAt = Buffer.from(binary).indexOf(name) + name.length;
  return `/** @file Made by \`npm run kernels\` from src/wasm. */

/** Where the limits of the imported memory begin: 1 with a maximum, 3 shared. */
export const MEMORY_FLAGS_AT = ${flagsAt};

/** The compiled module, base64. */
export const WASM_BINARY =
  '${Buffer.from(binary).toString('base64')}';
`;
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
