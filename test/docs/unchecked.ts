/** Why a block may stay unchecked, and how many blocks of the pages may give that reason. */
export const UNCHECKED: Readonly<Record<string, { because: string; atMost: number }>> = {
  "other-library": {
    because: "it is another library's code, which is not installed here",
    atMost: 4,
  },
};
