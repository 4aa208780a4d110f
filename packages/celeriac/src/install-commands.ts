import type { InstallPurpose } from "@celeriac/local";

/**
 * The commands that install packages in the folder of this process, by its package manager: one for each purpose that has
 * any.
 */
export async function installCommands(
  packages: Readonly<Record<InstallPurpose, readonly string[]>>,
): Promise<readonly string[]> {
  const { installCommand } = await import("@celeriac/local");
  const surroundings = { directory: process.cwd(), environment: process.env };
  const purposes = (["runtime", "development"] as const).filter(
    (purpose) => packages[purpose].length > 0,
  );
  return purposes.map((purpose) => installCommand(packages[purpose], surroundings, purpose));
}
