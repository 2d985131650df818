/** @file Sums as they stand in a step, `(3+2.5)*4`, worked out. Percent signs divide by a hundred. */

/** Brackets are read by recursion: a model may write thousands of them. */
const LONGEST = 500;

/** Undefined where the text is no sum, or divides by zero. */
export function evaluateExpression(text: string): number | undefined {
  if (text.length > LONGEST) return undefined;
  const tokens = text.match(/\d+\.?\d*|\.\d+|[-+*/()%]|\S/g) ?? [];
  const reader = { tokens, at: 0 };
  const value = readSumOf(reader);
  return reader.at === tokens.length && Number.isFinite(value) ? value : undefined;
}

interface Reader {
  readonly tokens: readonly string[];
  at: number;
}

function readSumOf(reader: Reader): number {
  let value = readProduct(reader);
  for (let sign = reader.tokens[reader.at]; sign === '+' || sign === '-'; sign = reader.tokens[reader.at]) {
    reader.at++;
    const right = readProduct(reader);
    value = sign === '+' ? value + right : value - right;
  }
  return value;
}

function readProduct(reader: Reader): number {
  let value = readFactor(reader);
  for (let sign = reader.tokens[reader.at]; sign === '*' || sign === '/'; sign = reader.tokens[reader.at]) {
    reader.at++;
    const right = readFactor(reader);
    value = sign === '*' ? value * right : value / right;
  }
  return value;
}

/** NaN, which no later sum mends, where a number is missing. */
function readFactor(reader: Reader): number {
  const token = reader.tokens[reader.at++];
  if (token === '-') return -readFactor(reader);
  const value = token === '(' ? readSumOf(reader) : Number(token ?? NaN);
  if (token === '(' && reader.tokens[reader.at++] !== ')') return NaN;
  if (reader.tokens[reader.at] !== '%') return value;
  reader.at++;
  return value / 100;
}
