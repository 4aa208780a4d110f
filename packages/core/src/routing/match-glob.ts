/**
 * Says whether a name fits a pattern. `*` stands for any run of characters, dots and none at all included; every other
 * character stands for itself. Takes time proportional to both lengths, whatever the pattern.
 */
export function matchGlob(pattern: string, name: string): boolean {
  let position = 0;
  let index = 0;
  let star = -1;
  let resume = 0;
  while (index < name.length) {
    if (pattern[position] === "*") {
      star = position;
      resume = index;
      position += 1;
    } else if (pattern[position] === name[index]) {
      position += 1;
      index += 1;
    } else if (star >= 0) {
      // The last star takes one character more.
      resume += 1;
      index = resume;
      position = star + 1;
    } else {
      return false;
    }
  }
  while (pattern[position] === "*") position += 1;
  return position === pattern.length;
}
