"""The services that ask for no permission themselves, each with the reason. Everything else asks.

ASKED_BY_CALLER: what one service does for another; `by` is for the trail alone. Whoever calls one asks first.
BELOW: audit and people stand below the permissions; asked by the caller too.
OPEN: needs none.
"""

ASKED_BY_CALLER = {
    "administration.programme.new_programme.make_programme": "a next programme, or the first; whoever begins one asks",
    "administration.programme.new_programme.make_coordinator": "of a programme that was just begun, or has nobody",
    "administration.people.duplicates.letters.tell_people": "letters that follow from merging two, or undoing it",
    "administration.privacy.erasure.letters.write_to_person": "letters that follow from a request or its answer",
    "administration.privacy.erasure.letters.write_last_letter": "the letter that follows from erasing",
    "administration.privacy.erasure.letters.write_to_coordinators": "letters that follow from a request",
    "administration.roles.services.give": "a role that an invitation offered, or another in place of one's own",
    "activities.services.costs.state_cost": "a room states what its own thing costs, and asks for the thing",
    "budget.mails.notify_approvers": "letters that follow from handing in",
    "budget.mails.notify_author": "a letter that follows from returning or booking",
    "guidelines.mails.notify_author": "a letter that follows from publishing",
    "evidence.services.erase_of_person": "whoever decides that somebody is erased has asked",
    "evidence.services.attach": "a file joins what is being written; only its uploader can, else NotYours",
    "evidence.services.store_bytes": "keeps what the portal itself made for somebody who asked for it",
    "evidence.services.tidy": "the clock's: forgotten uploads",
    "jobs.services.enqueue": "work that follows from an act",
    "mailing.services.queue": "a letter that follows from an act",
    "mailing.services.queue_to": "a letter that follows from an act",
    "mailing.services.queue_many": "letters that follow from an act",
    "participation.registration.mails.notify": "a letter that follows from an act",
    "participation.registration.mails.notify_new_address": "a letter that follows from an act",
    "participation.registration.mails.notify_all": "letters that follow from an act",
    "participation.registration.mails.notify_first": "a letter that follows from a registration",
    "participation.registration.services.seats.take_place": "each in a list, whose service asks once for all",
    "participation.registration.services.forgotten.forget_names": "the clock's: names of programmes long over",
    "participation.registration.services.waiting_list.settle": "the line moves up after a change of seats",
    "participation.registration.services.waiting_list.sweep": "the clock's: what has lapsed",
    "participation.registration.services.mail.remind": "the clock's: reminders",
    "seminars.plan.services.days.notify_of_days": "letters that follow from a change of days",
    "seminars.evaluation.services.thank": "the clock's: thanks with the link to the evaluation",
    "seminars.certificates.services.files.ask_for_files": "work that follows from issuing",
    "seminars.certificates.services.files.store_files": "the worker's: files of papers that were issued",
    "seminars.certificates.services.files.make_missing": "the worker's: files of papers that were issued",
}

BELOW = {
    "audit.services.record": "the trail of whatever was done",
}

OPEN = {
    "administration.privacy.erasure.services.requests.ask_erasure": "one's own data",
    "people.services.read_notice": "that oneself has read it",
    "participation.registration.services.changes.show_name": "one's own consent",
    "home.lapsed_consents.lapse_older_words": "the clock's: consents to words that are no more",
    "evidence.erasure.erase_all": "follows from erasing somebody: `carry_out` asks",
    "participation.erasure._give_back": "follows from erasing somebody: `carry_out` asks",
    "audit.services.record_taken": "the trail of a table or sheet that was taken along, after the check",
    "evidence.openings.note_opening": "that a file is handed out, after the check; also by a link",
    # by a link or a code, or by being a visitor at all
    "administration.programme.first_start.begin": "by the link of the first start, until its address is confirmed",
    "administration.programme.first_start.begin_anew": "by the link for a programme that nobody coordinates",
    "administration.programme.first_start.take_over": "by the same link, with an account that is there",
    "administration.roles.invitations.accept": "by whoever reads the invited address",
    "administration.roles.invitations.decline": "by whoever reads the invited address",
    "mailing.account_changes.notify_of_change": "to whoever owns the account, of what was done to it",
    "mailing.services.queue_message": "a code for signing in, to the address that was typed",
    "participation.attendance.services.check_in.check_in": "by the code on the wall, on the day",
    "participation.registration.services.lifecycle.accept_offer": "by the link of the place",
    "participation.registration.invitations.services.decline": "by the link of the invitation",
    "participation.registration.services.changes.open_mailed_link": "by the mailed link",
    "participation.registration.services.addresses.correct_address": "by the browser that registered, or the place",
    "participation.registration.services.addresses.ask_new_address": "by the link of the place",
    "participation.registration.services.addresses.confirm_new_address": "by the link that was sent to the address",
    "participation.registration.services.addresses.send_links": "the letters reach only the owner of the address",
    "participation.registration.services.mail.send_link_again": "the letter reaches only the owner of the address",
    "seminars.trainers.services.answer_engagement": "by the trainer's link",
    # one's own, which no role decides
    "participation.calendar_feed.services.end_feed": "one's own calendar",
    "participation.calendar_feed.services.renew_feed": "one's own calendar",
    "people.services.correct_own_data": "one's own data",
    "people.services.let_school_see_hours": "one's own consent",
    "people.services.name_account": "one's own name",
    "submissions.services.drafts.draft_and_keys": "one's own draft",
    "submissions.services.drafts.drop_draft": "one's own draft",
    "submissions.services.submissions.address_of": "one's own forms",
    "submissions.services.submissions.last_keys": "one's own forms",
    "submissions.services.submissions.once": "the key of a form; what the form does asks for itself",
    "submissions.services.drafts.save_draft": "one's own draft",
    # the worker holds the job's lease; who asked for the job was asked then
    "home.letters.notify_of_end": "the letter to whoever asked for the work",
    "home.reopening_letters.notify_of_reopening": "the letters of a request that a service has asked for or answered",
    "jobs.services.claim": "by the lease",
    "jobs.services.fail": "by the lease",
    "jobs.services.finish": "by the lease",
    "jobs.services.give_back": "by the lease",
}
