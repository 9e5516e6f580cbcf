## status: written by the project

# The rehearsal page: what the outside cannot see.
rp-stage-open = open
rp-stage-paged = being called
rp-stage-taken = somebody has it
rp-stage-closed = closed
rp-next-first = the first lawyer
rp-next-again = the same again
rp-next-next = the next lawyer
rp-next-all-lawyers = every lawyer
rp-next-coordinators = the coordinators
rp-next-watchers = the coordinators, without sound
rp-next-everybody = everybody
rp-page-open = called
rp-page-failed = not reached
rp-page-declined = cannot
rp-why-level = The answers call for somebody.
rp-why-lapse = No sign from whoever has it.
rp-why-help = Whoever has it asks for help.
