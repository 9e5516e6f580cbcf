// Everybody, as the chain says that this browser has checked; coordinators sign, revoke and help.
import { button, el } from "../shared/dom";
import { api, type Listed, type Me } from "./api";
import type { Roster } from "./chain";
import { fingerprint, readable } from "./fingerprint";
import { does, says, show, wordList } from "./screen";
import { signing } from "./signing-for";
import { drafts, need, type Seen, standing, wanted } from "./standing";
import type { Act, Role, Statement } from "./statement";
import { backToMembers } from "./stating";
import { trouble } from "./trouble";
import type { WordKey } from "./word-keys";
import { pageLanguage, word } from "./words";

const ROLES: Record<Role, WordKey> = { lawyer: "cs-role-lawyer", coordinator: "cs-role-coordinator" };

/** What the room was opened with. */
interface Room {
  readonly me: Me;
  readonly roster: Roster;
  readonly listed: readonly Listed[];
}

export async function members(me: Me, roster: Roster): Promise<() => void> {
  const { members: listed, waits } = await api.members();
  const room = { me, roster, listed };
  const waiting = await drafts(roster, waits);
  // Whom the chain names, and the server leaves out.
  const unlisted = [...roster.members.keys()].filter((id) => roster.active(id) !== null && !listed.some((of) => of.id === id));
  return () => show("cs-members", () => [
    says(roster.root === null ? "cs-members-unsigned" : "cs-members-about"),
    waiting.length === 0 ? null : el("h2", { text: word("cs-drafts") }),
    waiting.length === 0 ? null : el("ul", { class: "people" }, ...waiting.map((draft) => draftCard(room, draft))),
    waiting.length === 0 ? null : el("h2", { text: word("cs-members-all") }),
    el(
      "ul",
      { class: "people" },
      ...listed.map((of) => card(room, of)),
      ...unlisted.map((id) => el("li", {}, el("p", { class: "whom", text: id }), warning("cs-members-unlisted"))),
    ),
  ]);
}

function warning(key: WordKey): HTMLElement {
  return el("p", { class: "warn", text: word(key) });
}

function whom(name: string, role: Role, id: string): string {
  return `${name} · ${word(ROLES[role])} · ${id}`;
}

function card(room: Room, of: Listed): HTMLElement {
  const seen = standing(of, room.roster);
  return el(
    "li",
    {},
    el("p", { class: "whom", text: whom(of.name, of.role, of.id) }),
    el("p", { text: word(`cs-stands-${seen.stands}`) }),
    seen.differs ? warning("cs-members-differs") : null,
    ...signedWords(room.roster, of),
    ...acts(room, of, seen),
  );
}

/** The words of the keys that are signed, for whoever asks. Of others they are heard, not read here. */
function signedWords(roster: Roster, of: Listed): HTMLElement[] {
  const signed = roster.active(of.id);
  if (signed === null) return [];
  const place = el("div", { "aria-live": "polite" });
  const open = button({ class: "plain", "aria-expanded": "false" }, () => void shown(), `${word("cs-show-words")}: ${of.name}`);
  const shown = async (): Promise<void> => {
    const language = pageLanguage();
    const theirs = await fingerprint(signed.recipient, signed.signingKey);
    place.replaceChildren(wordList(readable(theirs, language), language));
    open.setAttribute("aria-expanded", "true");
  };
  return [open, place];
}

/** What can be done about somebody by whoever is in. */
function acts({ me, roster }: Room, of: Listed, seen: Seen): (HTMLElement | null)[] {
  if (me.role !== "coordinator" || me.member === of.id || me.signing_key === null) return [];
  const mine = me.signing_key;
  const offer = (act: Act, key: WordKey): HTMLElement | null => {
    const needed = need(roster, act, mine);
    if (needed === null) return null;
    if (needed === "operator") return el("p", { text: `${word(key)}: ${word("cs-only-operator")}` });
    const shown = whom(of.name, act.act === "member" ? act.role : of.role, of.id);
    const begin = (): void => signing({ whom: shown, act, draft: null, need: needed });
    return button({ class: "plain" }, begin, `${word(key)}: ${of.name}`);
  };
  const act = wanted(of, seen);
  return [
    act?.act === "member" ? offer(act, "cs-sign-for") : null,
    roster.active(of.id) === null ? null : offer({ act: "revoked", member: of.id }, "cs-revoke"),
    of.revoked ? null : button({ class: "plain" }, () => void sendLink(of), `${word("cs-send-link")}: ${of.name}`),
  ];
}

/** Something that somebody else has signed, and that a second signature makes a statement. */
function draftCard({ me, roster, listed }: Room, draft: Statement): HTMLElement {
  const act = draft.stated;
  if (act.act !== "member" && act.act !== "revoked") return el("li");
  const name = (id: string): string => listed.find((of) => of.id === id)?.name ?? id;
  const first = draft.signed[0]?.by ?? "";
  const role = act.act === "member" ? act.role : (roster.active(act.member)?.role ?? "coordinator");
  const about = whom(name(act.member), role, act.member);
  const holds = me.signing_key !== null && roster.refuses(act, [first, me.signing_key]) === null;
  const go = (): void => signing({ whom: about, act, draft, need: "two" });
  return el(
    "li",
    {},
    el("p", { class: "whom", text: about }),
    el("p", { text: word(act.act === "member" ? "cs-draft-member" : "cs-draft-revoked") }),
    el("p", { text: `${word("cs-draft-by")}: ${name(roster.byKey(first)?.[0] ?? first)}` }),
    holds
      ? button({ class: "plain" }, go, `${word("cs-sign-too")}: ${name(act.member)}`)
      : says(first === me.signing_key ? "cs-draft-yours" : "cs-draft-not-you"),
  );
}

async function sendLink(of: Listed): Promise<void> {
  try {
    await api.enrolLink(of.id);
    show("cs-link-title", () => [says("cs-link-sent"), says("cs-link-then"), does("cs-back", backToMembers)]);
  } catch (error) {
    trouble(error, backToMembers);
  }
}
