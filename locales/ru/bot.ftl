## status: awaiting a lawyer-editor

bot-name = Habeas

# Languages are named in themselves.
language-en = English
language-ru = Русский
language-kk = Қазақша
language-uk = Українська
language-which = На каком языке вам писать?
language-now = Теперь бот пишет вам на этом языке.

# The first screen: three lines of notice.
first-telegram = Telegram может читать этот чат. Нажимайте ответы; остановиться можно всегда.
first-names = Пока без имён и адресов. Ответы может увидеть юрист.
first-phone = Телефон могут отобрать? Отправьте и удалите этот чат.
button-sos = SOS: помощь сейчас
sos-two-taps = Два нажатия, и я вызову юриста.
sos-one-tap = Ещё одно нажатие, и я вызову юриста.
sos-heard = Ваш сигнал о помощи сохранён. Дежурные видят его сейчас.
sos-added = Добавлено к { $code }. По нему вызываем юриста.
sos-added-taken = Добавлено к { $code }. Делом уже занимаются.

progress = Вопрос { $n } из { $m }, не больше

button-done = Готово
button-back = Назад
button-change = Изменить ответ
button-write = Написать словами
button-skip = Пропустить
button-dont-know = Не знаю
button-another-reason = Там другая причина
button-fewer = К первым причинам
button-wrote-down = Записано
button-take = Беру
button-cannot = Не могу
button-why = Почему

type-country = Напишите, пожалуйста, название страны.
typed-is-deleted = Ваше сообщение будет запечатано и удалено из чата.

city-which = В каком городе или посёлке? Напишите, пожалуйста.

write-now = Напишите имя или другое, что важно.
write-sealed = Каждое сообщение будет запечатано и удалено из чата.

review-which = Какой ответ изменить?

finished-kept = Пока это всё. Ваши ответы сохранены.
finished-add = Изменить ответы или дописать можно в любое время.

# "When?"
when-flight = Когда рейс или отъезд?
when-hearing = Когда суд?
when-decision = Когда было решение?
when-leave-by = До какого времени нужно уехать?
when-ahead-three-hours = В ближайшие 3 часа
when-ahead-today = Позже сегодня
when-ahead-next-day = Завтра
when-ahead-days = Через несколько дней
when-ahead-n-days = { $n ->
    [one] Через { $n } день
    [few] Через { $n } дня
    [many] Через { $n } дней
   *[other] Через { $n } дня
}
when-past-three-hours = За последние 3 часа
when-past-today = Раньше сегодня
when-past-next-day = Вчера
when-past-days = Несколько дней назад
when-past-n-days = { $n ->
    [one] { $n } день назад
    [few] { $n } дня назад
    [many] { $n } дней назад
   *[other] { $n } дня назад
}

# Answers to a tap.
toast-old-button = Эта кнопка старая. Нажмите на самой новой карточке.
toast-tick-one = Отметьте хотя бы одну строку или «Не знаю».
toast-not-ours = Эта кнопка не от бота. Ничего не изменилось.
toast-not-member = Эта кнопка только для дежурных.
toast-wrote-down = Хорошо. Код исчезнет из чата.
toast-yours = Дело у вас. Семье сейчас скажут.
toast-already-yours = Дело уже у вас.
toast-taken-by = Дело уже взято: { $name }, с { $time }.
toast-nothing-to-take = По этому делу сейчас никого не вызывают.
toast-not-for-you = Вам не поручают это дело. Вызывают других.
toast-declined = Принято. Вызываем следующего.
toast-declined-last = Принято. Других дежурных нет: скоро спросим снова.
toast-nothing-to-decline = Это дело уже взяли. Спасибо.

# What was kept.
kept-words = Ваши слова запечатаны и удалены отсюда.
kept-passed = Ваши слова переданы и удалены отсюда.
words-call-nobody = Одни слова юриста не вызывают. Нажимайте ответы. Помощь сейчас: /sos
kept-typed-for-tap = Слова запечатаны и удалены здесь. Чтобы ответить, нажмите кнопку.
kept-forwarded = Пересланное сообщение запечатано и удалено отсюда.
kept-edited = Новый текст запечатан, сообщение отсюда удалено.
kept-file = Это сохранено для юриста. Из чата исчезнет в течение двух дней.
kept-location = Место сохранено для юриста. Из чата исчезнет в течение двух дней.
kept-country-unknown = Такой страны в списке нет. Написанное запечатано.
cannot-sticker = Стикеры бот не читает. Нажмите кнопку или напишите.
cannot-poll = Опросы бот не читает. Нажмите кнопку или напишите.
cannot-other = Такие сообщения бот не читает. Нажмите или напишите.

# What happens next, and when.
next-critical = Сейчас вызываем юриста. Напишем, когда ответит.
next-urgent = Юрист сейчас получит ответы. Напишем, когда ответит.
next-watch = Координатор посмотрит ваши ответы сегодня.
next-routine = Ваши ответы сохранены. Если что-то изменится, сразу напишите.
next-nobody = Сейчас здесь нет дежурных.
next-nobody-kept = Ответы сохранены. Вызовем, как только кто-то появится.
taken-by-lawyer = Дежурный юрист занимается этим с { $time }.
taken-by-coordinator = Дежурный координатор занимается этим с { $time }.
taken-stay-here = Будьте у телефона. Пишите сюда, если что-то изменится.
anew-cannot = Дежурный больше не может этим заниматься.
anew-calling = Сейчас вызываем других. Напишем, когда кто-то ответит.
unheard-still-calling = Мы всё ещё вызываем. Пока никто не ответил.
unheard-minutes = { $n ->
    [one] Вызываем уже { $n } минуту и не прекращаем.
    [few] Вызываем уже { $n } минуты и не прекращаем.
    [many] Вызываем уже { $n } минут и не прекращаем.
   *[other] Вызываем уже { $n } минуты и не прекращаем.
}
unheard-meanwhile = Пока позвоните знакомому юристу или любому юристу там.
nobody-here = Здесь пока нет юриста на связи.
nobody-kept = Ответы сохранены. Вызовем, как только кто-то появится.
fallback-contacts = Ещё можно обратиться сюда: { $contacts }

advice-head = Пока вы ждёте:
advice-line = { $n }. { $line }

receipt-head = Код вашего обращения. Запишите его на бумаге.
receipt-code = { $code }
receipt-use = С ним тот, кому вы верите, дополнит это обращение.
receipt-found = Кто его найдёт, тоже сможет дополнить, но не прочесть.
receipt-gone = Это сообщение исчезнет через десять минут.
code-after-first-answer = Код будет после первого ответа. Начните ниже.

new-earlier-kept = Прежнее обращение сохранено. Вот новое.
back-again = С возвращением. Ответы сохранены. Вот ваша карточка.
restarted = Меня обновили. Ваши ответы сохранены в деле.
restarted-again = Вопросы начинаются снова, ниже. Нажмите, пожалуйста, ещё раз.

status-head = Ваши обращения:
status-none = Обращений пока нет. Начните ниже.
status-open = { $code }: ответы сохранены.
status-will-look = { $code }: передано дежурным.
status-paged = { $code }: вызываем. Пока никто не ответил.
status-nobody = { $code }: сохранено. Сейчас дежурных нет.
status-taken = { $code }: дежурный занимается этим с { $time }.
status-unreadable = { $code }: сохранено, но открыть не получается.

help-what = Здесь сообщают о задержании, шаг за шагом.
help-taps = Нажимайте ответы. Каждое нажатие сразу сохраняется.
help-words = Написанное запечатывается и удаляется отсюда.
help-commands = /sos /start /new /status /code /language /help
unknown-command = Такой команды нет.
take-members-only = Взять дело могут только дежурные.
group-private-only = Бот работает только в личном чате. Напишите туда.
parked-kept = Сообщение сохранено, но обработать его не удалось.
parked-again = Его посмотрит человек.
parked-new = Дальше не идёт? Начните заново: /new. Помощь сейчас: /sos
parked-coordinators = Одно сообщение не удалось обработать. Оно хранится 72 часа.
parked-operator = Попросите оператора запустить: habeas parked retry

repeat = (повтор { $n }: отправлено ещё раз для надёжности)

# Members.
member-hello-lawyer = Вы здесь дежурный юрист.
member-hello-coordinator = Вы здесь дежурный координатор.
member-pages-come = Вызовы приходят сюда. «Беру» прекращает вызов остальных.
member-sound = Включите звук этого чата, ночью тоже.
member-take = Взять дело по коду: /take RD-742
member-help = Вызовы приходят сюда, когда кому-то нужна помощь.
member-no-key = Запечатанные записи вы пока не можете открыть.
member-key-how = Передайте оператору свой открытый ключ age. Он выполнит:
member-key-command = habeas member recipient { $id } age1…
member-key-console = Напишите мне /console: так вы создадите ключи.
member-key-added = Ваш ключ добавлен. Он открывает дела, начатые с этого момента.
member-key-later = То, что началось раньше, он не открывает.
member-key-waits = Ваш ключ здесь. Он ждёт подписи.
member-key-words = Вам позвонят: прочитайте вслух восемь слов вашего ключа.
member-not-kept = Это не сохранено: вы в списке дежурных. Чтобы сообщить, отправьте /new.
take-which = Какое дело? Напишите код, например: /take RD-742
take-no-such-code = Дела с таким кодом нет. Проверьте буквы и цифры.
take-head = { $code }: откройте сообщение, чтобы прочитать.

level-critical = КРИТИЧНО
level-urgent = СРОЧНО
level-watch = НАБЛЮДЕНИЕ
level-routine = ОБЫЧНОЕ

page-first-line = { $level } · дело { $code } · { $hours } · откройте, чтобы прочитать
page-hours = { $n ->
    [one] осталось около { $n } часа
    [few] осталось около { $n } часов
    [many] осталось около { $n } часов
   *[other] осталось около { $n } часа
}
page-hours-unknown = сколько осталось, неизвестно
page-where = { $state }. Сейчас: { $place }
page-where-unknown = { $state }. Что происходит сейчас, неизвестно.
page-sos = Нажата кнопка SOS: считается критическим.
page-says-mistake = Сообщают: это была ошибка. Пожалуйста, спросите сами.
page-likely-same = { $code }: то же место, тот же час. Возможно, о том же.
page-silent = Ответов нет с { $time }. Дело может стать критическим.
state-unknown = Страна неизвестна
page-danger-indicated = Опасность там: есть признаки.
page-danger-unknown = Опасность там: неизвестна. Это не значит «нет».
page-do-critical = Можете действовать в ближайшие минуты? Нажмите «Беру». Если нет, «Не могу»: сразу вызовем следующего.
page-do-coordinator = Юрист пока не взял. Позвоните юристу или нажмите «Беру» и действуйте.
page-do-urgent = Посмотрите в течение часа. Нажмите «Беру», если можете заняться сегодня.
page-do-watch = Посмотрите сегодня и ещё раз спросите семью.
page-do-waiting = Юриста уже вызывают. Вас вызовут, если никто не возьмёт.
page-you-declined = Вы ответили «Не могу». Вызываем других. Взять ещё можно.
page-yours = Дело у вас с { $time }.
page-yours-added = В { $time } кое-что добавили. Это запечатано в деле.
page-yours-sealed = Сообщений до вас, запечатанных в деле: { $n }. Последнее: { $time }. Спросите заново, что нужно.
page-yours-told = Семье сообщают, что делом занимаются, без вашего имени.
page-yours-first = Сначала: запросите у оператора запечатанное дело { $code } и прочитайте «Почему».
page-yours-then = Затем: позвоните туда, где держат человека, и скажите, что действуете.
page-yours-call = Сначала: позвоните туда, где держат человека, и скажите, что действуете.
page-taken-by = Дело уже взято: { $name }, с { $time }.
page-taken-rest = Больше ничего не нужно. Спасибо.
page-free-family = Семья говорит: на свободе.
page-free-sure = Проверьте: ответом спросите семью, откуда они знают.
page-free-tap = Уверены? Нажмите «Человек свободен». Тогда больше никого не вызываем.
page-free-asked = Вы сказали: на свободе. Спросили и семью.
page-free-until = Пока это не подтвердят, я буду спрашивать дальше.
page-free-settled = Двое говорят: на свободе. Больше никого не вызываем.
page-free-closing = Дело закроют координаторы. Спасибо.
page-owner-free = { $name } говорит: человек свободен.
page-owner-free-ask = Спросите, откуда это известно. Уверены? Нажмите «Человек свободен: проверено».
page-free-close = Говорят: на свободе. Проверьте и закройте дело ниже.
page-not-for-you = Этот вызов только для дежурных.
page-unreadable = Сервер не может прочесть это сообщение.
page-do-unreadable = Позвоните оператору сейчас и назовите код.

why-weight = { $weight }  { $reason }
why-trigger = достаточно одного этого: { $reason }
why-unknown = Неизвестно: { $reasons }.
why-sum = Сумма: { $low }. Если бы всё неизвестное говорило об опасности: { $high }.
why-card = Правила: { $card }, версия { $version }.
why-deleted = Это сообщение исчезнет через десять минут.

# A case that somebody has.
button-still-on = Я занимаюсь
button-on-my-way = Я в пути
button-reached = Я на месте
button-reached-court = Я в суде
button-reached-airport = Я в аэропорту
button-reached-border = Я на границе
button-filed = Документы поданы
button-need-help = Нужна помощь
button-hand-over = Передать
button-says-free = Человек свободен
button-looks-false = Похоже на ложное
button-false-yes = Да, похоже на ложное
false-ask = { $code }: вы считаете это ложным?
false-gives-back = Если да, дело уйдёт от вас, и вызовут других.
false-needs-two = Если да и коллега согласен, пока никого не вызываем.
button-helps = Я помогу
button-spoke-with = Мы поговорили
button-agrees-free = Человек свободен: проверено
button-page-again = Всё равно вызвать ещё раз
toast-not-yours = Это может сделать в деле другой человек.
toast-signed = Принято. Все это видят.
toast-sign-used-up = { $code }: принято. Одних ваших нажатий уже мало. С вами должен поговорить коллега.
toast-spoke-with = Спасибо. Вызов прекращён.
toast-both-say-free = Вы оба говорите: на свободе. Больше никого не вызываем.
toast-family-free-too = Семья говорит то же. Больше никого не вызываем.
toast-family-asked = Записано. Спросили и семью.
toast-paged-again = Вызываем других.
toast-paged-already = Других уже вызывают.
toast-helps = Спасибо. Это видно в деле. Свяжитесь друг с другом.
toast-help-called = Вызываем ещё одного человека.
toast-help-already = Помощь уже вызывают.
toast-looks-false = Координаторы это видят. Пока вызываем других.
toast-hand-asked = Спросили: { $name }. До согласия дело у вас.
toast-hand-declined = Принято. Дело не передано.
page-still-on-it = Ещё занимаетесь делом? Без нажатия других вызовут в { $time }.
page-others-called = Вызываем других. «Я занимаюсь» остановит вызов.
page-signs-used-up = { $code }: ваши нажатия здесь уже не считаются.
page-signs-who = Поговорите с коллегой, пусть нажмёт «Мы поговорили»: { $name }.
page-signs-nobody = Здесь больше никого не застать. Позвоните коллеге.
page-signs-then = Без этого других вызовут в { $time }.
page-no-sign = Вестей нет с { $time }.
page-colleague-asks = { $name } просит ещё одного человека (с { $time }).
page-last-sign = Последняя весть от взявшего: { $time }.
page-one-more = Вызываем ещё одного, кроме того, кто взял: { $name }.
page-do-lapse = Сначала позвоните: { $name }. Нет ответа? Нажмите «Беру».
page-do-help = { $name } просит помощи сейчас. Вы можете?
page-handed = { $name } просит вас взять это дело.
page-closed = Дело закрыто.
did-line = { $time } · { $name }: { $what }
did-still-on = занимается
did-on-my-way = в пути
did-reached = на месте
did-filed = документы поданы
did-asked-help = нужна помощь
did-helps = помогает
did-looks-false = считает ложным
did-says-free = говорит: человек свободен
did-spoke-with = разговор был
did-agrees-free = проверка была: человек свободен
did-paged-again = просит вызвать других
did-took = дело взято
hand-over-head = { $code }: передача
hand-over-whom = Кого попросить? До согласия дело у вас.
hand-over-declined = { $name } не может взять. Дело по-прежнему у вас.
hour-1 = До 10-й минуты: поручение, место, звонок дежурному, требование протокола задержания.
hour-2 = До 25-й: ходатайство об убежище, жалоба, просьба приостановить, всеми каналами.
hour-3 = До 45-й: одна просьба о временных мерах, только в один орган.
hour-4 = До 60-й: второй юрист в аэропорту; решить, нужна ли огласка.
lapse-second = Вызываем ещё и второго юриста.
lapse-first-stays = Дело остаётся и у первого. Будьте у телефона.
notable-head = Пожалуйста, посмотрите на дежурных.
notable-quick = { $name }: два вызова подряд, каждый взят за три секунды. Позвоните, пожалуйста.
notable-many = { $name }: больше трёх дел, отметок пока нет.
outage-away = Меня не было на связи с { $from } до { $to }.
outage-press = Если вы тогда что-то нажимали, нажмите ещё раз.
owner-reporter-gone = Родные заблокировали бота. Сейчас они ничего от нас не получают.
owner-reporter-back = Родные снова получают сообщения бота.

# What goes between whoever has a case and its reporters.
for-lawyer-asks = Это нужно дежурному. Можно пропустить.
for-lawyer-asks-open = Это поможет тому, кто возьмётся за дело. Можно пропустить.
for-lawyer-place = Где точно человек? Город, здание, отдел.
for-lawyer-place-exact = Где точно человек? Здание, отдел, кабинет.
for-lawyer-person = Полное имя человека и дата рождения?
for-lawyer-number = По какому номеру вам позвонить?
for-lawyer-number-key = Кнопка ниже отправит ваш номер. Можно и написать номер.
for-lawyer-number-gone = Кнопка для номера убрана.
for-lawyer-mandate = Просите ли вы дежурного действовать от имени человека?
for-lawyer-mandate-open = Просите ли вы юриста действовать от имени человека?
button-share-number = Отправить мой номер
button-mandate = Да, прошу действовать
button-not-now = Не сейчас
relay-asks = Дежурный спрашивает:
relay-writes = Дежурный пишет:
relay-words = { $words }
relay-answer = Вы можете ответить здесь. Мы передадим.
relay-answer-open = То, что вы напишете, будет запечатано в деле.
button-to-questions = Дальше к вопросам
relay-elsewhere = Сначала отправьте { $code }, потом ответ.
relay-answers = Родные отвечают:
relay-from-first = От того, кто сообщил первым.
relay-from-joined = От того, кто присоединился (номер { $n }).
relay-unasked = Их слова; вашего вопроса они не видели:
relay-place = Где точно:
relay-person = Имя и дата рождения:
relay-number = Номер для звонка:
relay-mandate = Родные просят вас действовать.
relay-gone = Это сообщение исчезнет через час.
relay-sent = Отправлено родным. Здесь удалено.
relay-not-yours = Не отправлено, здесь удалено. Писать родным может только тот, у кого дело.
relay-newest = Не отправлено, здесь удалено. Ответьте на сообщение об этом деле.
relay-deleted = Не отправлено. Здесь удалено.
relay-how = { $code }: не отправлено, здесь удалено. Чтобы спросить родных, ответьте на карточку дела.
relay-how-any = Чтобы написать родным, ответьте на карточку их дела.
relay-only-words = Мы передаём только напечатанные слова.
page-yours-reply = Ответьте на это сообщение, чтобы написать родным.

# What is new.
button-news = Есть новости
news-what = Что нового? Нажмите то, что знаете.
news-still-held = По-прежнему удерживают
news-in-court = В суде
news-driven = Куда-то везут
news-at-airport = В аэропорту
news-on-plane = В самолёте
news-no-contact = Связи больше нет
news-free = На свободе: мы виделись или говорили
news-they-say-free = Говорят, что отпустили; подтверждения нет
news-mistake = Это была ошибка
toast-news = Сохранено. Сразу учтено.
toast-news-added = Сохранено. Это посмотрит тот, у кого дело.
news-head = Есть новость о вашем обращении.
owner-says-free = Дежурный говорит: на свободе.
owner-says-free-ask = Вы сами видели или слышали этого человека? Нажмите «Есть новости».
family-says-free = Другой заявитель говорит: на свободе.
family-says-free-next = Если знаете иное, нажмите «Есть новости».
joined-tapped = Тот, кто вошёл по коду, нажал: «{ $what }».
joined-tapped-ask = Это так? Тогда нажмите «Есть новости».
joined-tapped-change = Это так? Тогда нажмите «Есть новости» или «Изменить ответ».
joined-tapped-owner = Это ничего не меняет, пока не скажут первые заявители.
mistake-goes-on = Спасибо. Сначала посмотрит человек; до тех пор ничего не меняется.
ask-news = Есть что-то новое? Нажмите ниже.
silent-still-there = Вы ещё здесь? Нажмите, пожалуйста, следующий ответ.
silent-kept = Всё сказанное сохранено. Это посмотрит человек.

# Coordinators raise, lower and close.
button-decide = Изменить уровень или закрыть
decide-head = { $code }: что вы решаете?
decide-why = { $code }: почему?
button-leave-all = Оставить всё как есть
decision-raise-critical = Поднять до уровня КРИТИЧНО
decision-raise-urgent = Поднять до уровня СРОЧНО
decision-raise-watch = Поднять до уровня НАБЛЮДЕНИЕ
decision-lower-urgent = Снизить до уровня СРОЧНО
decision-lower-watch = Снизить до уровня НАБЛЮДЕНИЕ
decision-lower-routine = Снизить до уровня ОБЫЧНОЕ
decision-close-free-acted = Закрыть: на свободе, мы помогли
decision-close-free = Закрыть: на свободе без нас
decision-close-sent-out = Закрыть: увезли из страны
decision-close-ordinary = Закрыть: обычное дело
decision-close-false = Закрыть: сообщение ложное
decision-close-not-known = Закрыть: больше ничего не известно
decision-close-mistake = Закрыть: вызов был ошибкой
reason-spoke-family = Есть разговор с семьёй
reason-knows-more = Знаю больше, чем в ответах
reason-like-others = Других так же увозили
reason-ordinary = Это обычное дело
reason-no-danger = Там опасность не ждёт
reason-looks-false = Сообщение похоже на ложное
page-proposal = { $name } предлагает: { $what }. Вы согласны?
page-you-propose = Вы предлагаете: { $what }. Нужно согласие другого координатора.
button-agree = Согласие
button-disagree = Нет согласия
button-take-back = Отозвать
toast-decided = Готово. Это видно всем.
toast-decide-second = Нужно согласие второго координатора. Его сейчас спрашивают.
toast-decide-alone = Нужно согласие второго координатора. Пока больше никого нет.
decide-alone-head = { $code }: здесь нужен второй человек.
decide-alone = Согласиться больше некому. До тех пор ничего не меняется.
decide-alone-operator = Оператор может согласиться в терминале. Он выполнит:
decide-alone-command = habeas case decide { $code } --agree { $n }
toast-not-coordinator = Это решает только координатор.
toast-own-proposal = Согласиться должен другой координатор.
toast-disagreed = Отмечено. Ничего не меняется.
toast-took-back = Отозвано. Ничего не меняется.
did-raised = уровень поднят
did-lowered = уровень снижен
did-closed = дело закрыто
did-proposed = предложение снизить или закрыть
did-disagreed = нет согласия
did-took-back = предложение отозвано
did-decides = решение: { $what }
did-proposes = предложение: { $what }
did-because = { $what } · «{ $reason }»
lowered-told = Дежурные ещё раз посмотрели ваше обращение.
lowered-taken = Дело остаётся у того, кто им занимается.
lowered-open = Сейчас никого срочно не вызываем. Всё сказанное сохранено.
lowered-changes = Если что-то изменится, напишите сюда или отправьте /sos.
closed-told = Обращение { $code } закрыто. Этот чат для него забыт.
closed-free = Нам сказали, что человек на свободе.
closed-mistake = Это была ошибка. Хорошо, что вы сказали.
closed-looked = Так решил дежурный.
closed-new = Если снова что-то случится: /sos или /start.

# Joining a report by its code.
join-added = Теперь можно добавлять к { $code }.
join-hear = Спрашиваем тех, кто сообщил: можно ли вам слышать ответы.
join-waits = До этого можно дополнять, но ничего не слышно.
join-known = Вы уже в { $code }. Здесь можно добавлять.
join-not-found = Обращения с таким кодом нет. Проверьте, пожалуйста, код.
join-wait = Подождите { $n } с и отправьте код снова.
join-somebody = По вашему коду к { $code } присоединился ещё кто-то.
join-somebody-owner = Кто-то присоединился к { $code } по коду родных.
join-adds = Добавлять они уже могут. Того, что дано раньше, не читают.
join-ask = Можно ли им слышать и то, что говорит юрист?
join-ask-owner = Можно им слышать и то, что вы пишете родным?
join-if-no = Если нет: дополнять можно, но слышно ничего не будет.
join-if-unsure = Не знаете, кто это? Нажмите «Нет»; /code даст новый код.
join-hears = Теперь и там знают, что происходит.
join-yes = Теперь вам сообщают, что происходит с { $code }.
button-join-yes = Да, можно
button-join-no = Нет
toast-join-yes = Теперь им сообщают.
toast-join-no = Они добавляют, но ничего не узнают. Новый код: /code.
status-joined = { $code }: можно добавлять. Ответы вам пока не приходят.
code-adds-only = Здесь можно добавлять. Код создают те, кому приходят ответы.
status-go-on = Отправьте код, чтобы продолжить то обращение.
report-of = Обращение { $code }
report-new = Новое обращение
go-on-needed = Дежурному нужно кое-что от вас.
go-on-open = По нему есть вопросы без ответа.
button-go-on = Перейти к { $code }

# Once a day, to coordinators.
audit-head = Контрольная сумма журнала за сегодня:
audit-head-is = { $head }
audit-head-keep = Перепишите её от руки с датой и храните в другом месте.
audit-head-why = По ней оператор проверит, не меняли ли прежние записи.
audit-head-next = Следующая придёт завтра.

# Кто дежурит и кто начинает.
role-lawyer = юрист
role-coordinator = координатор
member-commands = /mine ваши дела · /who кто дежурит · /queue ждут · /off болею · /on снова здесь · /language
member-commands-coordinator = /invite пригласить · /revoke исключить
coordinators-only = Это могут только координаторы.
invite-how = Напишите имя после команды.
invite-how-lawyer = Юрист: /invite Имя
invite-how-coordinator = Координатор: /invite coordinator Имя
invite-head = Приглашение на десять минут, для одного человека.
invite-code = /start { $code }
invite-give = Передайте эту строку только ему. Он отправит её мне.
invite-then = Потом я покажу вам обоим четыре слова.
invitation-head = По вашему приглашению пришли. Сравните, пожалуйста, четыре слова.
invitation-who = Имя в приглашении: { $name }, { $role }.
words-latin = { $words }
words-cyrillic = { $words }
invitation-compare = Позвоните этому человеку. Он читает те же четыре слова?
invitation-two = Совпадение слов должны подтвердить два координатора.
invitation-one-has = Слова подтверждает { $name }. Нужен ещё один координатор.
button-words-match = Слова совпадают
button-words-differ = Не совпадают
toast-another-too = Записано. Слова должен услышать ещё один координатор.
toast-member-now = Человек теперь дежурит. Я сообщаю ему об этом.
toast-nobody-made = Никто не добавлен. Я сообщаю об этом.
invited-head = Остался один шаг. Вот четыре слова.
invited-say = Прочитайте их по телефону тому, кто вас пригласил.
invited-then = После подтверждения вы дежурите. Тогда я напишу.
invited-not-valid = Этот код больше не действует.
invited-ask-anew = Попросите новый. Ничего не потеряно.
invited-wait = Подождите десять минут и отправьте код ещё раз.
invited-member = Вы здесь уже дежурите.
invited-unchanged = Код не понадобился. Ничего не изменилось.
invited-not-confirmed = Слова не подтверждены.
pending-waits = Вы ждёте подтверждения. Вы пока не дежурите.
pending-held = Ваши слова запечатаны. Пока по ним никого не зовут.
pending-report = Чтобы сообщить о задержании, нажмите ниже SOS или страну.
pending-counts = То, что вы нажимаете, это сообщение о задержании: оно действует.
revoked-told = Вы больше не в списке дежурных.
mine-head = Сейчас у вас:
mine-case = { $code } · { $level } · у вас с { $time }
mine-none = Сейчас дел нет.
button-off = Я болею, снимите меня
button-off-sure = Да, снимите меня
off-done = Вы сняты с дежурства. Поправляйтесь.
off-cases = По вашим делам зовут других. Семьям об этом сообщают.
off-ask-head = Прежде чем вы уйдёте с дежурства:
off-ask-critical = { $code }: критическое, и оно у вас.
off-ask-then = Если уйдёте, сразу вызовем других.
off-ask-else = Или сначала передайте его на карточке.
off-nobody = Сейчас больше ни до кого не дозвониться. Позвоните коллеге.
off-back = Чтобы вернуться, напишите: /on
off-already = Вы уже сняты с дежурства.
off-you-are = Вы сняты с дежурства. Чтобы вернуться, напишите: /on
on-done = Вы снова дежурите. С возвращением.
on-already = Вы дежурите. Ничего не изменилось.
who-head = Дежурят, в порядке вызова:
who-line = { $n }. { $name }, { $role }: { $state }
who-reachable = можно вызвать
who-unreachable = ещё не нажимал(а) Start
who-off = снят(а) с дежурства
queue-head = Пока ничьё:
queue-case = { $code } · { $level } · с { $time }
queue-unreadable = { $code } · { $level } · сервер не может это прочесть
queue-none = Сейчас ничего не ждёт.
queue-more = И ещё { $n }.
revoke-head = Исключить из списка.
revoke-whom = Кого? Прежде чем что-то случится, я переспрошу.
revoke-nobody = Кроме вас, никого нет.
revoke-this = { $name }, { $role }: исключить?
revoke-then = По делам этого человека зовут других, его чат очищается.
revoke-then-chat = Дел у этого человека нет. Его чат очищается.
button-revoke = Да, исключить
button-leave = Нет, оставить
toast-left = Ничего не изменилось.
toast-revoked = Готово. По его делам сейчас зовут других.
toast-revoked-none = Готово. Дел не было.
toast-last-one = Последний в этой роли. Исключить может только оператор.
told-head = Список дежурных изменился.
told-new = Новый человек: { $name }, { $role }.
told-no-key = Этот человек пока не может открыть записи. Ключ добавляет оператор:
told-key-console = Этот человек пока не может открыть записи. Ключи он создаст в консоли.
told-key = Теперь с ключом: { $name }, { $role }.
told-key-waits = Ключ ждёт подписи: { $name }, { $role }.
console-none = Консоли здесь нет.
console-sign-in = Откроется консоль в вашем браузере.
console-enrol = Создайте ключи на компьютере, которому доверяете больше всего.
console-once = Ссылка работает один раз, пять минут.
console-browser = Если открылось внутри Telegram: сначала выберите «Открыть в браузере».
console-other-keys = Ваши ключи не из этой консоли.
console-ask = Попросите у оператора ссылку, чтобы создать новые.
button-console-sign-in = Открыть консоль
button-console-enrol = Создать мои ключи
command-console = Открыть консоль в браузере
told-off = Пока не дежурит: { $name }, { $role }.
told-on = Снова дежурит: { $name }, { $role }.
told-revoked = Больше не в списке: { $name }, { $role }.
told-first = Теперь первым вызовут вас.
told-no-lawyer = Сейчас не дежурит ни один юрист. Позвоните кому-нибудь из юристов.

# Что Telegram показывает рядом с ботом.
command-start = Начать или снова увидеть карточку
command-sos = Помощь сейчас
command-new = Начать другое сообщение
command-status = Что с вашими сообщениями
command-code = Новый код сообщения
command-language = Другой язык
command-help = Что это такое
command-take = Взять дело по коду
command-mine = Дела, которые у вас
command-who = Кто дежурит
command-queue = Дела, которые пока ничьи
command-off = Я болею, снимите меня
command-on = Снова дежурю
command-invite = Пригласить нового человека
command-revoke = Исключить из списка
about-what = Сообщите о задержании шаг за шагом. Вызываем дежурных юристов.
about-telegram = Telegram может читать этот чат. Сначала без имён и адресов.
about-start = Нажмите Start. Каждый ответ сохраняется сразу.
about-short = Сообщите здесь о задержании, шаг за шагом.

# Несколько дел сразу и дела, которые считают ложными.
gathered-first-line = { $level } · { $n ->
    [one] вас ждёт { $n } дело
    [few] вас ждут { $n } дела
    [many] вас ждут { $n } дел
   *[other] вас ждут { $n } дела
} · откройте сообщение, чтобы прочитать
gathered-line = { $level } · { $code } · { $hours } · { $place }
gathered-lapse = { $line } · от взявшего нет вестей
gathered-asked = { $line } · коллега просит ещё одного
gathered-one-more = { $line } · вызываем ещё одного, кроме взявшего
gathered-help = { $line } · взявший просит помощи
gathered-held = { $line } · от аккаунта с тремя ложными
gathered-more = { $n ->
    [one] За ними ждёт ещё { $n }.
    [few] За ними ждут ещё { $n }.
    [many] За ними ждут ещё { $n }.
   *[other] За ними ждут ещё { $n }.
}
gathered-do = Нажмите дело, которое берёте. «Не могу»: вызовем следующего.
gathered-rings = Звук не чаще раза в минуту.
button-take-code = Беру { $code }
button-helps-code = Я помогу: { $code }
button-at-once-code = Вызвать по { $code } сразу
button-at-once = Вызвать сразу
button-vouch = Ручаюсь за сообщившего
button-vouch-back = Больше не ручаюсь
page-held = От аккаунта, три дела которого сочли ложными.
page-held-until = Вызовите сразу или отметьте как ложное. В { $time } вызовем и без вас.
page-do-quiet = Двое считают дело ложным. Посмотрите сегодня ещё раз.
toast-paged-at-once = Юристов вызывают.
toast-looks-false-quiet = Ложным его считают двое. Оно остаётся в списке координаторов.
toast-looks-false-held = Записано. Вызов пойдёт сам, если коллега не согласится.
toast-vouched = Записано. Дела этого человека идут первыми и не ждут.
toast-vouch-back = Записано. Следующие дела проверяют, как у всех.
did-paged-at-once = просит вызвать сразу
did-vouches = ручается за сообщившего
did-vouches-no-more = больше не ручается за сообщившего

# Keys that are signed for, in the console.
told-keys-head = Есть новости о ключах.
told-recovery = Ключи восстановления подписаны. Они открывают все дела.
told-draft = В консоли нужна вторая подпись: { $name }, { $role }.
told-link = Получает ссылку, чтобы создать новые ключи: { $name }, { $role }.
console-new-keys = Координатор прислал вам ссылку для новых ключей.
console-half-hour = Ссылка одноразовая и действует полчаса.

# The case in the console.
relay-new = Есть новые слова от семьи. Откройте дело.
button-open-case = Открыть дело
page-signs-key = Или откройте дело в консоли: ваш ключ считается.
page-yours-open = Сначала: откройте дело { $code } и прочитайте «Почему».

# An open case, in the console.
case-began = Пришёл первый ответ
case-handed = просит взять дело: { $name }
case-called-critical = Вызов начат: уровень «критично»
case-called-urgent = Вызов начат: уровень «срочно»
case-called-watch = Показано без звука: уровень «наблюдение»
case-called-quiet = Показано без звука: двое считают дело ложным
case-called-held = Сначала смотрят координаторы, потом вызываем других
case-called-help = Вызываем ещё одного человека на помощь
case-called-lapse = Вызываем и других: от взявшего нет вестей
case-called-asked = Вызываем и других: попросил коллега
case-called-one-more = Вызываем ещё одного, кроме взявшего
case-called-unread = Вызов начат: сообщение не читается
case-called-names = Уже вызваны: { $name }
case-called-number = Уже вызвано людей: { $n }
case-call-ended = Этот вызов завершён
duty-rule-39 = Европейский суд по правам человека, правило 39 (факс)
fact-code = { $code }
# A case from which somebody is excluded, and whom it leaves.
stranded-head = Дело ждёт, а вызвать по нему некого.
stranded-case = { $code }: нет связи ни с кем, кто может его вести.
stranded-come = Если можете, вернитесь на дежурство сейчас. Напишите: /on
stranded-ask = Позвоните коллеге или попросите оператора снова кого-нибудь допустить.
