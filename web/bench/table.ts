// Figures as lines of a table.

/** What was measured, by name: each time in milliseconds. */
export class Figures {
  private readonly all = new Map<string, number[]>();

  add(name: string, ms: number): void {
    this.all.set(name, [...(this.all.get(name) ?? []), ms]);
  }

  /** The milliseconds that so many per cent of the times stayed within. */
  within(name: string, perCent: number): number {
    const sorted = [...(this.all.get(name) ?? [])].sort((a, b) => a - b);
    return sorted[Math.min(Math.floor((sorted.length * perCent) / 100), sorted.length - 1)] ?? Number.NaN;
  }

  /** Each figure in the order in which it was measured first. */
  lines(bounds: Readonly<Record<string, number>> = {}): string {
    const names = [...this.all.keys()];
    const longest = Math.max(...names.map((name) => name.length));
    const row = (name: string, ...cells: readonly string[]): string =>
      `${name.padEnd(longest)}${cells.map((cell) => cell.padStart(11)).join("")}`;
    const ms = (value: number | undefined): string => (value === undefined ? "" : `${value.toFixed(0)} ms`);
    const isOver = (name: string): boolean => {
      const bound = bounds[name];
      return bound !== undefined && !(this.within(name, 95) <= bound);
    };
    const line = (name: string): string =>
      row(name, ms(this.within(name, 50)), ms(this.within(name, 95)), ms(bounds[name])) + (isOver(name) ? "  OVER THE BOUND" : "");
    return [row("", "p50", "p95", "bound"), ...names.map(line)].join("\n");
  }
}
