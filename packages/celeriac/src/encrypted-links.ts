import { CeleriacError, show } from "@celeriac/core";

/** Of AES-256-GCM as Go's `cipher.NewGCM` seals: https://pkg.go.dev/crypto/cipher#NewGCM */
const TAG_BYTES = 16;
const NONCE_BYTES = 12;

/**
 * Opens the file of links that SST puts beside a function's bundle: JSON under AES-256-GCM, the nonce all zeros, the tag
 * behind the ciphertext. `file` is relative to the working directory, `key` in base64.
 * @throws {CeleriacError} `missing-resource` when it cannot be read or opened. The message holds nothing of the key.
 */
export function decryptLinks(file: string, key: string): string {
  try {
    // Only a function that SST has deployed needs them: nobody else loads them for this.
    const { createDecipheriv } = process.getBuiltinModule("node:crypto");
    const sealed = process.getBuiltinModule("node:fs").readFileSync(file);
    const secret = Buffer.from(key, "base64");
    const decipher = createDecipheriv("aes-256-gcm", secret, Buffer.alloc(NONCE_BYTES), {
      authTagLength: TAG_BYTES,
    });
    decipher.setAuthTag(sealed.subarray(-TAG_BYTES));
    const text = decipher.update(sealed.subarray(0, -TAG_BYTES), undefined, "utf8");
    return text + decipher.final("utf8");
  } catch (cause) {
    throw new CeleriacError(
      "missing-resource",
      `SST's encrypted links (SST_KEY_FILE: ${show(file)}) cannot be read with SST_KEY: ${String(cause)}; deploy again`,
      { cause },
    );
  }
}
