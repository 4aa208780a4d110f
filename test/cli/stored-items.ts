import type { Resources } from "@celeriac/core";

type Attribute = Readonly<Record<string, unknown>>;

/** An item of the table: its partition key, and how large DynamoDB says it is. */
export interface StoredItem {
  readonly key: string;
  readonly bytes: number;
}

/** Every item of the table. Emulators take any signature. */
export async function storedItems(resources: Resources): Promise<readonly StoredItem[]> {
  const response = await fetch(resources.endpoints?.dynamodb ?? "", {
    method: "POST",
    headers: {
      "content-type": "application/x-amz-json-1.0",
      "x-amz-target": "DynamoDB_20120810.Scan",
      "x-amz-date": "20260101T000000Z",
      authorization:
        "AWS4-HMAC-SHA256 Credential=local/20260101/us-east-1/dynamodb/aws4_request, SignedHeaders=host, Signature=none",
    },
    body: JSON.stringify({ TableName: resources.table }),
  });
  const { Items: items = [] } = (await response.json()) as {
    readonly Items?: readonly Readonly<Record<string, Attribute>>[];
  };
  return items.map((item) => ({
    key: String(item["pk"]?.["S"]),
    bytes: Object.entries(item).reduce(
      (sum, [name, value]) => sum + Buffer.byteLength(name) + bytesOf(value),
      0,
    ),
  }));
}

/** By DynamoDB's rule: texts as UTF-8, two digits of a number in a byte and one more, one for the rest. */
function bytesOf(value: Attribute): number {
  const [[type, content] = []] = Object.entries(value);
  if (type === "S") return Buffer.byteLength(String(content));
  return type === "N" ? Math.ceil(String(content).length / 2) + 1 : 1;
}
