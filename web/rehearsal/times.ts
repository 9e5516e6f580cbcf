// How times look.

const two = (n: number): string => String(n).padStart(2, "0");

export function hourMinute(at: number): string {
  const date = new Date(at);
  return `${two(date.getHours())}:${two(date.getMinutes())}`;
}

export function hourMinuteSecond(at: number): string {
  return `${hourMinute(at)}:${two(new Date(at).getSeconds())}`;
}

/** mm:ss, or h:mm:ss; 00:00 once it is over. */
export function countdown(ms: number): string {
  const seconds = Math.max(0, Math.ceil(ms / 1000));
  const hours = Math.floor(seconds / 3600);
  const rest = `${two(Math.floor((seconds % 3600) / 60))}:${two(seconds % 60)}`;
  return hours > 0 ? `${hours}:${rest}` : rest;
}

export function longDate(at: number, language: string): string {
  const options = { weekday: "long", day: "numeric", month: "long" } as const;
  return new Intl.DateTimeFormat(language, options).format(at);
}
