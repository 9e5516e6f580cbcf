// The parts of the console that are fetched once they are asked for. Browsers from before whatwg/html#10327
// (2026) keep it for as long as the page is open that one did not come: it is asked for anew at another
// address, which leads to the same file.

import { Refused } from "./api";

/** `fetches` is an arrow with `import()` alone: the part's address, as it was built, is read out of it. */
function part<T>(fetches: () => Promise<T>): () => Promise<T> {
  const [, address] = /import\(["'`]([^"'`]+)["'`]\)/.exec(String(fetches)) ?? [];
  let failed = 0;
  return async () => {
    try {
      return await (failed === 0 ? fetches() : (import(`${address}?again=${failed}`) as Promise<T>));
    } catch {
      failed += 1;
      throw new Refused("away");
    }
  };
}

export const later = part(() => import("./later"));
export const caseFile = part(() => import("./case-file"));
