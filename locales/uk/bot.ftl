## status: awaiting a native reader

bot-name = Habeas

# Languages are named in themselves.
language-en = English
language-ru = Русский
language-kk = Қазақша
language-uk = Українська
language-which = Якою мовою вам писати?
language-now = Відтепер бот пише вам цією мовою.

# The first screen: three lines of notice.
first-telegram = Telegram може читати цей чат. Натискайте відповіді; зупинитися можна завжди.
first-names = Поки без імен і адрес. Відповіді може побачити юрист.
first-phone = Телефон можуть забрати? Надішліть і видаліть цей чат.
button-sos = SOS: допомога зараз
sos-two-taps = Два натискання, і я викличу юриста.
sos-one-tap = Ще одне натискання, і я викличу юриста.
sos-heard = Ваш сигнал про допомогу збережено. Чергові бачать його зараз.
sos-added = Додано до { $code }. За ним викликаємо юриста.
sos-added-taken = Додано до { $code }. Справою вже займаються.

progress = Запитання { $n } з { $m }, не більше

button-done = Готово
button-back = Назад
button-change = Змінити відповідь
button-write = Написати словами
button-skip = Пропустити
button-dont-know = Не знаю
button-another-reason = Там інша причина
button-fewer = До перших причин
button-wrote-down = Записано
button-take = Беру
button-cannot = Не можу
button-why = Чому

type-country = Напишіть, будь ласка, назву країни.
typed-is-deleted = Ваше повідомлення буде запечатано й видалено з чату.

city-which = У якому місті чи селищі? Напишіть, будь ласка.

write-now = Напишіть ім’я або інше, що важливо.
write-sealed = Кожне повідомлення буде запечатано й видалено з чату.

review-which = Яку відповідь змінити?

finished-kept = Поки це все. Ваші відповіді збережено.
finished-add = Змінити відповіді або дописати можна будь-коли.

# "When?"
when-flight = Коли рейс або від’їзд?
when-hearing = Коли суд?
when-decision = Коли було рішення?
when-leave-by = До якого часу треба виїхати?
when-ahead-three-hours = У найближчі 3 години
when-ahead-today = Пізніше сьогодні
when-ahead-next-day = Завтра
when-ahead-days = За кілька днів
when-ahead-n-days = { $n ->
    [one] За { $n } день
    [few] За { $n } дні
    [many] За { $n } днів
   *[other] За { $n } дня
}
when-past-three-hours = За останні 3 години
when-past-today = Раніше сьогодні
when-past-next-day = Учора
when-past-days = Кілька днів тому
when-past-n-days = { $n ->
    [one] { $n } день тому
    [few] { $n } дні тому
    [many] { $n } днів тому
   *[other] { $n } дня тому
}

# Answers to a tap.
toast-old-button = Ця кнопка стара. Натисніть на найновішій картці.
toast-tick-one = Позначте хоча б один рядок або «Не знаю».
toast-not-ours = Ця кнопка не від бота. Нічого не змінилося.
toast-not-member = Ця кнопка лише для чергових.
toast-wrote-down = Добре. Код зникне з чату.
toast-yours = Справа у вас. Родині зараз скажуть.
toast-already-yours = Справа вже у вас.
toast-taken-by = Справу вже взято: { $name }, з { $time }.
toast-nothing-to-take = У цій справі зараз нікого не викликають.
toast-not-for-you = Цю справу вам не доручають. Викликають інших.
toast-declined = Прийнято. Викликаємо наступного.
toast-declined-last = Прийнято. Інших чергових немає: скоро спитаємо знову.
toast-nothing-to-decline = Цю справу вже взяли. Дякуємо.

# What was kept.
kept-words = Ваші слова запечатано й видалено звідси.
kept-passed = Ваші слова передано й видалено звідси.
words-call-nobody = Самі слова юриста не викликають. Натискайте відповіді. Допомога зараз: /sos
kept-typed-for-tap = Слова запечатано й видалено тут. Щоб відповісти, натисніть кнопку.
kept-forwarded = Переслане повідомлення запечатано й видалено звідси.
kept-edited = Новий текст запечатано, повідомлення звідси видалено.
kept-file = Це збережено для юриста. З чату зникне протягом двох днів.
kept-location = Місце збережено для юриста. З чату зникне протягом двох днів.
kept-country-unknown = Такої країни у списку немає. Написане запечатано.
cannot-sticker = Стікери бот не читає. Натисніть кнопку або напишіть.
cannot-poll = Опитування бот не читає. Натисніть кнопку або напишіть.
cannot-other = Такі повідомлення бот не читає. Натисніть або напишіть.

# What happens next, and when.
next-critical = Зараз викликаємо юриста. Напишемо, коли відповість.
next-urgent = Юрист зараз отримає відповіді. Напишемо, коли відповість.
next-watch = Координатор перегляне ваші відповіді сьогодні.
next-routine = Ваші відповіді збережено. Якщо щось зміниться, одразу напишіть.
next-nobody = Зараз тут немає чергових.
next-nobody-kept = Відповіді збережено. Викличемо, щойно хтось з’явиться.
taken-by-lawyer = Черговий юрист займається цим з { $time }.
taken-by-coordinator = Черговий координатор займається цим з { $time }.
taken-stay-here = Будьте біля телефону. Пишіть сюди, якщо щось зміниться.
anew-cannot = Черговий більше не може цим займатися.
anew-calling = Зараз викликаємо інших. Напишемо, коли хтось відповість.
unheard-still-calling = Ми все ще викликаємо. Поки ніхто не відповів.
unheard-minutes = { $n ->
    [one] Викликаємо вже { $n } хвилину й не припиняємо.
    [few] Викликаємо вже { $n } хвилини й не припиняємо.
    [many] Викликаємо вже { $n } хвилин і не припиняємо.
   *[other] Викликаємо вже { $n } хвилини й не припиняємо.
}
unheard-meanwhile = Поки зателефонуйте знайомому юристу або будь-якому юристу там.
nobody-here = Тут поки немає юриста на зв’язку.
nobody-kept = Відповіді збережено. Викличемо, щойно хтось з’явиться.
fallback-contacts = Ще можна звернутися сюди: { $contacts }

advice-head = Поки ви чекаєте:
advice-line = { $n }. { $line }

receipt-head = Код вашого звернення. Запишіть його на папері.
receipt-code = { $code }
receipt-use = З ним той, кому ви довіряєте, доповнить це звернення.
receipt-found = Хто його знайде, теж зможе доповнити, але не прочитати.
receipt-gone = Це повідомлення зникне за десять хвилин.
code-after-first-answer = Код буде після першої відповіді. Почніть нижче.

new-earlier-kept = Попереднє звернення збережено. Ось нове.
back-again = З поверненням. Відповіді збережено. Ось ваша картка.
restarted = Мене оновили. Ваші відповіді збережено у справі.
restarted-again = Питання починаються знову, нижче. Натисніть, будь ласка, ще раз.

status-head = Ваші звернення:
status-none = Звернень поки немає. Почніть нижче.
status-open = { $code }: відповіді збережено.
status-will-look = { $code }: передано черговим.
status-paged = { $code }: викликаємо. Поки ніхто не відповів.
status-nobody = { $code }: збережено. Зараз чергових немає.
status-taken = { $code }: черговий займається цим з { $time }.
status-unreadable = { $code }: збережено, але відкрити не вдається.

help-what = Тут повідомляють про затримання, крок за кроком.
help-taps = Натискайте відповіді. Кожне натискання одразу зберігається.
help-words = Написане запечатується й видаляється звідси.
help-commands = /sos /start /new /status /code /language /help
unknown-command = Такої команди немає.
take-members-only = Узяти справу можуть лише чергові.
group-private-only = Бот працює лише в особистому чаті. Напишіть туди.
parked-kept = Повідомлення збережено, але опрацювати його не вдалося.
parked-again = Його перегляне людина.
parked-new = Далі не йде? Почніть заново: /new. Допомога зараз: /sos
parked-coordinators = Одне повідомлення не вдалося обробити. Воно зберігається 72 години.
parked-operator = Попросіть оператора запустити: habeas parked retry

repeat = (повтор { $n }: надіслано ще раз для певності)

# Members.
member-hello-lawyer = Ви тут черговий юрист.
member-hello-coordinator = Ви тут черговий координатор.
member-pages-come = Виклики приходять сюди. «Беру» припиняє виклик інших.
member-sound = Увімкніть звук цього чату, уночі теж.
member-take = Узяти справу за кодом: /take RD-742
member-help = Виклики приходять сюди, коли комусь потрібна допомога.
member-no-key = Запечатані записи ви поки не можете відкрити.
member-key-how = Передайте оператору свій відкритий ключ age. Він виконає:
member-key-command = habeas member recipient { $id } age1…
member-key-console = Напишіть мені /console: так ви створите ключі.
member-key-added = Ваш ключ додано. Він відкриває справи, розпочаті відтепер.
member-key-later = Те, що почалося раніше, він не відкриває.
member-key-waits = Ваш ключ тут. Він чекає на підпис.
member-key-words = Вам зателефонують: прочитайте вголос вісім слів вашого ключа.
member-not-kept = Це не збережено: ви у списку чергових. Щоб повідомити, надішліть /new.
take-which = Яка справа? Напишіть код, наприклад: /take RD-742
take-no-such-code = Справи з таким кодом немає. Перевірте літери й цифри.
take-head = { $code }: відкрийте повідомлення, щоб прочитати.

level-critical = КРИТИЧНО
level-urgent = ТЕРМІНОВО
level-watch = СПОСТЕРЕЖЕННЯ
level-routine = ЗВИЧАЙНЕ

page-first-line = { $level } · справа { $code } · { $hours } · відкрийте, щоб прочитати
page-hours = { $n ->
    [one] лишилося близько { $n } години
    [few] лишилося близько { $n } годин
    [many] лишилося близько { $n } годин
   *[other] лишилося близько { $n } години
}
page-hours-unknown = скільки лишилося, невідомо
page-where = { $state }. Зараз: { $place }
page-where-unknown = { $state }. Що відбувається зараз, невідомо.
page-sos = Натиснуто SOS: вважається критичним.
page-says-mistake = Кажуть: це була помилка. Будь ласка, спитайте самі.
page-likely-same = { $code }: те саме місце, та сама година. Можливо, про те саме.
page-silent = Відповідей немає з { $time }. Справа може стати критичною.
state-unknown = Країна невідома
page-danger-indicated = Небезпека там: є ознаки.
page-danger-unknown = Небезпека там: невідома. Це не означає «немає».
page-do-critical = Можете діяти в найближчі хвилини? Натисніть «Беру». Якщо ні, «Не можу»: одразу викличемо наступного.
page-do-coordinator = Юрист поки не взяв. Зателефонуйте юристу або натисніть «Беру» й дійте.
page-do-urgent = Перегляньте протягом години. Натисніть «Беру», якщо можете взятися сьогодні.
page-do-watch = Перегляньте сьогодні й ще раз спитайте родину.
page-do-waiting = Юриста вже викликають. Вас викличуть, якщо ніхто не візьме.
page-you-declined = Ви відповіли «Не можу». Викликаємо інших. Узяти ще можна.
page-yours = Справа у вас з { $time }.
page-yours-added = О { $time } дещо додали. Це запечатано у справі.
page-yours-sealed = Повідомлень до вас, запечатаних у справі: { $n }. Останнє: { $time }. Запитайте знову, що потрібно.
page-yours-told = Родині повідомляють, що справою займаються, без вашого імені.
page-yours-first = Спершу: запитайте в оператора запечатану справу { $code } і прочитайте «Чому».
page-yours-then = Потім: зателефонуйте туди, де тримають людину, і скажіть, що дієте.
page-yours-call = Спершу: зателефонуйте туди, де тримають людину, і скажіть, що дієте.
page-taken-by = Справу вже взято: { $name }, з { $time }.
page-taken-rest = Більше нічого не треба. Дякуємо.
page-free-family = Родина каже: на волі.
page-free-sure = Перевірте: відповіддю спитайте родину, звідки вони знають.
page-free-tap = Певні? Натисніть «Людина вільна». Тоді більше нікого не викликаємо.
page-free-asked = Ви сказали: на волі. Спитали й родину.
page-free-until = Поки цього не підтвердять, я питатиму далі.
page-free-settled = Двоє кажуть: на волі. Більше нікого не викликаємо.
page-free-closing = Справу закриють координатори. Дякуємо.
page-owner-free = { $name } каже: людина вільна.
page-owner-free-ask = Спитайте, звідки це відомо. Певні? Натисніть «Людина вільна: перевірено».
page-free-close = Кажуть: на волі. Перевірте й закрийте справу нижче.
page-not-for-you = Цей виклик лише для чергових.
page-unreadable = Сервер не може прочитати це повідомлення.
page-do-unreadable = Зателефонуйте операторові зараз і назвіть код.

why-weight = { $weight }  { $reason }
why-trigger = досить самого цього: { $reason }
why-unknown = Невідомо: { $reasons }.
why-sum = Сума: { $low }. Якби все невідоме свідчило про небезпеку: { $high }.
why-card = Правила: { $card }, версія { $version }.
why-deleted = Це повідомлення зникне за десять хвилин.

# A case that somebody has.
button-still-on = Я займаюся
button-on-my-way = Я в дорозі
button-reached = Я на місці
button-reached-court = Я в суді
button-reached-airport = Я в аеропорту
button-reached-border = Я на кордоні
button-filed = Документи подано
button-need-help = Потрібна допомога
button-hand-over = Передати
button-says-free = Людина вільна
button-looks-false = Схоже на хибне
button-false-yes = Так, схоже на хибне
false-ask = { $code }: ви вважаєте це хибним?
false-gives-back = Якщо так, справа піде від вас, і викличуть інших.
false-needs-two = Якщо так і колега згоден, поки нікого не викликаємо.
button-helps = Я допоможу
button-spoke-with = Ми поговорили
button-agrees-free = Людина вільна: перевірено
button-page-again = Усе одно викликати ще раз
toast-not-yours = Це може зробити у справі інша людина.
toast-signed = Прийнято. Усі це бачать.
toast-sign-used-up = { $code }: прийнято. Самих ваших натискань уже замало. Із вами має поговорити колега.
toast-spoke-with = Дякую. Виклик припинено.
toast-both-say-free = Ви обоє кажете: на волі. Більше нікого не викликаємо.
toast-family-free-too = Родина каже те саме. Більше нікого не викликаємо.
toast-family-asked = Записано. Спитали й родину.
toast-paged-again = Викликаємо інших.
toast-paged-already = Інших уже викликають.
toast-helps = Дякую. Це видно у справі. Зв’яжіться одне з одним.
toast-help-called = Викликаємо ще одну людину.
toast-help-already = Допомогу вже викликають.
toast-looks-false = Координатори це бачать. Поки викликаємо інших.
toast-hand-asked = Запитали: { $name }. До згоди справа у вас.
toast-hand-declined = Прийнято. Справу не передано.
page-still-on-it = Ще займаєтеся справою? Без натискання інших викличуть о { $time }.
page-others-called = Викликаємо інших. «Я займаюся» зупинить виклик.
page-signs-used-up = { $code }: ваші натискання тут уже не зараховуються.
page-signs-who = Поговоріть із колегою, хай натисне «Ми поговорили»: { $name }.
page-signs-nobody = Тут більше нікого не застати. Зателефонуйте колезі.
page-signs-then = Без цього інших викличуть о { $time }.
page-no-sign = Звісток немає з { $time }.
page-colleague-asks = { $name } просить ще одну людину (з { $time }).
page-last-sign = Остання звістка від того, хто взяв: { $time }.
page-one-more = Викликаємо ще одного, крім того, хто взяв: { $name }.
page-do-lapse = Спершу зателефонуйте: { $name }. Немає відповіді? Натисніть «Беру».
page-do-help = { $name } просить допомоги зараз. Ви можете?
page-handed = { $name } просить вас узяти цю справу.
page-closed = Справу закрито.
did-line = { $time } · { $name }: { $what }
did-still-on = займається
did-on-my-way = у дорозі
did-reached = на місці
did-filed = документи подано
did-asked-help = потрібна допомога
did-helps = допомагає
did-looks-false = вважає хибним
did-says-free = каже: людина вільна
did-spoke-with = розмова була
did-agrees-free = перевірка була: людина вільна
did-paged-again = просить викликати інших
did-took = справу взято
hand-over-head = { $code }: передача
hand-over-whom = Кого попросити? До згоди справа у вас.
hand-over-declined = { $name } не може взяти. Справа й далі у вас.
hour-1 = До 10-ї хвилини: доручення, місце, дзвінок черговому, вимога протоколу затримання.
hour-2 = До 25-ї: заява про притулок, скарга, прохання зупинити, усіма каналами.
hour-3 = До 45-ї: одне прохання про тимчасові заходи, лише в один орган.
hour-4 = До 60-ї: другий юрист в аеропорту; вирішити, чи потрібен розголос.
lapse-second = Викликаємо ще й другого юриста.
lapse-first-stays = Справа лишається й у першого. Будьте біля телефону.
notable-head = Будь ласка, погляньте на чергових.
notable-quick = { $name }: два виклики поспіль, кожен узято за три секунди. Зателефонуйте, будь ласка.
notable-many = { $name }: понад три справи, позначок поки немає.
outage-away = Мене не було на зв’язку з { $from } до { $to }.
outage-press = Якщо ви тоді щось натискали, натисніть ще раз.
owner-reporter-gone = Рідні заблокували бота. Зараз вони нічого від нас не отримують.
owner-reporter-back = Рідні знову отримують повідомлення бота.

# What goes between whoever has a case and its reporters.
for-lawyer-asks = Це потрібно черговому. Можна пропустити.
for-lawyer-asks-open = Це допоможе тому, хто візьметься за справу. Можна пропустити.
for-lawyer-place = Де саме людина? Місто, будівля, відділ.
for-lawyer-place-exact = Де саме людина? Будівля, відділ, кабінет.
for-lawyer-person = Повне ім’я людини й дата народження?
for-lawyer-number = За яким номером вам зателефонувати?
for-lawyer-number-key = Кнопка нижче надішле ваш номер. Можна й написати номер.
for-lawyer-number-gone = Кнопку для номера прибрано.
for-lawyer-mandate = Чи просите ви чергового діяти від імені людини?
for-lawyer-mandate-open = Чи просите ви юриста діяти від імені людини?
button-share-number = Надіслати мій номер
button-mandate = Так, прошу діяти
button-not-now = Не зараз
relay-asks = Черговий питає:
relay-writes = Черговий пише:
relay-words = { $words }
relay-answer = Ви можете відповісти тут. Ми передамо.
relay-answer-open = Те, що ви напишете, буде запечатано у справі.
button-to-questions = Далі до питань
relay-elsewhere = Спершу надішліть { $code }, потім відповідь.
relay-answers = Рідні відповідають:
relay-from-first = Від того, хто повідомив першим.
relay-from-joined = Від того, хто приєднався (номер { $n }).
relay-unasked = Їхні слова; вашого питання вони не бачили:
relay-place = Де саме:
relay-person = Ім’я та дата народження:
relay-number = Номер для дзвінка:
relay-mandate = Рідні просять вас діяти.
relay-gone = Це повідомлення зникне за годину.
relay-sent = Надіслано рідним. Тут видалено.
relay-not-yours = Не надіслано, тут видалено. Писати рідним може лише той, у кого справа.
relay-newest = Не надіслано, тут видалено. Дайте відповідь на повідомлення про справу.
relay-deleted = Не надіслано. Тут видалено.
relay-how = { $code }: не надіслано, тут видалено. Щоб спитати рідних, дайте відповідь на картку справи.
relay-how-any = Щоб написати рідним, дайте відповідь на картку їхньої справи.
relay-only-words = Ми передаємо лише надруковані слова.
page-yours-reply = Дайте відповідь на це повідомлення, щоб написати рідним.

# What is new.
button-news = Є новини
news-what = Що нового? Натисніть те, що знаєте.
news-still-held = Досі утримують
news-in-court = У суді
news-driven = Кудись везуть
news-at-airport = В аеропорту
news-on-plane = У літаку
news-no-contact = Зв’язку більше немає
news-free = На волі: ми бачилися або говорили
news-they-say-free = Кажуть, що відпустили; підтвердження немає
news-mistake = Це була помилка
toast-news = Збережено. Одразу враховано.
toast-news-added = Збережено. Це перегляне той, у кого справа.
news-head = Є новина про ваше звернення.
owner-says-free = Черговий каже: на волі.
owner-says-free-ask = Ви самі бачили чи чули цю людину? Натисніть «Є новини».
family-says-free = Інший заявник каже: на волі.
family-says-free-next = Якщо знаєте інше, натисніть «Є новини».
joined-tapped = Той, хто ввійшов за кодом, натиснув: «{ $what }».
joined-tapped-ask = Це так? Тоді натисніть «Є новини».
joined-tapped-change = Це так? Тоді натисніть «Є новини» або «Змінити відповідь».
joined-tapped-owner = Це нічого не змінює, доки не скажуть перші заявники.
mistake-goes-on = Дякую. Спершу перегляне людина; доти нічого не змінюється.
ask-news = Чи є щось нове? Натисніть нижче.
silent-still-there = Ви ще тут? Натисніть, будь ласка, наступну відповідь.
silent-kept = Усе сказане збережено. Це перегляне людина.

# Coordinators raise, lower and close.
button-decide = Змінити рівень або закрити
decide-head = { $code }: що ви вирішуєте?
decide-why = { $code }: чому?
button-leave-all = Залишити все як є
decision-raise-critical = Підняти до рівня КРИТИЧНО
decision-raise-urgent = Підняти до рівня ТЕРМІНОВО
decision-raise-watch = Підняти до рівня СПОСТЕРЕЖЕННЯ
decision-lower-urgent = Знизити до рівня ТЕРМІНОВО
decision-lower-watch = Знизити до рівня СПОСТЕРЕЖЕННЯ
decision-lower-routine = Знизити до рівня ЗВИЧАЙНЕ
decision-close-free-acted = Закрити: на волі, ми допомогли
decision-close-free = Закрити: на волі без нас
decision-close-sent-out = Закрити: вивезли з країни
decision-close-ordinary = Закрити: звичайна справа
decision-close-false = Закрити: повідомлення хибне
decision-close-not-known = Закрити: більше нічого не відомо
decision-close-mistake = Закрити: виклик був помилкою
reason-spoke-family = Є розмова з родиною
reason-knows-more = Знаю більше, ніж у відповідях
reason-like-others = Інших так само вивозили
reason-ordinary = Це звичайна справа
reason-no-danger = Там небезпека не чекає
reason-looks-false = Повідомлення схоже на хибне
page-proposal = { $name } пропонує: { $what }. Ви згодні?
page-you-propose = Ви пропонуєте: { $what }. Потрібна згода іншого координатора.
button-agree = Згода
button-disagree = Немає згоди
button-take-back = Відкликати
toast-decided = Готово. Це видно всім.
toast-decide-second = Потрібна згода другого координатора. Його зараз питають.
toast-decide-alone = Потрібна згода другого координатора. Поки більше нікого немає.
decide-alone-head = { $code }: тут потрібна друга людина.
decide-alone = Погодитися більше нікому. Доти нічого не змінюється.
decide-alone-operator = Оператор може погодитися в терміналі. Він виконає:
decide-alone-command = habeas case decide { $code } --agree { $n }
toast-not-coordinator = Це вирішує лише координатор.
toast-own-proposal = Погодитися має інший координатор.
toast-disagreed = Відзначено. Нічого не змінюється.
toast-took-back = Відкликано. Нічого не змінюється.
did-raised = рівень піднято
did-lowered = рівень знижено
did-closed = справу закрито
did-proposed = пропозиція знизити або закрити
did-disagreed = немає згоди
did-took-back = пропозицію відкликано
did-decides = рішення: { $what }
did-proposes = пропозиція: { $what }
did-because = { $what } · «{ $reason }»
lowered-told = Чергові ще раз переглянули ваше звернення.
lowered-taken = Справа лишається в того, хто нею займається.
lowered-open = Зараз нікого терміново не викликаємо. Усе сказане збережено.
lowered-changes = Якщо щось зміниться, напишіть сюди або надішліть /sos.
closed-told = Звернення { $code } закрито. Цей чат для нього забуто.
closed-free = Нам сказали, що людина на волі.
closed-mistake = Це була помилка. Добре, що ви сказали.
closed-looked = Так вирішив черговий.
closed-new = Якщо знову щось станеться: /sos або /start.

# Joining a report by its code.
join-added = Тепер можна додавати до { $code }.
join-hear = Питаємо тих, хто повідомив: чи можна вам чути відповіді.
join-waits = До того можна доповнювати, але нічого не чути.
join-known = Ви вже в { $code }. Тут можна додавати.
join-not-found = Звернення з таким кодом немає. Перевірте, будь ласка, код.
join-wait = Зачекайте { $n } с і надішліть код знову.
join-somebody = За вашим кодом до { $code } приєднався ще хтось.
join-somebody-owner = Хтось приєднався до { $code } за кодом рідних.
join-adds = Додавати вони вже можуть. Того, що дано раніше, не читають.
join-ask = Чи можна їм чути й те, що говорить юрист?
join-ask-owner = Чи можна їм чути й те, що ви пишете рідним?
join-if-no = Якщо ні: доповнювати можна, але чути нічого не буде.
join-if-unsure = Не знаєте, хто це? Натисніть «Ні»; /code дасть новий код.
join-hears = Тепер і там знають, що відбувається.
join-yes = Тепер вам повідомляють, що відбувається з { $code }.
button-join-yes = Так, можна
button-join-no = Ні
toast-join-yes = Тепер їм повідомляють.
toast-join-no = Вони додають, але нічого не дізнаються. Новий код: /code.
status-joined = { $code }: можна додавати. Відповіді вам поки не надходять.
code-adds-only = Тут можна додавати. Код створюють ті, кому надходять відповіді.
status-go-on = Надішліть код, щоб продовжити те звернення.
report-of = Звернення { $code }
report-new = Нове звернення
go-on-needed = Черговому дещо потрібно від вас.
go-on-open = Щодо нього є питання без відповіді.
button-go-on = Перейти до { $code }

# Once a day, to coordinators.
audit-head = Контрольна сума журналу за сьогодні:
audit-head-is = { $head }
audit-head-keep = Перепишіть її від руки з датою і зберігайте в іншому місці.
audit-head-why = За нею оператор перевірить, чи не змінювали попередні записи.
audit-head-next = Наступна надійде завтра.

# Хто чергує і хто починає.
role-lawyer = юрист
role-coordinator = координатор
member-commands = /mine ваші справи · /who хто чергує · /queue чекають · /off хворію · /on знову тут · /language
member-commands-coordinator = /invite запросити · /revoke виключити
coordinators-only = Це можуть лише координатори.
invite-how = Напишіть ім'я після команди.
invite-how-lawyer = Юрист: /invite Ім'я
invite-how-coordinator = Координатор: /invite coordinator Ім'я
invite-head = Запрошення на десять хвилин, для однієї людини.
invite-code = /start { $code }
invite-give = Передайте цей рядок лише цій людині. Вона надішле його мені.
invite-then = Потім я покажу вам обом чотири слова.
invitation-head = За вашим запрошенням прийшли. Порівняйте, будь ласка, чотири слова.
invitation-who = Ім'я в запрошенні: { $name }, { $role }.
words-latin = { $words }
words-cyrillic = { $words }
invitation-compare = Зателефонуйте цій людині. Вона читає ті самі чотири слова?
invitation-two = Збіг слів мають підтвердити два координатори.
invitation-one-has = Слова підтверджує { $name }. Потрібен ще один координатор.
button-words-match = Слова збігаються
button-words-differ = Не збігаються
toast-another-too = Записано. Слова має почути ще один координатор.
toast-member-now = Людина тепер чергує. Я повідомляю її.
toast-nobody-made = Нікого не додано. Я повідомляю про це.
invited-head = Лишився один крок. Ось чотири слова.
invited-say = Прочитайте їх телефоном тому, хто вас запросив.
invited-then = Після підтвердження ви чергуєте. Тоді я напишу.
invited-not-valid = Цей код більше не діє.
invited-ask-anew = Попросіть новий. Нічого не втрачено.
invited-wait = Зачекайте десять хвилин і надішліть код ще раз.
invited-member = Ви тут уже чергуєте.
invited-unchanged = Код не знадобився. Нічого не змінилося.
invited-not-confirmed = Слова не підтверджено.
pending-waits = Ви чекаєте на підтвердження. Ви поки не чергуєте.
pending-held = Ваші слова запечатано. Поки за ними нікого не кличуть.
pending-report = Щоб повідомити про затримання, натисніть нижче SOS або країну.
pending-counts = Те, що ви натискаєте, це повідомлення про затримання: воно діє.
revoked-told = Ви більше не у списку чергових.
mine-head = Зараз у вас:
mine-case = { $code } · { $level } · у вас з { $time }
mine-none = Зараз справ немає.
button-off = Я хворію, зніміть мене
button-off-sure = Так, зніміть мене
off-done = Вас знято з чергування. Одужуйте.
off-cases = До ваших справ кличуть інших. Родинам про це кажуть.
off-ask-head = Перш ніж ви підете з чергування:
off-ask-critical = { $code }: критична, і вона у вас.
off-ask-then = Якщо підете, одразу викличемо інших.
off-ask-else = Або спершу передайте її на картці.
off-nobody = Зараз більше ні до кого не дістатися. Зателефонуйте колезі.
off-back = Щоб повернутися, напишіть: /on
off-already = Вас уже знято з чергування.
off-you-are = Вас знято з чергування. Щоб повернутися, напишіть: /on
on-done = Ви знову чергуєте. З поверненням.
on-already = Ви чергуєте. Нічого не змінилося.
who-head = Чергують, у порядку виклику:
who-line = { $n }. { $name }, { $role }: { $state }
who-reachable = можна викликати
who-unreachable = ще не натискав(-ла) Start
who-off = знято з чергування
queue-head = Поки нічиє:
queue-case = { $code } · { $level } · з { $time }
queue-unreadable = { $code } · { $level } · сервер не може це прочитати
queue-none = Зараз нічого не чекає.
queue-more = І ще { $n }.
revoke-head = Виключити зі списку.
revoke-whom = Кого? Перш ніж щось станеться, я перепитаю.
revoke-nobody = Крім вас, нікого немає.
revoke-this = { $name }, { $role }: виключити?
revoke-then = До справ цієї людини кличуть інших, її чат очищується.
revoke-then-chat = Справ у цієї людини немає. Її чат очищується.
button-revoke = Так, виключити
button-leave = Ні, залишити
toast-left = Нічого не змінилося.
toast-revoked = Готово. До цих справ зараз кличуть інших.
toast-revoked-none = Готово. Справ не було.
toast-last-one = Останній у цій ролі. Виключити може лише оператор.
told-head = Список чергових змінився.
told-new = Нова людина: { $name }, { $role }.
told-no-key = Ця людина поки не може відкрити записи. Ключ додає оператор:
told-key-console = Ця людина поки не може відкрити записи. Ключі вона створить у консолі.
told-key = Тепер із ключем: { $name }, { $role }.
told-key-waits = Ключ чекає на підпис: { $name }, { $role }.
console-none = Консолі тут немає.
console-sign-in = Відкриється консоль у вашому браузері.
console-enrol = Створіть ключі на комп’ютері, якому довіряєте найбільше.
console-once = Посилання працює один раз, п’ять хвилин.
console-browser = Якщо відкрилося всередині Telegram: спершу виберіть «Відкрити в браузері».
console-other-keys = Ваші ключі не з цієї консолі.
console-ask = Попросіть в оператора посилання, щоб створити нові.
button-console-sign-in = Відкрити консоль
button-console-enrol = Створити мої ключі
command-console = Відкрити консоль у браузері
told-off = Поки не чергує: { $name }, { $role }.
told-on = Знову чергує: { $name }, { $role }.
told-revoked = Більше не у списку: { $name }, { $role }.
told-first = Тепер першими викличемо вас.
told-no-lawyer = Зараз не чергує жоден юрист. Зателефонуйте комусь із юристів.

# Що Telegram показує поруч із ботом.
command-start = Почати або знову побачити картку
command-sos = Допомога зараз
command-new = Почати інше повідомлення
command-status = Що з вашими повідомленнями
command-code = Новий код повідомлення
command-language = Інша мова
command-help = Що це таке
command-take = Узяти справу за кодом
command-mine = Справи, які у вас
command-who = Хто чергує
command-queue = Справи, які поки нічиї
command-off = Я хворію, зніміть мене
command-on = Знову чергую
command-invite = Запросити нову людину
command-revoke = Виключити зі списку
about-what = Повідомте про затримання крок за кроком. Викликаємо чергових юристів.
about-telegram = Telegram може читати цей чат. Спочатку без імен та адрес.
about-start = Натисніть Start. Кожна відповідь зберігається одразу.
about-short = Повідомте тут про затримання, крок за кроком.

# Кілька справ одразу і справи, які вважають хибними.
gathered-first-line = { $level } · { $n ->
    [one] на вас чекає { $n } справа
    [few] на вас чекають { $n } справи
    [many] на вас чекають { $n } справ
   *[other] на вас чекають { $n } справи
} · відкрийте повідомлення, щоб прочитати
gathered-line = { $level } · { $code } · { $hours } · { $place }
gathered-lapse = { $line } · від того, хто взяв, немає вістей
gathered-asked = { $line } · колега просить ще одного
gathered-one-more = { $line } · викликаємо ще одного, крім того, хто взяв
gathered-help = { $line } · той, хто взяв, просить допомоги
gathered-held = { $line } · від акаунта з трьома хибними
gathered-more = { $n ->
    [one] За ними чекає ще { $n }.
    [few] За ними чекають ще { $n }.
    [many] За ними чекають ще { $n }.
   *[other] За ними чекають ще { $n }.
}
gathered-do = Натисніть справу, яку берете. «Не можу»: викличемо наступного.
gathered-rings = Звук не частіше ніж раз на хвилину.
button-take-code = Беру { $code }
button-helps-code = Я допоможу: { $code }
button-at-once-code = Викликати за { $code } одразу
button-at-once = Викликати одразу
button-vouch = Ручаюся за того, хто повідомив
button-vouch-back = Більше не ручаюся
page-held = Від акаунта, три справи якого визнали хибними.
page-held-until = Викличте одразу або позначте як хибне. О { $time } викличемо й без вас.
page-do-quiet = Двоє вважають справу хибною. Перегляньте її сьогодні ще раз.
toast-paged-at-once = Юристів викликають.
toast-looks-false-quiet = Хибною її вважають двоє. Вона лишається у списку координаторів.
toast-looks-false-held = Записано. Виклик піде сам, якщо колега не погодиться.
toast-vouched = Записано. Справи цієї людини йдуть першими й не чекають.
toast-vouch-back = Записано. Наступні справи розглядають, як усі інші.
did-paged-at-once = просить викликати одразу
did-vouches = ручається за того, хто повідомив
did-vouches-no-more = більше не ручається за того, хто повідомив

# Keys that are signed for, in the console.
told-keys-head = Є новини про ключі.
told-recovery = Ключі відновлення підписано. Вони відкривають усі справи.
told-draft = У консолі потрібен другий підпис: { $name }, { $role }.
told-link = Отримує посилання, щоб створити нові ключі: { $name }, { $role }.
console-new-keys = Координатор надіслав вам посилання для нових ключів.
console-half-hour = Посилання одноразове й діє пів години.

# The case in the console.
relay-new = Є нові слова від родини. Відкрийте справу.
button-open-case = Відкрити справу
page-signs-key = Або відкрийте справу в консолі: ваш ключ зараховується.
page-yours-open = Спершу: відкрийте справу { $code } і прочитайте «Чому».

# An open case, in the console.
case-began = Надійшла перша відповідь
case-handed = просить узяти справу: { $name }
case-called-critical = Виклик розпочато: рівень «критично»
case-called-urgent = Виклик розпочато: рівень «терміново»
case-called-watch = Показано без звуку: рівень «спостереження»
case-called-quiet = Показано без звуку: двоє вважають справу хибною
case-called-held = Спершу дивляться координатори, потім викликаємо інших
case-called-help = Викликаємо ще одну людину на допомогу
case-called-lapse = Викликаємо й інших: від того, хто взяв, немає вістей
case-called-asked = Викликаємо й інших: попросив колега
case-called-one-more = Викликаємо ще одного, крім того, хто взяв
case-called-unread = Виклик розпочато: повідомлення не читається
case-called-names = Уже викликано: { $name }
case-called-number = Уже викликано людей: { $n }
case-call-ended = Цей виклик завершено
duty-rule-39 = Європейський суд з прав людини, правило 39 (факс)
fact-code = { $code }
# A case from which somebody is excluded, and whom it leaves.
stranded-head = Справа чекає, а викликати нікого.
stranded-case = { $code }: немає зв’язку ні з ким, хто може її вести.
stranded-come = Якщо можете, поверніться на чергування зараз. Напишіть: /on
stranded-ask = Зателефонуйте колезі або попросіть оператора знову когось допустити.
