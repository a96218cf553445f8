"""How many people there must be before a report or page says something of them as a group.

Of fewer, a reader who knows the place knows the people: who of the one teacher of a kindergarten came, what the two who
answered think. The Regulation (EU) 2016/679, recital 26, counts whoever can be singled out by such means as identified.
"""

LEAST_PEOPLE = 3
