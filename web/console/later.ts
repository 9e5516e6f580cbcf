// What is fetched once it is asked for: making keys, one's copies, members, whose word lists are large; and what
// packs a case. All in one: each part more makes the first view larger.

export { devices } from "./devices";
export { packed } from "./folder";
export { enrol } from "./enrol";
export { home } from "./home";
export { members } from "./members";
export { readAloud } from "./read-aloud";
