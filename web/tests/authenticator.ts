// A virtual authenticator: what a computer with a fingerprint reader, or a security key, is to a page.

import type { Page } from "playwright-core";

export interface Authenticator {
  /** Whether whoever is there is let through from now on. */
  recognises(user: boolean): Promise<void>;
  /** How many passkeys it holds. */
  holds(): Promise<number>;
}

export async function authenticator(page: Page, hasPrf = true): Promise<Authenticator> {
  const devtools = await page.context().newCDPSession(page);
  await devtools.send("WebAuthn.enable");
  const options = {
    protocol: "ctap2",
    ctap2Version: "ctap2_1",
    transport: "internal",
    hasResidentKey: true,
    hasUserVerification: true,
    hasPrf,
    isUserVerified: true,
    automaticPresenceSimulation: true,
  } as const;
  const { authenticatorId } = await devtools.send("WebAuthn.addVirtualAuthenticator", { options });
  return {
    async recognises(user) {
      await devtools.send("WebAuthn.setUserVerified", { authenticatorId, isUserVerified: user });
    },
    async holds() {
      return (await devtools.send("WebAuthn.getCredentials", { authenticatorId })).credentials.length;
    },
  };
}
