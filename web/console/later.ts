// What is fetched once it is asked for: making keys, one's copies, members. Their word lists are large.

export { devices } from "./devices";
export { enrol } from "./enrol";
export { home } from "./home";
export { members } from "./members";
export { readAloud } from "./read-aloud";
