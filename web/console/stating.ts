// What a coordinator states: signed here by their own key, and sent.
import { api, Refused } from "./api";
import type { Keys } from "./keys";
import { enterRoom } from "./rooms";
import { does, says, show } from "./screen";
import { type Act, type Statement, signedBytes } from "./statement";
import { trouble } from "./trouble";
import { trustedRoster } from "./trust";
import { withKeys } from "./unlock";

export function backToMembers(): void {
  void enterRoom("members");
}

/** States something next, or signs a draft of somebody else's too. The chain is read anew for it. */
export function states(act: Act, draft: Statement | null): void {
  const sends = async (keys: Keys): Promise<void> => {
    show("cs-signing");
    const roster = await trustedRoster();
    const { heads, head: previous } = roster;
    const next: Statement = { v: 1, seq: heads.length + 1, at: Date.now(), previous, stated: act, signed: [] };
    const statement = draft ?? next;
    const signature = await keys.sign(signedBytes(statement));
    const whole = { ...statement, signed: [...statement.signed, { by: keys.signingKey, signature }] };
    const fault = (await roster.check(whole))?.fault ?? null;
    // Something else was stated in the meantime, or the keys are others by now.
    if (fault !== null && (fault !== "needs-two" || draft !== null)) throw new Refused("statement");
    const { accepted } = await api.state(whole);
    const then = accepted ? ["cs-signed-done" as const] : ["cs-signed-waits" as const, "cs-signed-order" as const];
    show("cs-signed", () => [...then.map(says), does("cs-back", backToMembers)]);
  };
  void withKeys(sends, (error) => trouble(error, backToMembers));
}
