/**
 * Puts variables' values into the text of an instruction: `$NAME`, `${NAME}`, `${NAME:-otherwise}`; one that is not set
 * is empty.
 * @throws {Error} for Docker's other forms.
 */
export function expandVariables(
  text: string,
  values: Readonly<Record<string, string | undefined>>,
): string {
  return text.replaceAll(
    /\\.|\$(?:(\w+)|\{(\w+)(?::-([^${}]*))?\}|)/g,
    (form, plain: string | undefined, braced: string | undefined, otherwise = "") => {
      const name = plain ?? braced;
      if (name === undefined) throw new Error(`${form} in ${text} is not known to the executor`);
      return values[name] || otherwise;
    },
  );
}
