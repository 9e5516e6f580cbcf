## status: awaiting a native reader

bot-name = Habeas

# Languages are named in themselves.
language-en = English
language-ru = Русский
language-kk = Қазақша
language-uk = Українська
language-which = Сізге қай тілде жазайын?

# The first screen: three lines of notice.
first-telegram = Telegram бұл чатты оқи алады. Жауапты басыңыз; кез келген сәтте тоқтайсыз.
first-names = Әзірге есім, мекенжай жазбаңыз. Жауаптарды заңгер көруі мүмкін.
first-phone = Телефонды тартып ала ма? Жіберіңіз де, чатты өшіріңіз.

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
button-cannot = Ала алмаймын
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
when-flight = Рейс не жол қашан?
when-hearing = Сот қашан?
when-decision = Шешім қашан шықты?
when-leave-by = Қашанға дейін кету керек?
when-ahead-three-hours = 3 сағат ішінде
when-ahead-today = Бүгін кешірек
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
toast-taken-by = Бұл істі { $time } бастап { $name } жүргізеді.
toast-nothing-to-take = Бұл іс бойынша қазір ешкім шақырылмайды.
toast-declined = Түсінікті. Келесі адамды шақырамыз.
toast-nothing-to-decline = Бұл істі алып қойды. Рахмет.

# What was kept.
kept-words = Сөздеріңіз мөрленді және осы жерден өшірілді.
kept-typed-for-tap = Сөздеріңіз мөрленді. Жауап беру үшін батырманы басыңыз.
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
taken-by-lawyer = Кезекші заңгер мұны { $time } бастап қолға алды.
taken-by-coordinator = Кезекші үйлестіруші мұны { $time } бастап қолға алды.
taken-stay-here = Телефон жанында болыңыз. Бірдеңе өзгерсе, осында жазыңыз.
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

receipt-head = Осы хабардың коды. Қағазға жазып алыңыз.
receipt-code = { $code }
receipt-use = Осы кодпен хабарды толықтыруға болады.
receipt-gone = Бұл хабар он минуттан кейін өшеді.
code-after-first-answer = Код алғашқы жауаптан кейін беріледі. Төменде бастаңыз.

new-earlier-kept = Бұрынғы хабар сақталды. Міне, жаңасы.
back-again = Қайта келдіңіз. Жауаптар сақталды. Міне, карточкаңыз.

status-head = Хабарларыңыз:
status-none = Әзірге хабар жоқ. Төменде бастаңыз.
status-open = { $code }: жауаптар сақталды.
status-will-look = { $code }: кезекшілерге берілді.
status-paged = { $code }: шақырып жатырмыз. Әзірге жауап жоқ.
status-taken = { $code }: кезекші { $time } бастап қолға алды.

help-what = Мұнда ұстау туралы қадам-қадаммен хабарлайсыз.
help-taps = Жауапты басыңыз. Әр басу бірден сақталады.
help-words = Жазғаныңыз мөрленіп, осы жерден өшіріледі.
help-commands = /start /new /status /code /language /help
unknown-command = Мұндай бұйрық жоқ.
take-members-only = Істі тек кезекшілер ала алады.
group-private-only = Бот тек жеке чатта жұмыс істейді. Сонда жазыңыз.
parked-kept = Хабарыңыз сақталды, бірақ өңделмеді.
parked-again = Оны адам қарайды. Төменде жалғастыра беріңіз.

repeat = ({ $n }-қайталау: сенімді болу үшін тағы жіберілді)

# Members.
member-hello-lawyer = Сіз мұнда кезекші заңгерсіз.
member-hello-coordinator = Сіз мұнда кезекші үйлестірушісіз.
member-pages-come = Шақыру осы чатқа келеді. «Мен аламын» басқаларды шақыруды тоқтатады.
member-sound = Бұл чаттың дыбысын түнде де қосып қойыңыз.
member-take = Істі коды бойынша алу: /take RD-742
member-help = Біреуге көмек керек болса, шақыру осында келеді.
member-not-kept = Бұл сақталмады: сіз кезекшісіз. Хабарлау үшін /new жіберіңіз.
take-which = Қай іс? Кодын жазыңыз, мысалы: /take RD-742
take-no-such-code = Мұндай коды бар іс жоқ. Әріптер мен сандарды тексеріңіз.

level-critical = ӨТЕ ҚАУІПТІ
level-urgent = ШҰҒЫЛ
level-watch = БАҚЫЛАУ
level-routine = ҚАЛЫПТЫ

page-first-line = { $level } · іс { $code } · { $hours } · оқу үшін хабарды ашыңыз
page-hours = { $n ->
    [one] шамамен { $n } сағат қалды
   *[other] шамамен { $n } сағат қалды
}
page-hours-unknown = қанша уақыт қалғаны белгісіз
state-unknown = Ел белгісіз
page-where = { $state }. Қазір: { $place }
page-danger-indicated = Ол жақтағы қауіп: белгілері бар.
page-danger-unknown = Ол жақтағы қауіп: белгісіз. Бұл «жоқ» деген емес.
page-danger-none-named = Ол жақтағы қауіп: әзірге аталмады.
page-do-critical = Жақын минуттарда әрекет ете аласыз ба? «Мен аламын» дегенді басыңыз. Болмаса, «Ала алмаймын»: келесі бірден шақырылады.
page-do-coordinator = Ешбір заңгер алған жоқ. Заңгерге қоңырау шалыңыз не «Мен аламын» басып, әрекет етіңіз.
page-do-urgent = Бір сағат ішінде қараңыз. Бүгін айналыса алсаңыз, «Мен аламын» басыңыз.
page-do-watch = Бүгін қараңыз және отбасынан тағы сұраңыз.
page-you-declined = «Ала алмаймын» дедіңіз. Басқалар шақырылып жатыр. Әлі де алуға болады.
page-yours = Іс { $time } бастап сізде.
page-yours-told = Отбасы заңгер бар екенін біледі. Есіміңіз айтылмады.
page-yours-first = Алдымен: оператордан мөрленген { $code } ісін сұраңыз, «Неге» дегенді оқыңыз.
page-yours-then = Сосын: адам ұсталған жерге қоңырау шалып, әрекет ететініңізді айтыңыз.
page-taken-by = Бұл істі { $time } бастап { $name } жүргізеді.
page-taken-rest = Енді ештеңе керек емес. Рахмет.
page-not-for-you = Бұл бет кезекшілерге арналған.

why-weight = { $weight }  { $reason }
why-trigger = өздігінен жеткілікті: { $reason }
why-unknown = Белгісіз: { $reasons }.
why-sum = Қосындысы: { $low }. Белгісіздің бәрі қауіпті білдірсе: { $high }.
why-card = Ережелер: { $card }, { $version }-нұсқа.
why-deleted = Бұл хабар он минуттан кейін өшеді.
