## status: awaiting a native reader

# The rehearsal page: what the outside cannot see.
rp-stage-open = ашық
rp-stage-paged = шақыру жүріп жатыр
rp-stage-taken = біреу алды
rp-stage-closed = жабық
rp-next-first = бірінші заңгер
rp-next-again = сол адам тағы бір рет
rp-next-next = келесі заңгер
rp-next-all-lawyers = барлық заңгер
rp-next-coordinators = үйлестірушілер
rp-next-watchers = үйлестірушілер, дыбыссыз
rp-next-everybody = бәрі
rp-page-open = шақырылды
rp-page-failed = хабар жетпеді
rp-page-declined = қолынан келмейді
rp-why-level = Жауаптарға қарай адам керек.
rp-why-lapse = Істі алған адамнан белгі жоқ.
rp-why-help = Істі алған адам көмек сұрайды.
