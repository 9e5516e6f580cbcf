// Larger and smaller, for whoever cannot pinch.

import type { Showing } from "./messages";
import { Steps } from "./step";

/** How many times as wide as the frame. */
const TIMES = [1, 1.5, 2, 3, 4] as const;

/** Two buttons, and how large it is. */
export class Zoom {
  private readonly steps: Steps;

  constructor({ words }: Showing, changed: () => void) {
    this.steps = new Steps(["−", words.smaller], ["+", words.larger], TIMES.length - 1, changed);
  }

  get buttons(): readonly HTMLButtonElement[] {
    return [this.steps.back, this.steps.on];
  }

  get times(): number {
    return TIMES[this.steps.at] ?? 1;
  }
}
