## status: awaiting a native reader

bot-name = Habeas

# Languages are named in themselves.
language-en = English
language-ru = Русский
language-kk = Қазақша
language-uk = Українська
language-which = Сізге қай тілде жазайын?
language-now = Енді сізге осы тілде жазамын.

# The first screen: three lines of notice.
first-telegram = Telegram бұл чатты оқи алады. Жауапты басыңыз; кез келген сәтте тоқтайсыз.
first-names = Әзірге есім, мекенжай жазбаңыз. Жауаптарды заңгер көруі мүмкін.
first-phone = Телефонды тартып алуы мүмкін бе? Жіберіңіз де, чатты өшіріңіз.
button-sos = SOS: көмек қазір керек
sos-two-taps = Екі рет басыңыз, сосын заңгер шақырамын.
sos-one-tap = Бір рет басыңыз, сосын заңгер шақырамын.
sos-heard = Көмек сигналыңыз сақталды. Кезекшілер оны қазір көреді.
sos-added = { $code } ісіне қосылды. Ол бойынша заңгер шақырылып жатыр.
sos-added-taken = { $code } ісіне қосылды. Іспен айналысып жатыр.

progress = { $n }-сұрақ, барлығы { $m }-ден аспайды

button-done = Дайын
button-back = Артқа
button-change = Жауапты өзгерту
button-write = Сөзбен жазу
button-skip = Өткізіп жіберу
button-dont-know = Білмеймін
button-another-reason = Ол жақта басқа себеп
button-fewer = Алғашқы себептерге
button-wrote-down = Жазып алдым
button-take = Мен аламын
button-cannot = Мүмкіндігім жоқ
button-why = Неге

type-country = Елдің атын жазыңыз.
typed-is-deleted = Хабарыңыз мөрленіп, осы чаттан өшіріледі.

city-which = Қай қалада не ауылда? Жазыңыз.

write-now = Есімді не басқа маңызды нәрсені жазыңыз.
write-sealed = Әр хабар мөрленіп, осы чаттан өшіріледі.

review-which = Қай жауапты өзгертесіз?

finished-kept = Әзірге осымен бітті. Жауаптарыңыз сақталды.
finished-add = Жауапты өзгертуге не толықтыруға әрқашан болады.

# "When?"
when-flight = Ұшу не жолға шығу қашан?
when-hearing = Сот қашан?
when-decision = Шешім қашан шықты?
when-leave-by = Қашанға дейін кету керек?
when-ahead-three-hours = 3 сағат ішінде
when-ahead-today = Бүгін, кейінірек
when-ahead-next-day = Ертең
when-ahead-days = Бірнеше күннен кейін
when-ahead-n-days = { $n ->
    [one] { $n } күннен кейін
   *[other] { $n } күннен кейін
}
when-past-three-hours = Соңғы 3 сағатта
when-past-today = Бүгін ертерек
when-past-next-day = Кеше
when-past-days = Бірнеше күн бұрын
when-past-n-days = { $n ->
    [one] { $n } күн бұрын
   *[other] { $n } күн бұрын
}

# Answers to a tap.
toast-old-button = Бұл батырма ескі. Ең жаңа карточканы басыңыз.
toast-tick-one = Кемінде бір жолды не «Білмеймін» дегенді белгілеңіз.
toast-not-ours = Бұл батырма боттан емес. Ештеңе өзгерген жоқ.
toast-not-member = Бұл батырма тек кезекшілерге арналған.
toast-wrote-down = Жақсы. Код чаттан өшіріледі.
toast-yours = Іс сізде. Отбасына қазір айтылады.
toast-already-yours = Іс сізде тұр.
toast-taken-by = Істі { $name } алды. Уақыты: { $time }.
toast-nothing-to-take = Бұл іске қазір ешкім шақырылып жатқан жоқ.
toast-not-for-you = Бұл іс сізге берілмейді. Басқалар шақырылады.
toast-declined = Түсінікті. Келесі адамды шақырамыз.
toast-declined-last = Түсінікті. Басқа кезекші жоқ: жуырда қайта сұраймыз.
toast-nothing-to-decline = Бұл істі алып қойды. Рахмет.

# What was kept.
kept-words = Сөздеріңіз мөрленді және осы жерден өшірілді.
kept-passed = Сөздеріңіз жеткізілді және осы жерден өшірілді.
words-call-nobody = Сөздің өзі заңгерді шақырмайды. Жауаптарды басыңыз. Көмек қазір керек болса: /sos
kept-typed-for-tap = Сөзіңіз мөрленіп, осы жерден жойылды. Жауап беру үшін батырманы басыңыз.
kept-forwarded = Қайта жіберілген хабар мөрленіп, осы жерден өшірілді.
kept-edited = Жаңа мәтін мөрленді, хабар осы жерден өшірілді.
kept-file = Бұл заңгерге сақталды. Чаттан екі күнде өшеді.
kept-location = Орын заңгерге сақталды. Чаттан екі күнде өшеді.
kept-country-unknown = Бұл ел тізімде жоқ. Жазғаныңыз мөрленді.
cannot-sticker = Бот стикерді оқымайды. Батырманы басыңыз не жазыңыз.
cannot-poll = Бот сауалнаманы оқымайды. Батырманы басыңыз не жазыңыз.
cannot-other = Бот мұндай хабарды оқымайды. Басыңыз не жазыңыз.

# What happens next, and when.
next-critical = Қазір заңгерді шақырып жатырмыз. Жауап берсе, жазамыз.
next-urgent = Жауаптар қазір заңгерге барады. Жауап берсе, жазамыз.
next-watch = Үйлестіруші жауаптарыңызды бүгін қарайды.
next-routine = Жауаптарыңыз сақталды. Бірдеңе өзгерсе, бірден жазыңыз.
next-nobody = Қазір мұнда кезекші жоқ.
next-nobody-kept = Жауаптар сақталды. Біреу келсе, бірден шақырамыз.
taken-by-lawyer = Мұны кезекші заңгер алды. Уақыты: { $time }.
taken-by-coordinator = Мұны кезекші үйлестіруші алды. Уақыты: { $time }.
taken-stay-here = Телефон жанында болыңыз. Бірдеңе өзгерсе, осында жазыңыз.
anew-cannot = Кезекші мұны жалғастыра алмайды.
anew-calling = Қазір басқаларды шақырып жатырмыз. Жауап болса, жазамыз.
unheard-still-calling = Әлі шақырып жатырмыз. Әзірге ешкім жауап берген жоқ.
unheard-minutes = { $n ->
    [one] { $n } минут бойы шақырып жатырмыз, тоқтамаймыз.
   *[other] { $n } минут бойы шақырып жатырмыз, тоқтамаймыз.
}
unheard-meanwhile = Әзірге таныс заңгерге не сондағы кез келген заңгерге қоңырау шалыңыз.
nobody-here = Мұнда әзірге заңгер жоқ.
nobody-kept = Жауаптар сақталды. Біреу келгенде бірден шақырамыз.
fallback-contacts = Мұнда да сұрауға болады: { $contacts }

advice-head = Күтіп отырғанда:
advice-line = { $n }. { $line }

receipt-head = Хабарламаңыздың коды. Қағазға жазып алыңыз.
receipt-code = { $code }
receipt-use = Сенетін адамыңыз осы кодпен хабарламаны толықтыра алады.
receipt-found = Оны тапқан адам да толықтырады, бірақ оқи алмайды.
receipt-gone = Бұл хат он минуттан кейін өшеді.
code-after-first-answer = Код алғашқы жауаптан кейін беріледі. Төменде бастаңыз.

new-earlier-kept = Бұрынғы хабарлама сақталды. Міне, жаңасы.
back-again = Қош келдіңіз. Жауаптар сақталды. Міне, карточкаңыз.
restarted = Мен жаңартылдым. Жауаптарыңыз істе сақталды.
restarted-again = Сұрақтар төменде қайта басталады. Тағы бір рет басыңыз.

status-head = Хабарламаларыңыз:
status-none = Әзірге хабарлама жоқ. Төменнен бастаңыз.
status-open = { $code }: жауаптар сақталды.
status-will-look = { $code }: кезекшілерге берілді.
status-paged = { $code }: шақырып жатырмыз. Әзірге жауап жоқ.
status-nobody = { $code }: сақталды. Қазір кезекші жоқ.
status-taken = { $code }: кезекші алды. Уақыты: { $time }.
status-unreadable = { $code }: сақталды, бірақ ашылмай тұр.

help-what = Мұнда адамның ұсталғаны туралы біртіндеп хабарлайсыз.
help-taps = Жауапты басыңыз. Әр басу бірден сақталады.
help-words = Жазғаныңыз мөрленіп, осы жерден өшіріледі.
help-commands = /sos /start /new /status /code /language /help
unknown-command = Мұндай бұйрық жоқ.
take-members-only = Істі тек кезекшілер ала алады.
group-private-only = Бот тек жеке чатта жұмыс істейді. Сонда жазыңыз.
parked-kept = Хабарыңыз сақталды, бірақ өңделмеді.
parked-again = Оны адам қарайды.
parked-new = Әрі қарай жүрмей тұр ма? Жаңадан бастаңыз: /new. Көмек қазір керек болса: /sos
parked-coordinators = Бір хабарлама өңделмеді. Ол 72 сағат сақталады.
parked-operator = Операторға айтыңыз, мынаны іске қоссын: habeas parked retry

repeat = ({ $n }-қайталау: сенімді болу үшін тағы жіберілді)

# Members.
member-hello-lawyer = Сіз мұнда кезекші заңгерсіз.
member-hello-coordinator = Сіз мұнда кезекші үйлестірушісіз.
member-pages-come = Шақыру осы чатқа келеді. «Мен аламын» басқаларды шақыруды тоқтатады.
member-sound = Бұл чаттың дыбысын түнде де қосып қойыңыз.
member-take = Істі коды бойынша алу: /take RD-742
member-help = Біреуге көмек керек болса, шақыру осында келеді.
member-no-key = Сіз мөрленген жазбаларды әзірге аша алмайсыз.
member-key-how = Операторға өз age ашық кілтіңізді беріңіз. Ол іске қосады:
member-key-command = habeas member recipient { $id } age1…
member-key-console = Маған /console деп жазыңыз: кілттеріңізді сонда жасайсыз.
member-key-added = Кілтіңіз қосылды. Ол осы сәттен басталған істерді ашады.
member-key-later = Бұрын басталған істерді ол ашпайды.
member-key-waits = Кілтіңіз осында. Ол қол қоюды күтіп тұр.
member-key-words = Сізге қоңырау шалады: кілтіңіздің сегіз сөзін дауыстап оқыңыз.
member-not-kept = Бұл сақталмады: сіз кезекшісіз. Хабарлау үшін /new жіберіңіз.
take-which = Қай іс? Кодын жазыңыз, мысалы: /take RD-742
take-no-such-code = Мұндай коды бар іс жоқ. Әріптер мен сандарды тексеріңіз.
take-head = { $code }: оқу үшін хабарламаны ашыңыз.

level-critical = АСА ШҰҒЫЛ
level-urgent = ШҰҒЫЛ
level-watch = БАҚЫЛАУ
level-routine = ҚАЛЫПТЫ

page-first-line = { $level } · { $code } ісі · { $hours } · оқу үшін хабарды ашыңыз
page-hours = { $n ->
    [one] шамамен { $n } сағат қалды
   *[other] шамамен { $n } сағат қалды
}
page-hours-unknown = қанша уақыт қалғаны белгісіз
page-where = { $state }. Қазір: { $place }
page-where-unknown = { $state }. Қазір не болып жатқаны белгісіз.
page-sos = SOS басылды: аса шұғыл деп саналады.
page-says-mistake = Хабарлаушы: бұл қате болды дейді. Өзіңіз сұраңыз.
page-likely-same = { $code }: сол жер, сол сағат. Бір адам туралы болуы мүмкін.
page-silent = { $time } бастап жауап жоқ. Іс аса шұғыл болуы мүмкін.
state-unknown = Ел белгісіз
page-danger-indicated = Ол жақтағы қауіп: байқалады.
page-danger-unknown = Ол жақтағы қауіп: белгісіз. Бұл «жоқ» деген емес.
page-do-critical = Алдағы бірнеше минутта кірісе аласыз ба? «Мен аламын» дегенді басыңыз. Әйтпесе «Мүмкіндігім жоқ»: келесі адамды бірден шақырамыз.
page-do-coordinator = Ешбір заңгер алған жоқ. Заңгерге қоңырау шалыңыз не «Мен аламын» басып, әрекет етіңіз.
page-do-urgent = Бір сағат ішінде қараңыз. Бүгін айналыса алсаңыз, «Мен аламын» басыңыз.
page-do-watch = Бүгін қараңыз және отбасынан тағы сұраңыз.
page-do-waiting = Заңгер шақырылып жатыр. Ешкім алмаса, сізді шақырады.
page-you-declined = Жауабыңыз: «Мүмкіндігім жоқ». Басқалар шақырылып жатыр. Әлі де алуға болады.
page-yours = Іс сізде. Алған уақытыңыз: { $time }.
page-yours-added = Жаңа нәрсе қосылды: { $time }. Ол істе мөрленген.
page-yours-sealed = Сізге дейінгі, істе мөрленген хабарлар: { $n }. Соңғысы: { $time }. Керегін қайта сұраңыз.
page-yours-told = Отбасына іспен айналысып жатыр деп айтылады, атыңыз айтылмайды.
page-yours-first = Алдымен: оператордан мөрленген { $code } ісін сұраңыз, «Неге» дегенді оқыңыз.
page-yours-then = Сосын: адам ұсталған жерге қоңырау шалып, әрекет ететініңізді айтыңыз.
page-yours-call = Алдымен: адам ұсталған жерге қоңырау шалып, әрекет ететініңізді айтыңыз.
page-taken-by = Істі { $name } алды. Уақыты: { $time }.
page-taken-rest = Енді ештеңе керек емес. Рахмет.
page-free-family = Отбасы айтады: бостандықта.
page-free-sure = Тексеріңіз: отбасынан қайдан білетінін жауаппен сұраңыз.
page-free-tap = Сенімдісіз бе? «Адам бостандықта» басыңыз. Сонда енді ешкім шақырылмайды.
page-free-asked = Сіз айттыңыз: бостандықта. Отбасынан да сұралды.
page-free-until = Басқа біреу растағанша, сізден сұрай беремін.
page-free-settled = Екі адам бостандықта дейді. Енді ешкім шақырылмайды.
page-free-closing = Істі үйлестірушілер жабады. Рахмет.
page-owner-free = { $name } айтады: адам бостандықта.
page-owner-free-ask = Қайдан білетінін сұраңыз. Сенімдісіз бе? «Бостандықта: сұрадым» басыңыз.
page-free-close = Бостандықта дейді. Тексеріп, төменде жабыңыз.
page-not-for-you = Бұл шақыру тек кезекшілерге арналған.
page-unreadable = Сервер бұл хабарды оқи алмай тұр.
page-do-unreadable = Қазір операторға қоңырау шалып, кодты айтыңыз.

why-weight = { $weight }  { $reason }
why-trigger = осының бір өзі жеткілікті: { $reason }
why-unknown = Белгісіз: { $reasons }.
why-sum = Қосындысы: { $low }. Белгісіздің бәрі қауіпті білдірсе: { $high }.
why-card = Ережелер: { $card }, { $version }-нұсқа.
why-deleted = Бұл хабар он минуттан кейін өшеді.

# A case that somebody has.
button-still-on = Айналысып жатырмын
button-on-my-way = Жолдамын
button-reached = Жеттім
button-reached-court = Соттамын
button-reached-airport = Әуежайдамын
button-reached-border = Шекарадамын
button-filed = Құжат бердім
button-need-help = Көмек керек
button-hand-over = Тапсыру
button-says-free = Адам бостандықта
button-looks-false = Жалған сияқты
button-false-yes = Иә, жалған сияқты
false-ask = { $code }: жалған деп санайсыз ба?
false-gives-back = Иә десеңіз, істі қайтарасыз, басқалар шақырылады.
false-needs-two = Иә десеңіз және әріптесіңіз келіссе, әзірге ешкім шақырылмайды.
button-helps = Көмектесемін
button-spoke-with = Біз сөйлестік
button-agrees-free = Бостандықта: сұрадым
button-page-again = Бәрібір қайта шақыру
toast-not-yours = Мұны осы істегі басқа адам жасай алады.
toast-signed = Түсінікті. Бәрі көреді.
toast-sign-used-up = { $code }: түсінікті. Енді сіздің басуыңыз жеткіліксіз. Әріптесіңіз сізбен сөйлесуі керек.
toast-spoke-with = Рахмет. Шақыру тоқтады.
toast-both-say-free = Екеуіңіз де бостандықта дейсіздер. Енді ешкім шақырылмайды.
toast-family-free-too = Отбасы да солай дейді. Енді ешкім шақырылмайды.
toast-family-asked = Жазылды. Отбасынан да сұралды.
toast-paged-again = Басқаларды шақырамыз.
toast-paged-already = Басқалар шақырылып жатыр.
toast-helps = Рахмет. Іс иесі көреді. Бір-біріңізбен сөйлесіңіз.
toast-help-called = Тағы бір адамды шақырамыз.
toast-help-already = Көмек шақырылып жатыр.
toast-looks-false = Үйлестірушілер көреді. Әзірше басқаларды шақырамыз.
toast-hand-asked = { $name } сұрау алады. Әзірге іс сізде.
toast-hand-declined = Түсінікті. Іс тапсырылмады.
page-still-on-it = Әлі айналысып жатырсыз ба? Баспасаңыз, басқалар шақырылады: { $time }.
page-others-called = Басқаларды шақырып жатырмыз. «Айналысып жатырмын» тоқтатады.
page-signs-used-up = { $code }: бұл іс үшін басуыңыз енді есептелмейді.
page-signs-who = Әріптесіңізбен сөйлесіңіз, ол «Біз сөйлестік» дегенді басады: { $name }.
page-signs-nobody = Мұнда басқа ешкім қолжетімді емес. Әріптесіңізге қоңырау шалыңыз.
page-signs-then = Онсыз басқалар шақырылады: { $time }.
page-no-sign = Соңғы хабар: { $time }.
page-colleague-asks = { $name } тағы бір адамды сұрайды ({ $time }).
page-last-sign = Істі алған адамның соңғы хабары: { $time }.
page-one-more = Істі алған адамнан басқа тағы біреуді шақырамыз: { $name }.
page-do-lapse = Алдымен қоңырау шалыңыз: { $name }. Жауап жоқ па? «Мен аламын» дегенді басыңыз.
page-do-help = { $name } қазір көмек сұрайды. Көмектесе аласыз ба?
page-handed = { $name } осы істі алуыңызды сұрайды.
page-closed = Іс жабылды.
did-line = { $time } · { $name }: { $what }
did-still-on = айналысып жатыр
did-on-my-way = жолда
did-reached = жетті
did-filed = құжат берді
did-asked-help = көмек сұрайды
did-helps = көмектеседі
did-looks-false = жалған деп санайды
did-says-free = айтуынша, адам бостандықта
did-spoke-with = іс иесімен сөйлесті
did-agrees-free = сұрап білді: адам бостандықта
did-paged-again = басқаларды қайта шақырды
did-took = істі алды
hand-over-head = { $code }: тапсыру
hand-over-whom = Кімнен сұрайсыз? Келіскенше іс сізде.
hand-over-declined = { $name } ала алмайды. Іс әлі сізде.
hour-1 = 10 минутқа дейін: өкілеттік, орын, кезекшіге қоңырау, ұстау хаттамасын талап ету.
hour-2 = 25-ке дейін: баспана өтініші, шағым, тоқтата тұру өтініші, барлық арнамен.
hour-3 = 45-ке дейін: уақытша шара туралы бір өтініш, тек бір органға.
hour-4 = 60-қа дейін: әуежайда екінші заңгер; жариялау туралы шешім.
lapse-second = Екінші заңгерді де шақырып жатырмыз.
lapse-first-stays = Іс бірінші заңгерде де қалады. Телефон жанында болыңыз.
notable-head = Кезекшілерге назар аударыңыз.
notable-quick = { $name }: қатарынан екі шақыру, әрқайсысы үш секундта алынды. Қоңырау шалыңыз.
notable-many = { $name }: үштен көп іс, әзірге белгі жоқ.
outage-away = Мен { $from }–{ $to } аралығында байланыста болмадым.
outage-press = Сол кезде бірдеңе басқан болсаңыз, қайта басыңыз.
owner-reporter-gone = Отбасы ботты бұғаттады. Қазір бізден ештеңе оқымайды.
owner-reporter-back = Отбасы ботты қайта оқи алады.

# What goes between whoever has a case and its reporters.
for-lawyer-asks = Бұл кезекшіге керек. Өткізіп жіберуге болады.
for-lawyer-asks-open = Бұл іспен айналысатын адамға көмектеседі. Өткізіп жіберуге болады.
for-lawyer-place = Адам нақты қайда? Қала, ғимарат, бөлім.
for-lawyer-place-exact = Адам нақты қайда? Ғимарат, бөлім, бөлме.
for-lawyer-person = Адамның толық аты-жөні мен туған күні қандай?
for-lawyer-number = Сізге қай нөмірге қоңырау шалуға болады?
for-lawyer-number-key = Төмендегі түйме нөміріңізді жібереді. Жазып жіберсеңіз де болады.
for-lawyer-number-gone = Нөмір түймесі алынды.
for-lawyer-mandate = Кезекшіден осы адам атынан әрекет етуді сұрайсыз ба?
for-lawyer-mandate-open = Заңгерден осы адам атынан әрекет етуді сұрайсыз ба?
button-share-number = Нөмірімді жіберу
button-mandate = Иә, әрекет етуін сұраймын
button-not-now = Қазір емес
relay-asks = Кезекші сұрайды:
relay-writes = Кезекші жазады:
relay-words = { $words }
relay-answer = Осында жауап бере аласыз. Біз жеткіземіз.
relay-answer-open = Енді жазғаныңыз істе мөрленеді.
button-to-questions = Сұрақтарға өту
relay-elsewhere = Алдымен { $code } жіберіңіз, сосын жауабыңызды.
relay-answers = Отбасының жауабы:
relay-from-first = Бірінші хабарлаған адамнан.
relay-from-joined = Кейін қосылған адамнан ({ $n }-нөмір).
relay-unasked = Олардың сөздері; сұрағыңызды оқымаған:
relay-place = Нақты қайда:
relay-person = Аты-жөні мен туған күні:
relay-number = Қоңырау шалатын нөмір:
relay-mandate = Отбасы сізден әрекет етуді сұрайды.
relay-gone = Бұл хабар бір сағаттан кейін өшеді.
relay-sent = Отбасына жіберілді. Осы жерден жойылды.
relay-not-yours = Жіберілмеді, осы жерден жойылды. Отбасына тек іс иесі жаза алады.
relay-newest = Жіберілмеді, осы жерден жойылды. Осы іс туралы хабарға жауап беріңіз.
relay-deleted = Жіберілмеді. Осы жерден жойылды.
relay-how = { $code }: жіберілмеді, осы жерден жойылды. Отбасынан сұрау үшін істің картасына жауап беріңіз.
relay-how-any = Отбасына жазу үшін олардың ісінің картасына жауап беріңіз.
relay-only-words = Біз тек терілген сөздерді жеткіземіз.
page-yours-reply = Отбасына жазу үшін осы хабарламаға жауап беріңіз.

# What is new.
button-news = Жаңалық бар
news-what = Не жаңалық? Білгеніңізді басыңыз.
news-still-held = Әлі ұстап отыр
news-in-court = Сотта
news-driven = Бір жаққа апара жатыр
news-at-airport = Әуежайда
news-on-plane = Ұшақта
news-no-contact = Байланыс үзілді
news-free = Бостандықта: өзім көрдім не сөйлестім
news-they-say-free = Босатты дейді, өзім көрмедім
news-mistake = Бұл қате болды
toast-news = Сақталды. Бірден ескерілді.
toast-news-added = Сақталды. Оны іспен айналысатын адам қарайды.
news-head = Хабарламаңыз туралы жаңалық бар.
owner-says-free = Кезекші айтады: бостандықта.
owner-says-free-ask = Өзіңіз көрдіңіз бе, сөйлестіңіз бе? «Жаңалық бар» басыңыз.
family-says-free = Басқа хабарлаушы айтады: бостандықта.
family-says-free-next = Басқаша білсеңіз, «Жаңалық бар» басыңыз.
joined-tapped = Кодпен қосылған адам басты: «{ $what }».
joined-tapped-ask = Солай ма? Онда «Жаңалық бар» басыңыз.
joined-tapped-change = Солай ма? Онда «Жаңалық бар» немесе «Жауапты өзгерту» басыңыз.
joined-tapped-owner = Алғашқы хабарлаушылар айтқанша, бұл ештеңені өзгертпейді.
mistake-goes-on = Рахмет. Алдымен адам қарайды; оған дейін ештеңе өзгермейді.
ask-news = Жаңалық бар ма? Төменде басыңыз.
silent-still-there = Сіз әлі осындасыз ба? Келесі жауапты басыңыз.
silent-kept = Айтқаныңыздың бәрі сақталды. Оны адам қарайды.

# Coordinators raise, lower and close.
button-decide = Деңгейді өзгерту не жабу
decide-head = { $code }: не шешесіз?
decide-why = { $code }: неге?
button-leave-all = Бәрін осы күйде қалдыру
decision-raise-critical = АСА ШҰҒЫЛ деңгейіне көтеру
decision-raise-urgent = ШҰҒЫЛ деңгейіне көтеру
decision-raise-watch = БАҚЫЛАУ деңгейіне көтеру
decision-lower-urgent = ШҰҒЫЛ деңгейіне түсіру
decision-lower-watch = БАҚЫЛАУ деңгейіне түсіру
decision-lower-routine = ҚАЛЫПТЫ деңгейіне түсіру
decision-close-free-acted = Жабу: бостандықта, біз көмектестік
decision-close-free = Жабу: бостандықта, бізсіз
decision-close-sent-out = Жабу: елден шығарылды
decision-close-ordinary = Жабу: қарапайым іс
decision-close-false = Жабу: хабар жалған
decision-close-not-known = Жабу: басқа ештеңе белгісіз
decision-close-mistake = Жабу: шақыру қателікпен болды
reason-spoke-family = Отбасымен сөйлестім
reason-knows-more = Жауаптардан көбірек білемін
reason-like-others = Басқаларды да осылай әкеткен
reason-ordinary = Бұл қарапайым іс
reason-no-danger = Ол жақта қауіп жоқ
reason-looks-false = Хабар жалған сияқты
page-proposal = { $name } ұсынады: { $what }. Келісесіз бе?
page-you-propose = Сіз ұсындыңыз: { $what }. Басқа үйлестіруші келісуі керек.
button-agree = Келісемін
button-disagree = Келіспеймін
button-take-back = Қайтарып алу
toast-decided = Дайын. Бәрі көреді.
toast-decide-second = Екінші үйлестіруші келісуі керек. Қазір одан сұралады.
toast-decide-alone = Екінші үйлестіруші келісуі керек. Әзірге басқа ешкім жоқ.
decide-alone-head = { $code }: бұған екінші адам керек.
decide-alone = Келісетін басқа ешкім жоқ. Оған дейін ештеңе өзгермейді.
decide-alone-operator = Оператор терминалда келісе алады. Ол іске қосады:
decide-alone-command = habeas case decide { $code } --agree { $n }
toast-not-coordinator = Мұны тек үйлестіруші шешеді.
toast-own-proposal = Сіз емес, басқа үйлестіруші келісуі керек.
toast-disagreed = Жазылды. Ештеңе өзгермейді.
toast-took-back = Қайтарып алынды. Ештеңе өзгермейді.
did-raised = деңгейді көтерді
did-lowered = деңгейді түсірді
did-closed = істі жапты
did-proposed = түсіруді не жабуды ұсынды
did-disagreed = келіспейді
did-took-back = ұсынысын қайтарып алды
did-decides = шешімі: { $what }
did-proposes = ұсынысы: { $what }
did-because = { $what } · «{ $reason }»
lowered-told = Кезекшілер хабарламаңызды қайта қарады.
lowered-taken = Іс айналысып жатқан адамда қалады.
lowered-open = Қазір ешкімді шұғыл шақырып жатқан жоқпыз. Айтқаныңыздың бәрі сақталды.
lowered-changes = Бірдеңе өзгерсе, осында жазыңыз не /sos жіберіңіз.
closed-told = { $code } хабарламаңыз жабылды. Бұл чат ол үшін ұмытылды.
closed-free = Бізге адам бостандықта деп айтылды.
closed-mistake = Бұл қате болды. Айтқаныңыз дұрыс болды.
closed-looked = Бұлай кезекші шешті.
closed-new = Тағы бірдеңе болса: /sos немесе /start.

# Joining a report by its code.
join-added = Енді { $code } ісіне қоса аласыз.
join-hear = Хабарлағандардан сұраймыз: жауапты естуіңізге бола ма.
join-waits = Оған дейін толықтыра аласыз, бірақ ештеңе естімейсіз.
join-known = Сіз { $code } ісіндесіз. Осында қоса аласыз.
join-not-found = Мұндай коды бар хабар жоқ. Кодты тағы қараңыз.
join-wait = { $n } секунд күтіп, кодты қайта жіберіңіз.
join-somebody = Сіздің кодыңызбен { $code } ісіне тағы біреу қосылды.
join-somebody-owner = Біреу отбасының кодымен { $code } ісіне қосылды.
join-adds = Олар қоса алады. Бұрын берілгенді оқымайды.
join-ask = Заңгер не айтқанын олар да ести ала ма?
join-ask-owner = Олар отбасына жазғаныңызды да ести ала ма?
join-if-no = Жоқ болса: толықтырады, бірақ ештеңе естімейді.
join-if-unsure = Кім екенін білмейсіз бе? «Жоқ» басыңыз; /code жаңа код береді.
join-hears = Енді ол да не болып жатқанын біледі.
join-yes = Енді { $code } туралы сізге хабарлаймыз.
button-join-yes = Иә, болады
button-join-no = Жоқ
toast-join-yes = Енді оған хабарлаймыз.
toast-join-no = Қосады, бірақ ештеңе естімейді. Жаңа код: /code.
status-joined = { $code }: қоса аласыз. Жауаптар әзірге сізге келмейді.
code-adds-only = Мұнда қоса аласыз. Кодты жауап алатындар ғана жасайды.
status-go-on = Сол хабарламаны жалғастыру үшін кодын жіберіңіз.
report-of = { $code } хабарламасы
report-new = Жаңа хабарлама
go-on-needed = Кезекшіге сізден бірдеңе керек.
go-on-open = Ол бойынша жауапсыз сұрақтар бар.
button-go-on = { $code } ісіне өту

# Once a day, to coordinators.
audit-head = Журналдың бүгінгі бақылау қосындысы:
audit-head-is = { $head }
audit-head-keep = Оны күнімен бірге қолмен көшіріп, басқа жерде сақтаңыз.
audit-head-why = Оператор сол арқылы бұрынғы жазбалар өзгермегенін тексереді.
audit-head-next = Келесісі ертең келеді.

# Кім кезекші, кім жаңадан келеді.
role-lawyer = заңгер
role-coordinator = үйлестіруші
member-commands = /mine істеріңіз · /who кезекшілер · /queue күтіп тұр · /off ауырдым · /on қайттым · /language
member-commands-coordinator = /invite шақыру · /revoke тізімнен шығару
coordinators-only = Мұны тек үйлестірушілер істей алады.
invite-how = Командадан кейін атын жазыңыз.
invite-how-lawyer = Заңгер: /invite Аты
invite-how-coordinator = Үйлестіруші: /invite coordinator Аты
invite-head = Шақыру: он минутқа, бір адамға.
invite-code = /start { $code }
invite-give = Бұл жолды тек соған беріңіз. Ол маған жібереді.
invite-then = Содан кейін екеуіңізге төрт сөз көрсетемін.
invitation-head = Шақыруыңызбен адам келді. Төрт сөзді салыстырыңыз.
invitation-who = Шақырудағы аты: { $name }, { $role }.
words-latin = { $words }
words-cyrillic = { $words }
invitation-compare = Оған қоңырау шалыңыз. Сол төрт сөзді оқып тұр ма?
invitation-two = Сөздердің сәйкестігін екі үйлестіруші растауы керек.
invitation-one-has = { $name } сөздерді растады. Тағы бір үйлестіруші керек.
button-words-match = Сөздер сәйкес
button-words-differ = Сәйкес емес
toast-another-too = Жазылды. Сөздерді тағы бір үйлестіруші естуі керек.
toast-member-now = Ол енді кезекші. Оған хабарлаймын.
toast-nobody-made = Ешкім қосылмады. Оған хабарлаймын.
invited-head = Бір қадам қалды. Міне, төрт сөз.
invited-say = Оларды сізді шақырған адамға телефонмен оқып беріңіз.
invited-then = Расталғаннан кейін кезекші боласыз. Сонда жазамын.
invited-not-valid = Бұл код енді жарамайды.
invited-ask-anew = Жаңасын сұраңыз. Ештеңе жоғалған жоқ.
invited-wait = Он минут күтіп, кодты тағы бір рет жіберіңіз.
invited-member = Сіз мұнда кезекшісіз.
invited-unchanged = Код керек болмады. Ештеңе өзгерген жоқ.
invited-not-confirmed = Сөздер расталмады.
pending-waits = Сіз растауды күтіп тұрсыз. Әзірге кезекші емессіз.
pending-held = Сөздеріңіз мөрленді. Олар бойынша әзірге ешкім шақырылмайды.
pending-report = Ұсталғанды хабарлау үшін төменде SOS не елді басыңыз.
pending-counts = Енді басқаныңыз ұстау туралы хабар, ол есепке алынады.
revoked-told = Сіз енді кезекшілер тізімінде емессіз.
mine-head = Қазір сізде:
mine-case = { $code } · { $level } · { $time } бастап сізде
mine-none = Қазір іс жоқ.
button-off = Ауырып қалдым, мені алыңыз
button-off-sure = Иә, мені алыңыз
off-done = Сіз кезекте емессіз. Тез жазылыңыз.
off-cases = Істеріңізге басқалар шақырылады. Отбасыларға хабарланады.
off-ask-head = Кезектен кетпес бұрын:
off-ask-critical = { $code }: өте шұғыл, ол сізде.
off-ask-then = Кетсеңіз, басқалар бірден шақырылады.
off-ask-else = Немесе алдымен картасынан басқаға беріңіз.
off-nobody = Қазір басқа ешкім қолжетімді емес. Әріптесіңізге қоңырау шалыңыз.
off-back = Қайту үшін жазыңыз: /on
off-already = Сіз кезекте емессіз.
off-you-are = Сіз кезекте емессіз. Қайту үшін жазыңыз: /on
on-done = Сіз қайтадан кезекшісіз. Қош келдіңіз.
on-already = Сіз кезекшісіз. Ештеңе өзгерген жоқ.
who-head = Кезекшілер, шақыру ретімен:
who-line = { $n }. { $name }, { $role }: { $state }
who-reachable = шақыруға болады
who-unreachable = Start баспаған
who-off = кезекте емес
queue-head = Әзірге ешкім алмағаны:
queue-case = { $code } · { $level } · { $time } бастап
queue-unreadable = { $code } · { $level } · сервер оны оқи алмай тұр
queue-none = Қазір күтіп тұрған іс жоқ.
queue-more = Тағы { $n }.
revoke-head = Тізімнен шығару.
revoke-whom = Кімді? Бірдеңе болмас бұрын тағы сұраймын.
revoke-nobody = Сізден басқа ешкім жоқ.
revoke-this = { $name }, { $role }: тізімнен шығару керек пе?
revoke-then = Оның істеріне басқалар шақырылады, чаты тазаланады.
revoke-then-chat = Қазір оның ісі жоқ. Чаты тазаланады.
button-revoke = Иә, шығару
button-leave = Жоқ, қалдыру
toast-left = Ештеңе өзгерген жоқ.
toast-revoked = Дайын. Оның істеріне қазір басқалар шақырылады.
toast-revoked-none = Дайын. Ісі болған жоқ.
toast-last-one = Бұл рөлдегі соңғы адам. Тек оператор шығара алады.
told-head = Кезекшілер тізімі өзгерді.
told-new = Жаңа адам: { $name }, { $role }.
told-no-key = Бұл адам жазбаларды әзірге аша алмайды. Кілтін оператор қосады:
told-key-console = Бұл адам жазбаларды әзірге аша алмайды. Кілтін консольде жасайды.
told-key = Енді кілті бар: { $name }, { $role }.
told-key-waits = Кілті қол қоюды күтіп тұр: { $name }, { $role }.
console-none = Мұнда консоль жоқ.
console-sign-in = Бұл консольді браузеріңізде ашады.
console-enrol = Кілттеріңізді ең сенімді компьютеріңізде жасаңыз.
console-once = Сілтеме бір рет, бес минут жұмыс істейді.
console-browser = Telegram ішінде ашылса: алдымен «Браузерде ашу» таңдаңыз.
console-other-keys = Кілттеріңіз бұл консольден емес.
console-ask = Жаңасын жасау үшін оператордан сілтеме сұраңыз.
button-console-sign-in = Консольді ашу
button-console-enrol = Кілттерімді жасау
command-console = Консольді браузерде ашу
told-off = Әзірге кезекте емес: { $name }, { $role }.
told-on = Қайтадан кезекте: { $name }, { $role }.
told-revoked = Енді тізімде жоқ: { $name }, { $role }.
told-first = Енді бірінші болып сізді шақырамыз.
told-no-lawyer = Қазір бірде-бір заңгер кезекте емес. Біреуіне қоңырау шалыңыз.

# Telegram бот жанында көрсететіні.
command-start = Бастау немесе карточканы қайта көру
command-sos = Көмек қазір керек
command-new = Басқа хабарды бастау
command-status = Хабарларыңыз не болып жатыр
command-code = Хабардың жаңа коды
command-language = Басқа тіл
command-help = Бұл не
command-take = Істі коды бойынша алу
command-mine = Сіздегі істер
command-who = Кім кезекші
command-queue = Ешкім алмаған істер
command-off = Ауырып қалдым, мені алыңыз
command-on = Қайтадан кезекшімін
command-invite = Жаңа адамды шақыру
command-revoke = Тізімнен шығару
about-what = Ұстау туралы қадам-қадаммен хабарлаңыз. Кезекші заңгерлер шақырылады.
about-telegram = Telegram бұл чатты оқи алады. Әуелі аты-жөнсіз, мекенжайсыз.
about-start = Start басыңыз. Әр жауап бірден сақталады.
about-short = Ұстау туралы осында қадам-қадаммен хабарлаңыз.

# Бірден бірнеше іс және жалған деп саналған істер.
gathered-first-line = { $level } · { $n ->
    [one] сізді { $n } іс күтіп тұр
   *[other] сізді { $n } іс күтіп тұр
} · оқу үшін осы хабарламаны ашыңыз
gathered-line = { $level } · { $code } · { $hours } · { $place }
gathered-lapse = { $line } · істі алған адамнан хабар жоқ
gathered-asked = { $line } · әріптес тағы біреуді сұрайды
gathered-one-more = { $line } · алған адамнан басқа тағы біреу керек
gathered-help = { $line } · істі алған адам көмек сұрайды
gathered-held = { $line } · үш ісі жалған делінген аккаунттан
gathered-more = { $n ->
    [one] Бұлардан кейін тағы { $n } іс күтіп тұр.
   *[other] Бұлардан кейін тағы { $n } іс күтіп тұр.
}
gathered-do = Алатын істі басыңыз. «Мүмкіндігім жоқ»: келесі адамды шақырамыз.
gathered-rings = Дыбыс минутына бір реттен жиі шықпайды.
button-take-code = { $code } ісін аламын
button-helps-code = Көмектесемін: { $code }
button-at-once-code = { $code } бойынша бірден шақыру
button-at-once = Бірден шақыру
button-vouch = Хабарлаған адамға кепілмін
button-vouch-back = Енді кепіл емеспін
page-held = Үш ісі жалған деп саналған аккаунттан.
page-held-until = Бірден шақырыңыз немесе жалған деп белгілеңіз. { $time } болғанда өзі шақырады.
page-do-quiet = Екі адам істі жалған деп санайды. Бүгін тағы бір қараңыз.
toast-paged-at-once = Заңгерлер шақырылып жатыр.
toast-looks-false-quiet = Екеуіңіз жалған деп санайсыз. Іс үйлестірушілер тізімінде қалады.
toast-looks-false-held = Жазылды. Әріптесіңіз келіспесе, шақыру өзі басталады.
toast-vouched = Жазылды. Бұл адамның істері бірінші болады, күтпейді.
toast-vouch-back = Жазылды. Келесі істер басқалардай қаралады.
did-paged-at-once = бірден шақыртты
did-vouches = хабарлаған адамға кепіл
did-vouches-no-more = енді хабарлаған адамға кепіл емес

# Keys that are signed for, in the console.
told-keys-head = Кілттер туралы жаңалық бар.
told-recovery = Қалпына келтіру кілттеріне қол қойылды. Олар барлық істі ашады.
told-draft = Консольде екінші қолтаңба керек: { $name }, { $role }.
told-link = Жаңа кілт жасауға сілтеме алады: { $name }, { $role }.
console-new-keys = Үйлестіруші сізге жаңа кілттерге арналған сілтеме жіберді.
console-half-hour = Сілтеме бір реттік, жарты сағат жарамды.

# The case in the console.
relay-new = Отбасынан жаңа сөздер келді. Істі ашыңыз.
button-open-case = Істі ашу
page-signs-key = Немесе істі консольде ашыңыз: кілтіңіз есептеледі.
page-yours-open = Алдымен: { $code } ісін ашыңыз, «Неге» дегенді оқыңыз.

# An open case, in the console.
case-began = Алғашқы жауап келді
case-handed = істі алуды сұрайды: { $name }
case-called-critical = Шақыру басталды: деңгейі «аса шұғыл»
case-called-urgent = Шақыру басталды: деңгейі «шұғыл»
case-called-watch = Дыбыссыз көрсетілді: деңгейі «бақылау»
case-called-quiet = Дыбыссыз көрсетілді: екі адам істі жалған деп санайды
case-called-held = Алдымен үйлестірушілер қарайды, сосын басқаларды шақырамыз
case-called-help = Көмекке тағы бір адамды шақырамыз
case-called-lapse = Басқаларды да шақырамыз: істі алған адамнан хабар жоқ
case-called-asked = Басқаларды да шақырамыз: әріптес сұрады
case-called-one-more = Істі алған адамнан басқа тағы біреуді шақырамыз
case-called-unread = Шақыру басталды: хабарлама оқылмайды
case-called-names = Шақырылғандар: { $name }
case-called-number = Шақырылған адам саны: { $n }
case-call-ended = Бұл шақыру аяқталды
duty-rule-39 = Адам құқықтары жөніндегі Еуропа соты, 39-ереже (факс)
fact-code = { $code }
# A case from which somebody is excluded, and whom it leaves.
stranded-head = Іс күтіп тұр, ал шақыратын ешкім жоқ.
stranded-case = { $code }: оны жүргізе алатын ешкім қолжетімді емес.
stranded-come = Мүмкін болса, қазір кезекке оралыңыз. Жазыңыз: /on
stranded-ask = Әріптесіңізге қоңырау шалыңыз. Немесе оператордан біреуге рұқсат беруін сұраңыз.
