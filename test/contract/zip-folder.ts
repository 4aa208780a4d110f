import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { crc32 } from "node:zlib";

const LOCAL_FILE = 0x04034b50;
const CENTRAL_FILE = 0x02014b50;
const END = 0x06054b50;
const VERSION = 20;
const READABLE_BY_ALL = 0o100644 * 0x10000;

/** A ZIP archive of a folder's files, not compressed: what Lambda takes as code. */
export function zipFolder(folder: string): Buffer {
  const bodies: Buffer[] = [];
  const directory: Buffer[] = [];
  let offset = 0;
  for (const name of readdirSync(folder)) {
    const data = readFileSync(join(folder, name));
    const facts = fileFacts(name, data);
    const body = Buffer.concat([uint32(LOCAL_FILE), facts, Buffer.from(name), data]);
    const place = Buffer.alloc(14);
    place.writeUInt32LE(READABLE_BY_ALL, 6);
    place.writeUInt32LE(offset, 10);
    const head = Buffer.concat([uint32(CENTRAL_FILE), uint16(VERSION), facts]);
    directory.push(Buffer.concat([head, place, Buffer.from(name)]));
    bodies.push(body);
    offset += body.length;
  }
  const central = Buffer.concat(directory);
  const counts = [uint16(directory.length), uint16(directory.length)];
  const places = [uint32(central.length), uint32(offset), uint16(0)];
  return Buffer.concat([...bodies, central, uint32(END), uint32(0), ...counts, ...places]);
}

/** What stands in a file's own header and again in the directory. */
function fileFacts(name: string, data: Buffer): Buffer {
  const facts = Buffer.alloc(26);
  facts.writeUInt16LE(VERSION, 0);
  facts.writeUInt32LE(crc32(data), 10);
  facts.writeUInt32LE(data.length, 14);
  facts.writeUInt32LE(data.length, 18);
  facts.writeUInt16LE(Buffer.byteLength(name), 22);
  return facts;
}

function uint16(value: number): Buffer {
  const bytes = Buffer.alloc(2);
  bytes.writeUInt16LE(value);
  return bytes;
}

function uint32(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32LE(value);
  return bytes;
}
