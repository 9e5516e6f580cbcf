// Moments as somebody reads them beside others: the day only where it is not today.

import { day, time, timeThere } from "./screen";

export function moment(ms: number, now: number): string {
  const sameDay = new Date(ms).toDateString() === new Date(now).toDateString();
  return sameDay ? time(ms) : `${day(ms)} ${time(ms)}`;
}

/** A moment that somebody told, with its day, and how far this browser's clock is from UTC: what the case
 * says of it elsewhere is by the clock of the place. */
export function toldMoment(ms: number): string {
  return `${day(ms)} ${timeThere(ms)}`;
}
