/** @file Half-precision floats: IEEE 754 binary16, and bfloat16 for reading. Files hold them; the program counts in float32. */

/** Rounds to nearest, ties to even. What is too large becomes infinite, what is too small a subnormal or zero. */
export function encodeFloat16(values: Float32Array): Uint16Array<ArrayBuffer> {
  const bits = new Uint32Array(values.buffer, values.byteOffset, values.length);
  return Uint16Array.from(bits, roundToHalf);
}

/** Exact: each half is a float32. */
export function decodeFloat16(halves: Uint16Array): Float32Array<ArrayBuffer> {
  return Float32Array.from(halves, (half) => {
    const exponent = (half >> 10) & 31;
    const mantissa = half & 0x3ff;
    const size =
      exponent === 31
        ? mantissa > 0
          ? NaN
          : Infinity
        : exponent === 0
          ? mantissa * 2 ** -24
          : (mantissa + 0x400) * 2 ** (exponent - 25);
    return half & 0x8000 ? -size : size;
  });
}

/** A bfloat16 is the upper half of a float32. */
export function decodeBfloat16(halves: Uint16Array): Float32Array<ArrayBuffer> {
  return new Float32Array(Uint32Array.from(halves, (half) => half << 16).buffer);
}

/** @param bits of a float32 @returns bits of a binary16 */
function roundToHalf(bits: number): number {
  const sign = (bits >>> 16) & 0x8000;
  const size = bits & 0x7fffffff;
  if (size > 0x7f800000) return sign | 0x7e00; // NaN
  if (size >= 0x477ff000) return sign | 0x7c00; // 65520, the middle between the largest half and the next power of two
  if (size < 0x38800000) return sign | roundToSubnormal(size); // 2^-14
  // Moves the exponent's bias from 127 to 15 and drops 13 bits; a carry into the exponent is right.
  return sign | ((size - 0x38000000 + 0xfff + ((size >>> 13) & 1)) >>> 13);
}

/** A subnormal half counts in units of 2^-24. */
function roundToSubnormal(size: number): number {
  const shift = 126 - (size >>> 23);
  if (shift > 24) return 0;
  const mantissa = (size & 0x7fffff) | 0x800000;
  return (mantissa + (1 << (shift - 1)) - 1 + ((mantissa >>> shift) & 1)) >>> shift;
}
