## status: awaiting a native reader

# The rehearsal page: what the outside cannot see.
rp-stage-open = открыто
rp-stage-paged = идёт вызов
rp-stage-taken = взято
rp-stage-closed = закрыто
rp-next-first = первый юрист
rp-next-again = тот же ещё раз
rp-next-next = следующий юрист
rp-next-all-lawyers = все юристы
rp-next-coordinators = координаторы
rp-next-watchers = координаторы, без звука
rp-next-everybody = все
rp-page-open = вызван
rp-page-failed = не дозвались
rp-page-declined = не может
rp-why-level = По ответам нужен человек.
rp-why-lapse = От взявшего дело нет знака.
rp-why-help = Взявший дело просит помощи.
