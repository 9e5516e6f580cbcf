## status: awaiting a native reader

# The rehearsal page: what the outside cannot see.
rp-stage-open = відкрито
rp-stage-paged = триває виклик
rp-stage-taken = узято
rp-stage-closed = закрито
rp-next-first = перший юрист
rp-next-again = той самий ще раз
rp-next-next = наступний юрист
rp-next-all-lawyers = усі юристи
rp-next-coordinators = координатори
rp-next-watchers = координатори, без звуку
rp-next-everybody = усі
rp-page-open = викликано
rp-page-failed = не достукалися
rp-page-declined = не може
rp-why-level = За відповідями потрібна людина.
rp-why-lapse = Від того, хто має справу, немає знаку.
rp-why-help = Хто має справу, просить допомоги.
