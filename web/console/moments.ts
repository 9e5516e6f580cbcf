// Moments as somebody reads them beside others: the day only where it is not today.

import { day, time } from "./screen";

export function moment(ms: number, now: number): string {
  const sameDay = new Date(ms).toDateString() === new Date(now).toDateString();
  return sameDay ? time(ms) : `${day(ms)} ${time(ms)}`;
}
