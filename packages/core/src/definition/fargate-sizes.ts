/** What Fargate offers for one amount of CPU. */
interface FargateSize {
  readonly cpuUnits: number;
  /** MiB, ascending. */
  readonly memoryMb: readonly number[];
}

/** The combinations that Fargate runs on Linux: Amazon ECS Developer Guide, "Task CPU and memory". */
export function fargateSizes(): readonly FargateSize[] {
  return [
    { cpuUnits: 256, memoryMb: [512, 1024, 2048] },
    { cpuUnits: 512, memoryMb: gigabytes(1, 4, 1) },
    { cpuUnits: 1024, memoryMb: gigabytes(2, 8, 1) },
    { cpuUnits: 2048, memoryMb: gigabytes(4, 16, 1) },
    { cpuUnits: 4096, memoryMb: gigabytes(8, 30, 1) },
    { cpuUnits: 8192, memoryMb: gigabytes(16, 60, 4) },
    { cpuUnits: 16_384, memoryMb: gigabytes(32, 120, 8) },
  ];
}

function gigabytes(least: number, most: number, step: number): number[] {
  const count = (most - least) / step + 1;
  return Array.from({ length: count }, (_, index) => (least + index * step) * 1024);
}
