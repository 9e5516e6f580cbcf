## status: written by the project

bot-name = Habeas

# Languages are named in themselves.
language-en = English
language-ru = Русский
language-kk = Қазақша
language-uk = Українська
language-which = Which language shall I use?
language-now = From now on I write to you in this language.

# The first screen: three lines of notice.
first-telegram = Telegram can read this chat. Tap your answers; stop at any time.
first-names = No names or addresses yet. A lawyer may see your answers.
first-phone = Someone may take your phone? Send, then delete this chat.
button-sos = SOS: help at once
sos-two-taps = Two taps, then I call a lawyer.
sos-one-tap = One tap, then I call a lawyer.
sos-heard = Your call for help is kept. Those on duty see it now.
sos-added = Added to { $code }. A lawyer is being called for it.
sos-added-taken = Added to { $code }. Somebody has it.

progress = Question { $n } of at most { $m }

button-done = Done
button-back = Back
button-change = Change an answer
button-write = Write something
button-skip = Skip
button-dont-know = I don't know
button-another-reason = Another reason there
button-fewer = Back to the first reasons
button-wrote-down = I wrote it down
button-take = I take it
button-cannot = I cannot
button-why = Why

type-country = Please write the name of the country.
typed-is-deleted = I seal your message and delete it from this chat.

city-which = In which city or town is it? Please write it.

write-now = Write a name, or anything else that matters.
write-sealed = I seal each message and delete it from this chat.

review-which = Which answer do you want to change?

finished-kept = That is all for now. Your answers are kept.
finished-add = You can change answers or write more at any time.

# "When?"
when-flight = When is the flight or the trip?
when-hearing = When is the hearing?
when-decision = When was it decided?
when-leave-by = By when must the person leave?
when-ahead-three-hours = Within 3 hours
when-ahead-today = Later today
when-ahead-next-day = Tomorrow
when-ahead-days = In some days
when-ahead-n-days = { $n ->
    [one] In { $n } day
   *[other] In { $n } days
}
when-past-three-hours = In the last 3 hours
when-past-today = Earlier today
when-past-next-day = Yesterday
when-past-days = Some days ago
when-past-n-days = { $n ->
    [one] { $n } day ago
   *[other] { $n } days ago
}

# Answers to a tap.
toast-old-button = This button is old. Please use the newest card.
toast-tick-one = Please tick at least one line, or “I don't know”.
toast-not-ours = This button is not from me. Nothing was changed.
toast-not-member = Only members on call can use this button.
toast-wrote-down = Good. I take the code off this chat.
toast-yours = You have it. The family is told now.
toast-already-yours = You have it already.
toast-taken-by = { $name } has it since { $time }.
toast-nothing-to-take = Nobody is being called for this case now.
toast-not-for-you = You are excluded from this case. Others are called.
toast-declined = Noted. The next person is called.
toast-declined-last = Noted. Nobody else is on call: I ask again soon.
toast-nothing-to-decline = Somebody has this case already. Thank you.

# What was kept.
kept-words = I sealed your words and deleted them here.
kept-passed = I passed your words on, and deleted them here.
words-call-nobody = Words alone call no lawyer. Please tap the answers. For help now: /sos
kept-typed-for-tap = I sealed and deleted your words. To answer, please tap a button.
kept-forwarded = I sealed the forwarded message and deleted it here.
kept-edited = I sealed the new text and deleted the message here.
kept-file = I kept this for the lawyer. The chat loses it within two days.
kept-location = I kept the place for the lawyer. The chat loses it within two days.
kept-country-unknown = I do not know this country. I sealed what you wrote.
cannot-sticker = I cannot read stickers. Please tap a button or write.
cannot-poll = I cannot read polls. Please tap a button or write.
cannot-other = I cannot read this kind of message. Please tap or write.

# What happens next, and when.
next-critical = I am calling a lawyer now. I write when one answers.
next-urgent = A lawyer gets your answers now. I write when one answers.
next-watch = A coordinator looks at your answers today.
next-routine = Your answers are kept. Tell me at once if something changes.
next-nobody = Nobody is on call here at this moment.
next-nobody-kept = Your answers are kept. I call as soon as somebody comes.
taken-by-lawyer = A lawyer on duty has it since { $time }.
taken-by-coordinator = A coordinator on duty has it since { $time }.
taken-stay-here = Stay near this phone. Write here when something changes.
anew-cannot = The person on duty cannot go on with it.
anew-calling = I am calling others now. I write when one answers.
unheard-still-calling = I am still calling. Nobody has answered yet.
unheard-minutes = { $n ->
    [one] I have been calling for { $n } minute and do not stop.
   *[other] I have been calling for { $n } minutes and do not stop.
}
unheard-meanwhile = Meanwhile, call a lawyer you know, or any lawyer there.
nobody-here = No lawyer is reading here yet.
nobody-kept = Your answers are kept. I call as soon as somebody is here.
fallback-contacts = You can also ask here: { $contacts }

advice-head = While you wait:
advice-line = { $n }. { $line }

receipt-head = Your code for this report. Please write it on paper.
receipt-code = { $code }
receipt-use = With it, somebody you trust can add to this report.
receipt-found = Whoever finds it can add too, but never read.
receipt-gone = I delete this message in ten minutes.
code-after-first-answer = The code comes with your first answer. Please begin below.

new-earlier-kept = The earlier report is kept. Here is a new one.
back-again = Welcome back. Your answers are kept. Here is your card.
restarted = I was updated. Your answers are kept in your case.
restarted-again = The questions begin again below. Please tap once more.

status-head = Your reports:
status-none = There is no report yet. Please begin below.
status-open = { $code }: your answers are kept.
status-will-look = { $code }: sent to the people on duty.
status-paged = { $code }: I am calling. Nobody has answered yet.
status-nobody = { $code }: kept. Nobody is on call at this moment.
status-taken = { $code }: somebody on duty has it since { $time }.
status-unreadable = { $code }: kept, but I cannot open it.

help-what = You report a detention here, step by step.
help-taps = Tap your answers. Every tap is kept at once.
help-words = What you write is sealed, then deleted here.
help-commands = /sos /start /new /status /code /language /help
unknown-command = I do not know this command.
take-members-only = Only members on call can take a case.
group-private-only = I only work in a private chat. Please write to me there.
parked-kept = Your message is kept, but I could not handle it.
parked-again = A person looks at it.
parked-new = Nothing goes on here? Begin anew: /new. For help now: /sos
parked-coordinators = A message could not be handled. It is kept for 72 hours.
parked-operator = Ask the operator to run: habeas parked retry

repeat = (repeat { $n }: sent again to be sure)

# Members.
member-hello-lawyer = You are on call here as a lawyer.
member-hello-coordinator = You are on call here as a coordinator.
member-pages-come = Pages come to this chat. Tap “I take it” to stop the calling.
member-sound = Turn on sound for this chat, at night too.
member-take = To take a case by its code, write: /take RD-742
member-help = Pages come here when a case needs somebody now.
member-no-key = You cannot open sealed entries yet.
member-key-how = Give your operator your age public key. They run:
member-key-command = habeas member recipient { $id } age1…
member-key-console = Write /console to me: there you make your keys.
member-key-added = Your key is there. It opens cases from now on.
member-key-later = What began before stays closed to it.
member-key-waits = Your key is there. It waits for a signature.
member-key-words = Expect a call: read your key's eight words aloud.
member-not-kept = This was not kept: you are a member. To report, send /new.
take-which = Which case? Write its code, as in: /take RD-742
take-no-such-code = No case has this code. Please check the letters and digits.
take-head = { $code }: open this message to read it.

level-critical = CRITICAL
level-urgent = URGENT
level-watch = WATCH
level-routine = ROUTINE

page-first-line = { $level } · case { $code } · { $hours } · open this message to read it
page-hours = { $n ->
    [one] about { $n } hour left
   *[other] about { $n } hours left
}
page-hours-unknown = time left is not known
page-where = { $state }. Now: { $place }
page-where-unknown = { $state }. What is happening now is not known.
page-sos = The reporter pressed SOS: it counts as critical.
page-says-mistake = The reporter says: it was a mistake. Please ask them.
page-likely-same = { $code }: same place, same hour. Perhaps the same person.
page-silent = The reporter is silent since { $time }. It may be critical.
state-unknown = Country not known
page-danger-indicated = Danger there: indicated.
page-danger-unknown = Danger there: not known. Not known is not “no”.
page-do-critical = Can you act in the next minutes? Tap “I take it”. If not, “I cannot”: the next is called at once.
page-do-coordinator = No lawyer has taken it. Call one by phone, or tap “I take it” and act.
page-do-urgent = Please look within the hour. Tap “I take it” if you can act today.
page-do-watch = Please look today and ask the family again.
page-do-waiting = A lawyer is being called. You are called if nobody takes it.
page-you-declined = You said “I cannot”. Others are being called. You can still take it.
page-yours = You have it since { $time }.
page-yours-added = Something was added at { $time }. It is sealed in the case.
page-yours-sealed = From before, sealed in this case: { $n }, the newest at { $time }. Ask anew what you need.
page-yours-told = The family is told that somebody has it, without your name.
page-yours-first = First: ask the operator for the sealed case { $code }, and read “Why”.
page-yours-then = Then: call the place of detention, and say that you act.
page-yours-call = First: call the place of detention, and say that you act.
page-taken-by = { $name } has it since { $time }.
page-taken-rest = Nothing more to do here. Thank you.
page-free-family = The family says: free.
page-free-sure = Make sure: ask the family by reply how they know.
page-free-tap = Sure? Tap “They are free”. Then nobody is called any more.
page-free-asked = You said: free. The family is asked too.
page-free-until = Until somebody agrees, you are still asked for a sign.
page-free-settled = Two people say: free. Nobody is called any more.
page-free-closing = Coordinators close the case. Thank you.
page-owner-free = { $name } says: they are free.
page-owner-free-ask = Ask them how they know. Sure too? Tap “They are free, I asked”.
page-free-close = Said to be free. Make sure, then close it below.
page-not-for-you = This page is for members on call.
page-unreadable = The server cannot read this report.
page-do-unreadable = Call your operator now and say the code.

why-weight = { $weight }  { $reason }
why-trigger = acts alone: { $reason }
why-unknown = Not known: { $reasons }.
why-sum = Sum: { $low }. If all that is not known spoke for danger: { $high }.
why-card = Rules: { $card }, version { $version }.
why-deleted = I delete this message in ten minutes.

# A case that somebody has.
button-still-on = I am on it
button-on-my-way = On my way
button-reached = I am at the station
button-reached-court = I am at the court
button-reached-airport = I am at the airport
button-reached-border = I am at the border
button-filed = I have filed
button-need-help = I need help
button-hand-over = Hand over
button-says-free = They are free
button-looks-false = Looks false
button-false-yes = Yes, it looks false
false-ask = { $code }: do you hold it for false?
false-gives-back = If yes, you give it back and others are called.
false-needs-two = If yes, and a colleague agrees, nobody is called for now.
button-helps = I help
button-spoke-with = I spoke with them
button-agrees-free = They are free, I asked
button-page-again = Page again anyway
toast-not-yours = This is for somebody else in this case.
toast-signed = Noted. All see it.
toast-sign-used-up = { $code }: noted. Your taps alone no longer count. A colleague has to speak with you.
toast-spoke-with = Thank you. The calling stops.
toast-both-say-free = Both of you say: free. Nobody is called any more.
toast-family-free-too = The family says so too. Nobody is called any more.
toast-family-asked = Noted. The family is asked too.
toast-paged-again = Others are called now.
toast-paged-already = Others are being called already.
toast-helps = Thank you. The owner sees it. Speak with each other.
toast-help-called = One more person is called now.
toast-help-already = Help is being called already.
toast-looks-false = Coordinators see it. Others are called meanwhile.
toast-hand-asked = { $name } is asked. You have it until they accept.
toast-hand-declined = Noted. The owner keeps the case.
page-still-on-it = Still on it? Without a tap others are called at { $time }.
page-others-called = Others are being called. “I am on it” stops it.
page-signs-used-up = { $code }: your own taps no longer count for it.
page-signs-who = Speak with a colleague, who then taps “I spoke with them”: { $name }.
page-signs-nobody = Nobody else can be reached here. Please call a colleague by phone.
page-signs-then = Without that, others are called at { $time }.
page-no-sign = No sign since { $time }.
page-colleague-asks = { $name } asks for one more person (since { $time }).
page-last-sign = The last sign of the owner: { $time }.
page-one-more = One more person is called beside { $name }.
page-do-lapse = Call { $name } first. No answer? Tap “I take it”.
page-do-help = { $name } asks for help now. Can you?
page-handed = { $name } asks you to take this case over.
page-closed = This case is closed.
did-line = { $time } · { $name }: { $what }
did-still-on = is on it
did-on-my-way = on the way
did-reached = has arrived there
did-filed = has filed
did-asked-help = asks for help
did-helps = helps
did-looks-false = holds it for false
did-says-free = says: the person is free
did-spoke-with = spoke with the owner
did-agrees-free = asked, and says: the person is free
did-paged-again = had others called again
did-took = took the case
hand-over-head = { $code }: hand over
hand-over-whom = Whom do you ask? You have it until they accept.
hand-over-declined = { $name } cannot take it. You still have it.
hour-1 = By minute 10: mandate noted, place known, duty officer called, record demanded.
hour-2 = By minute 25: asylum request, appeal, request to suspend, by every channel.
hour-3 = By minute 45: one request for interim measures, to one body only.
hour-4 = By minute 60: a second lawyer at the airport; decide about publicity.
lapse-second = A second lawyer is being called too.
lapse-first-stays = The first one keeps it too. Stay near this phone.
notable-head = Please look at this on the rota.
notable-quick = { $name } took two pages in a row, each within three seconds. Please call them.
notable-many = { $name } has more than three cases, no step noted yet.
outage-away = I was away from { $from } to { $to }.
outage-press = If you pressed something then, please press it once more.
owner-reporter-gone = The family has blocked the bot. They read nothing from us now.
owner-reporter-back = The family can read the bot again.

# What goes between whoever has a case and its reporters.
for-lawyer-asks = The person on duty needs this. You can skip it.
for-lawyer-asks-open = This helps whoever acts. You can skip it.
for-lawyer-place = Where exactly is the person? City, building, department.
for-lawyer-place-exact = Where exactly is the person? Building, department, room.
for-lawyer-person = What are their full name and date of birth?
for-lawyer-number = Which number can we call?
for-lawyer-number-key = The button below sends your number. Or write one.
for-lawyer-number-gone = The button for the number is gone.
for-lawyer-mandate = Do you ask the person on duty to act in their name?
for-lawyer-mandate-open = Do you ask a lawyer to act in their name?
button-share-number = Send my number
button-mandate = Yes, I ask them to act
button-not-now = Not now
relay-asks = The person on duty asks:
relay-writes = The person on duty writes:
relay-words = { $words }
relay-answer = You can answer here. I pass it on.
relay-answer-open = What you write now is sealed in the case.
button-to-questions = Go on with the questions
relay-elsewhere = First send me { $code }, then your answer.
relay-answers = The family answers:
relay-from-first = From the first reporter.
relay-from-joined = From somebody who joined (number { $n }).
relay-unasked = Words of theirs; they have not read your question:
relay-place = Where exactly:
relay-person = Name and date of birth:
relay-number = Number to call:
relay-mandate = The family asks you to act.
relay-gone = I delete this message in an hour.
relay-sent = Sent to the family. I deleted it here.
relay-not-yours = Not sent, and deleted here. Only whoever has the case can write to the family.
relay-newest = Not sent, and deleted here. Please reply to a message of the case.
relay-deleted = Not sent. I deleted it here.
relay-how = { $code }: not sent, and deleted here. To ask the family, reply to its card.
relay-how-any = To write to a family, reply to the card of its case.
relay-only-words = I pass on typed words only.
page-yours-reply = Reply to this message to write to the family.

# What is new.
button-news = Something is new
news-what = What is new? Tap what you know.
news-still-held = Still held
news-in-court = In court
news-driven = Being driven somewhere
news-at-airport = At the airport
news-on-plane = On the plane
news-no-contact = No contact any more
news-free = Free: I saw them or spoke with them
news-they-say-free = They say free, I did not see it
news-mistake = It was a mistake
toast-news = Kept. It counts at once.
toast-news-added = Kept. Whoever has the case looks at it.
news-head = There is news about your report.
owner-says-free = The person on duty says: free.
owner-says-free-ask = Have you seen or heard them? Tap “Something is new”.
family-says-free = Another reporter says: free.
family-says-free-next = If you know otherwise, tap “Something is new”.
joined-tapped = Whoever joined by the code tapped: “{ $what }”.
joined-tapped-ask = Is it so? Then tap “Something is new”.
joined-tapped-change = Is it so? Then tap “Something is new”, or “Change an answer”.
joined-tapped-owner = It changes nothing until those who reported first say so.
mistake-goes-on = Thank you. A person looks first; until then nothing changes.
ask-news = Is anything new? Please tap below.
silent-still-there = Are you still there? Please tap the next answer.
silent-kept = All that you gave is kept. A person looks at it.

# Coordinators raise, lower and close.
button-decide = Change level, or close
decide-head = { $code }: what do you decide?
decide-why = { $code }: why?
button-leave-all = Leave all as it is
decision-raise-critical = Raise to CRITICAL
decision-raise-urgent = Raise to URGENT
decision-raise-watch = Raise to WATCH
decision-lower-urgent = Lower to URGENT
decision-lower-watch = Lower to WATCH
decision-lower-routine = Lower to ROUTINE
decision-close-free-acted = Close: free, and we acted
decision-close-free = Close: free without us
decision-close-sent-out = Close: sent out
decision-close-ordinary = Close: ordinary matter
decision-close-false = Close: report was false
decision-close-not-known = Close: nothing more is known
decision-close-mistake = Close: call for help was a mistake
reason-spoke-family = I spoke with the family
reason-knows-more = I know more than the answers
reason-like-others = Others were sent out like this
reason-ordinary = It is an ordinary matter
reason-no-danger = No danger waits there
reason-looks-false = The report looks false
page-proposal = { $name } proposes: { $what }. Do you agree?
page-you-propose = You propose: { $what }. Another coordinator has to agree.
button-agree = I agree
button-disagree = I do not agree
button-take-back = Take it back
toast-decided = Done. All see it.
toast-decide-second = A second coordinator has to agree. They are asked now.
toast-decide-alone = A second coordinator has to agree. Nobody else is there yet.
decide-alone-head = { $code }: this needs a second person.
decide-alone = Nobody else is here to agree. Until then nothing changes.
decide-alone-operator = Your operator can agree at the terminal. They run:
decide-alone-command = habeas case decide { $code } --agree { $n }
toast-not-coordinator = Only a coordinator can decide this.
toast-own-proposal = Another coordinator has to agree, not you.
toast-disagreed = Noted. Nothing changes.
toast-took-back = Taken back. Nothing changes.
did-raised = raised the level
did-lowered = lowered the level
did-closed = closed the case
did-proposed = proposes to lower or close
did-disagreed = does not agree
did-took-back = takes the proposal back
did-decides = decides: { $what }
did-proposes = proposes: { $what }
did-because = { $what } · “{ $reason }”
lowered-told = People on duty have looked at your report again.
lowered-taken = Whoever has it keeps it.
lowered-open = Nobody is called urgently now. All that you gave is kept.
lowered-changes = If anything changes, tell me here, or send /sos.
closed-told = Your report { $code } is closed. I forget this chat for it.
closed-free = We were told that the person is free.
closed-mistake = It was a mistake. It is good that you said so.
closed-looked = A person on duty has decided this.
closed-new = If anything happens again: /sos or /start.

# Joining a report by its code.
join-added = You can add to { $code } now.
join-hear = Those who reported it are asked whether you may hear.
join-waits = Until then you can add, and hear nothing.
join-known = You are on { $code } already. Here you can add to it.
join-not-found = I find no report with this code. Please look again.
join-wait = Please wait { $n } seconds, then send the code again.
join-somebody = Somebody used your code to add to { $code }.
join-somebody-owner = Somebody used the receipt of { $code } to add to it.
join-adds = They can add already. They read nothing of what was given.
join-ask = May they also hear what the lawyer says?
join-ask-owner = May they also hear what you write to the family?
join-if-no = If no: they can add, and hear nothing.
join-if-unsure = You do not know them? Tap “No”; /code makes a new code.
join-hears = They hear what happens, too.
join-yes = You hear now what happens with { $code }.
button-join-yes = Yes, they may hear
button-join-no = No
toast-join-yes = They hear now.
toast-join-no = They add, and hear nothing. /code makes a new code.
status-joined = { $code }: you can add. You do not hear yet.
code-adds-only = You can add here. Only those who hear can make a code.
status-go-on = Send a code to go on with that report.
report-of = Report { $code }
report-new = A new report
go-on-needed = The person on duty needs something from you.
go-on-open = Some questions about it are open.
button-go-on = Go on with { $code }

# Once a day, to coordinators.
audit-head = Audit head of today:
audit-head-is = { $head }
audit-head-keep = Copy it by hand with its date, and keep it elsewhere.
audit-head-why = With it your operator checks whether older records were changed.
audit-head-next = The next one comes tomorrow.

# Who is a member, and who becomes one.
role-lawyer = lawyer
role-coordinator = coordinator
member-commands = /mine your cases · /who on call · /queue waiting · /off ill · /on back · /language
member-commands-coordinator = /invite somebody new · /revoke somebody
coordinators-only = Only coordinators can do this.
invite-how = Please write the name behind the command.
invite-how-lawyer = A lawyer: /invite Name
invite-how-coordinator = A coordinator: /invite coordinator Name
invite-head = An invitation, for ten minutes and one person.
invite-code = /start { $code }
invite-give = Give this line to them alone. They send it to me.
invite-then = Then I show four words to both of you.
invitation-head = Somebody came with your invitation. Please compare four words.
invitation-who = Invited as: { $name }, { $role }.
words-latin = { $words }
words-cyrillic = { $words }
invitation-compare = Call them. Do they read the same four words?
invitation-two = Two coordinators have to say that the words match.
invitation-one-has = { $name } has heard the words. One more coordinator is needed.
button-words-match = The words match
button-words-differ = They do not match
toast-another-too = Noted. Another coordinator has to hear the words too.
toast-member-now = They are on call now. I have told them.
toast-nobody-made = Nobody was made a member. I have told them.
invited-head = You are nearly there. Here are four words.
invited-say = Read them aloud to whoever invited you, by telephone.
invited-then = You are on call when they confirm. I write then.
invited-not-valid = This code is not valid any more.
invited-ask-anew = Please ask for a new one. Nothing is lost.
invited-wait = Please wait ten minutes, then send the code once more.
invited-member = You are on call here already.
invited-unchanged = The code was not needed. Nothing has changed.
invited-not-confirmed = The words were not confirmed.
pending-waits = You wait to be confirmed. You are not on call yet.
pending-held = Your words are sealed. Nobody is called for them yet.
pending-report = To report a detention, tap SOS or the country below.
pending-counts = What you tap now is a report of a detention, and counts.
revoked-told = You are not a member here any more.
mine-head = What you have now:
mine-case = { $code } · { $level } · yours since { $time }
mine-none = No case at this moment.
button-off = I am ill, take me off
button-off-sure = Yes, take me off
off-done = You are off call now. Get well.
off-cases = Your cases are called anew. The families are told.
off-ask-head = Before you go off call:
off-ask-critical = { $code } is critical, and you have it.
off-ask-then = If you go, others are called at once.
off-ask-else = Or hand it over first, on its card.
off-nobody = Nobody else can be reached now. Please call a colleague.
off-back = To come back, write: /on
off-already = You are off call already.
off-you-are = You are off call. To come back, write: /on
on-done = You are on call again. Welcome back.
on-already = You are on call. Nothing has changed.
who-head = On call, in calling order:
who-line = { $n }. { $name }, { $role }: { $state }
who-reachable = can be reached
who-unreachable = has not pressed Start
who-off = off call
queue-head = What nobody has yet:
queue-case = { $code } · { $level } · since { $time }
queue-unreadable = { $code } · { $level } · the server cannot read it
queue-none = Nothing waits at this moment.
queue-more = And { $n } more.
revoke-head = Revoking somebody.
revoke-whom = Whom? I ask once more before anything happens.
revoke-nobody = There is nobody but you.
revoke-this = { $name }, { $role }: revoke?
revoke-then = Their cases are called anew, and their chat is emptied.
revoke-then-chat = They have no case now. Their chat is emptied.
button-revoke = Yes, revoke
button-leave = No, leave it
toast-left = Nothing has changed.
toast-revoked = Done. Their cases are called anew now.
toast-revoked-none = Done. They had no case.
toast-last-one = The last of this role. Only the operator can revoke them.
told-head = The list of those on call has changed.
told-new = New: { $name }, { $role }.
told-no-key = They cannot open sealed entries yet. The operator adds their key:
told-key-console = They cannot open sealed entries yet. They make keys in the console.
told-key = Has a key from now on: { $name }, { $role }.
told-key-waits = Has a key that waits for a signature: { $name }, { $role }.
console-none = There is no console here.
console-sign-in = This opens the console in your browser.
console-enrol = Make your keys on the computer you trust most.
console-once = The link works once, for five minutes.
console-browser = If it opens inside Telegram: choose “Open in browser” first.
console-other-keys = You have keys that are not of this console.
console-ask = Ask your operator for a link to make new ones.
button-console-sign-in = Open the console
button-console-enrol = Make my keys
command-console = Open the console in a browser
told-off = Off call for now: { $name }, { $role }.
told-on = On call again: { $name }, { $role }.
told-revoked = Not a member any more: { $name }, { $role }.
told-first = You are the first to be called now.
told-no-lawyer = No lawyer is on call now. Please call one.

# What Telegram shows beside the bot.
command-start = Begin, or see the card again
command-sos = Help at once
command-new = Begin another report
command-status = Where your reports stand
command-code = A new code for the report
command-language = Another language
command-help = What this is
command-take = Take a case by its code
command-mine = The cases you have
command-who = Who is on call
command-queue = Cases that nobody has
command-off = I am ill, take me off
command-on = Back on call
command-invite = Invite somebody new
command-revoke = Revoke somebody
about-what = Report a detention step by step. Lawyers on duty are called.
about-telegram = Telegram can read this chat. No names or addresses at first.
about-start = Tap Start. Every answer is kept at once.
about-short = Report a detention here, step by step.

# Several cases at once, and cases that members hold for false.
gathered-first-line = { $level } · { $n ->
    [one] { $n } case is waiting for you
   *[other] { $n } cases are waiting for you
} · open this message to read them
gathered-line = { $level } · { $code } · { $hours } · { $place }
gathered-lapse = { $line } · no sign from whoever has it
gathered-asked = { $line } · a colleague asks for one more
gathered-one-more = { $line } · one more is called beside its owner
gathered-help = { $line } · whoever has it asks for help
gathered-held = { $line } · from an account with three false marks
gathered-more = { $n ->
    [one] { $n } more waits behind these.
   *[other] { $n } more wait behind these.
}
gathered-do = Tap one that you take. “I cannot”: the next person is called.
gathered-rings = This rings once a minute at most.
button-take-code = I take { $code }
button-helps-code = I help: { $code }
button-at-once-code = Page { $code } at once
button-at-once = Page at once
button-vouch = I vouch for the reporter
button-vouch-back = I no longer vouch
page-held = From an account with three false marks.
page-held-until = Page at once, or say that it looks false. At { $time } it pages by itself.
page-do-quiet = Two of us hold it for false. Please look once more today.
toast-paged-at-once = Lawyers are called now.
toast-looks-false-quiet = Two of you hold it for false. It stays on the coordinators' list.
toast-looks-false-held = Noted. It pages by itself unless a colleague agrees.
toast-vouched = Noted. This reporter's cases go first and never wait.
toast-vouch-back = Noted. The next cases are looked at as anybody's are.
did-paged-at-once = had it paged at once
did-vouches = vouches for the reporter
did-vouches-no-more = no longer vouches for the reporter

# Keys that are signed for, in the console.
told-keys-head = There is news about keys.
told-recovery = The recovery keys are signed. They open every case.
told-draft = A second signature is needed in the console: { $name }, { $role }.
told-link = Gets a link to make new keys: { $name }, { $role }.
console-new-keys = A coordinator sends you this link for new keys.
console-half-hour = The link works once, for half an hour.

# The case in the console.
relay-new = There are new words from the family. Open the case.
button-open-case = Open the case
page-signs-key = Or open the case in the console: your key counts.
page-yours-open = First: open the case { $code }, and read “Why”.

# An open case, in the console.
case-began = The first answer came
case-handed = asks { $name } to take the case over
case-called-critical = Calling began: the level is critical
case-called-urgent = Calling began: the level is urgent
case-called-watch = Shown without sound: the level is watch
case-called-quiet = Shown without sound: two people hold it for false
case-called-held = Coordinators look at it before others are called
case-called-help = One more person is called to help
case-called-lapse = Others are called too: no sign from whoever has it
case-called-asked = Others are called too: a colleague asked for it
case-called-one-more = One more person is called beside the owner
case-called-unread = Calling began: the report cannot be read
case-called-names = Called so far: { $name }
case-called-number = People called so far: { $n }
case-call-ended = This calling is over
duty-rule-39 = European Court of Human Rights, Rule 39 (fax)
fact-code = { $code }
# A case from which somebody is excluded, and whom it leaves.
stranded-head = A case waits, and nobody can be called for it.
stranded-case = { $code }: nobody who may work on it can be reached.
stranded-come = If you can, come back on call now. Write: /on
stranded-ask = Call a colleague, or ask your operator to let somebody in.
