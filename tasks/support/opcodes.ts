import type { Fork } from "./forks";

// What a compiled contract may contain on a chain that runs the berlin EVM.

/** Contracts larger than this cannot be deployed (EIP-170). */
export const MAX_CODE_BYTES = 24_576;

/** An opcode in some code, and the fork that brought it. */
export interface NewOpcode {
  readonly name: string;
  readonly fork: Fork;
  /** Where it stands, in bytes. */
  readonly at: number;
}

/** Opcodes that berlin does not know, and one whose meaning changed. */
const NEWER_THAN_BERLIN: ReadonlyMap<number, Omit<NewOpcode, "at">> = new Map([
  [0x1e, { name: "CLZ", fork: "osaka" }],
  // The byte is DIFFICULTY on berlin, a constant under QBFT: code that reads it expects randomness and gets none. Its fork brought nothing to try.
  [0x44, { name: "PREVRANDAO", fork: "shanghai" }],
  [0x48, { name: "BASEFEE", fork: "london" }],
  [0x49, { name: "BLOBHASH", fork: "cancun" }],
  [0x4a, { name: "BLOBBASEFEE", fork: "cancun" }],
  [0x5c, { name: "TLOAD", fork: "cancun" }],
  [0x5d, { name: "TSTORE", fork: "cancun" }],
  [0x5e, { name: "MCOPY", fork: "cancun" }],
  [0x5f, { name: "PUSH0", fork: "shanghai" }],
]);

const JUMPDEST = 0x5b;
const PUSH1 = 0x60;
const PUSH32 = 0x7f;
const INVALID = 0xfe;
/** STOP, JUMP, RETURN, REVERT, INVALID, SELFDESTRUCT: what follows runs only if it is a JUMPDEST. */
const ENDS_A_RUN: ReadonlySet<number> = new Set([0x00, 0x56, 0xf3, 0xfd, INVALID, 0xff]);

/** The bytes of an artifact's code. The address of a library that is not linked yet is push data; zeros stand for it. */
const bytesOf = (code: string): Buffer =>
  Buffer.from(code.replace(/^0x/, "").replaceAll(/__\$[0-9a-f]{34}\$__/g, "0".repeat(40)), "hex");

/** `code` without the CBOR map that the compiler appends; its last two bytes are the length of the map before them. */
const withoutMetadata = (code: Buffer): Buffer => {
  if (code.length < 2) return code;
  const start = code.length - 2 - code.readUInt16BE(code.length - 2);
  const isMap = start >= 0 && (code[start]! & 0xe0) === 0xa0;
  return isMap ? code.subarray(0, start) : code;
};

/**
 * The opcodes in `code` that berlin does not have. Push data and the metadata at the end are skipped.
 * The code ends at an INVALID that nothing runs into: the compiler puts it before the data and the contracts it embeds.
 * Texts are such data, and "[T-1]" would read as JUMPDEST … TSTORE. The embedded contracts have artifacts of their own.
 */
export const newOpcodesIn = (code: string): readonly NewOpcode[] => {
  const bytes = withoutMetadata(bytesOf(code));
  const found: NewOpcode[] = [];
  let runs = true;
  for (let at = 0; at < bytes.length; at++) {
    const opcode = bytes[at]!;
    if (opcode === INVALID && !runs) break;
    const newer = NEWER_THAN_BERLIN.get(opcode);
    if (newer !== undefined) found.push({ ...newer, at });
    if (ENDS_A_RUN.has(opcode)) runs = false;
    if (opcode === JUMPDEST) runs = true;
    if (opcode >= PUSH1 && opcode <= PUSH32) at += opcode - PUSH1 + 1;
  }
  return found;
};

/** The same as "PUSH0 at 12". */
export const opcodesNewerThanBerlin = (code: string): string[] =>
  newOpcodesIn(code).map(({ name, at }) => `${name} at ${at}`);

/** The number of bytes of `code`. */
export const sizeOf = (code: string): number => bytesOf(code).length;

/** Whether `code` is small enough to be deployed. */
export const fitsOnChain = (code: string): boolean => sizeOf(code) <= MAX_CODE_BYTES;
