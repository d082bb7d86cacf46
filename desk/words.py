"""Every word the desk shows that is not a policy's own, in one place."""

from typing import Final

TITLE: Final = "reconsent desk"
POLICIES: Final = "Policies"
DRAFT: Final = "Draft"
COMPARE: Final = "Compare"
REVIEW: Final = "Review and publish"
CONSENT: Final = "Consent"
AUDIT: Final = "Audit"

ONE_PERSON: Final = (
    "Single-person mode: whoever wrote a draft may approve it, and names are taken as they are typed. Each version published this way "
    "says so for good. Have it switched off (`one_person`) before more than one person works here."
)
CLAIMED: Final = (
    "You are not signed in: what you do is recorded under the name you give, as claimed. "
    "A claimed name may draft and decide, and may not approve what relaxes something material."
)
ONE_PERSON_BRIEF: Final = "Single-person mode: whoever wrote a draft may approve it"
CLAIMED_BRIEF: Final = "Not signed in: you work under the name you give"
WORKING_AS: Final = "Working as"
WORKING_AS_HELP: Final = "The name that your decisions are recorded under. To approve as another person, that person gives theirs."
SIGN_IN: Final = "Sign in"
SIGN_OUT: Final = "Sign out"
SIGN_IN_FIRST: Final = "What is drafted, decided and published here is recorded under your name. Sign in with your organisation to go on."
SIGN_IN_AGAIN: Final = "You signed in more than 12 hours ago. Sign in again to go on; what you saved is kept."
NO_ADDRESS: Final = "nobody: your organisation's sign-in gives no verified e-mail address. Ask its administrator to add it."
NAME_FIRST: Final = "Give your name in the side bar first, as ada@example.org."
BLOCKED: Final = "The gate allows nothing: {why}. Have whoever runs it look: docs/operate.md says how. Do not publish until then."
LEDGER_LOST: Final = (
    "The archive holds published versions of {policies}, and the ledger knows none of them: it was lost, or `database_url` names another. "
    "Do not draft or publish until whoever runs it has restored its backup, or has run `reconsent reconcile` where a publish was cut off."
)
LEDGER_AWAY: Final = (
    "Nothing was changed. Load this page again once the database is back; where its file was deleted or moved, stop the desk and "
    "restore a backup (docs/operate.md)."
)
NAME_FOR_ROLES: Final = "What you may see and do here goes by your role: give your name in the side bar."
NO_ROLE: Final = "`{name}` has no role here. Ask an administrator, who gives roles under [roles] in reconsent.toml."
ROLES: Final = {"drafter": "drafter", "reviewer": "reviewer", "approver": "approver", "auditor": "auditor", "admin": "administrator"}
YOUR_ROLES: Final = "Your roles: {roles}"
RIGHTS: Final = {
    "read here": "Seeing this",
    "write drafts": "Writing drafts",
    "decide on changes": "Deciding on changes",
    "approve drafts": "Approving drafts",
    "publish or withdraw versions": "Publishing",
    "see the ledger and single people's data": "Seeing the ledger and single people's data",
}
TAKES_ROLE: Final = "{right} takes the role {roles}. An administrator can give it to you."
POLICY: Final = "Policy"
TITLE_OF_POLICY: Final = "Title"
NOT_PUBLISHED: Final = "(not published yet)"
SINCE: Final = "since"
FROM_ON: Final = "from"
ALL_POLICIES: Final = "{count} policies. Choose one in the side bar to work on it."
NOT_YET_IN_FORCE: Final = "No version is in force yet."
IN_FORCE_NOW: Final = "**{name}** has been in force since {since}."
COMING: Final = "**{name}** takes effect on {effective}.  \n{summary}"
OPEN: Final = "Open a version"
OPEN_HELP: Final = "Type its number, or choose a row of the table or a bar of the chart."
CHOOSE_VERSION: Final = "Type or choose"
OPEN_VERSION: Final = "Open {name}"
COMPARING: Final = "Comparing versions: {done} of {total}"
NO_MOVES: Final = "Between these versions nothing was relaxed or tightened."
DELETE: Final = "Delete the draft …"
DELETE_DRAFT: Final = "Delete the draft"
DELETE_WARNING: Final = (
    "Delete the draft {name}? {people} wrote in it. Its words, decisions and approvals go with it; published versions stay. "
    "The desk cannot bring it back."
)
DELETE_FINALLY: Final = "Delete {name}"
WITHDRAW: Final = "Withdraw {name} …"
WITHDRAW_VERSION: Final = "Withdraw a version"
WITHDRAW_WARNING: Final = (
    "{name} would take effect on {effective}. Withdrawn, it never does: what people answered to it counts for nothing, "
    "and its number is not used again. This cannot be undone; publish a version that follows it instead."
)
WITHDRAW_REASON_HELP: Final = "Kept with the version for good."
WITHDRAW_FINALLY: Final = "Withdraw {name}"
WAS_WITHDRAWN: Final = "{name} was withdrawn before it took effect. It binds nobody."
WITHDRAWN_BY: Final = "Withdrawn: {when}, by {who}. Reason: {reason}"
IS_IN_FORCE: Final = "{name} has been in force since {effective}."
IS_PAST: Final = "{name} was in force from {effective} to {until}."
TAKES_EFFECT: Final = "{name} is published and takes effect on {effective}."
VERSION: Final = "Version"
STATE: Final = "State"
ITS_TEXT: Final = "Text"
WHAT_IT_CHANGED: Final = "What it changed"
ITS_PERMISSIONS: Final = "Permissions and promises"
PROMISES: Final = "Promises"
NO_PERMISSIONS: Final = "It permits nothing."
LANGUAGE: Final = "Language"
DOWNLOAD_TEXT: Final = "Download the text"
PUBLISHED_ON: Final = "Published"
IMPORTED: Final = "Brought in from before: it was published elsewhere."
DID: Final = {"authors": "Written by", "approvers": "Approved by", "publisher": "Published by"}
SOURCES: Final = {"oidc": "signed in", "ssh-signature": "by their key", "claimed": "claimed"}
AGAINST: Final = "Against {base}: {counted}."
NOTHING: Final = "no version"
BEHIND: Final = "This draft starts from {base}, and {last} was published since. It cannot be published until it rests on {last}."
REBASE: Final = "Rest it on {last}"
REBASED: Final = "{name} rests on {last} now."
REBASE_AFTER_SAVING: Final = "Save what you wrote first."
BOTH_CHANGED: Final = "Both changed the same lines"
CONFLICT_MARKS: Final = (
    "Nothing was written. In each field, `<<<<<<<` begins what this draft says, `=======` what {last} says, and `>>>>>>>` ends it. "
    "Keep one side or write both into one, and take the marks out."
)
SETTLE_FILE: Final = "{file}, as it shall be"
BOTH_SIDES: Final = "The two texts as a redline: struck out is what {last} says, underlined what this draft says"
SETTLED: Final = "Rest the draft on it with these words"
NOT_NOW: Final = "Not now"
NO_POLICY: Final = "There is no policy here yet."
NO_POLICY_NEXT: Final = "The page Policies takes in the one that is in force, or begins a new one."
BRING_IN_POLICY: Final = "Bring in a policy"
BRING_IN_POLICY_HELP: Final = (
    "Takes a policy that is in force already, or begins a new one. It becomes a draft first, and binds nobody: you complete it page by "
    "page, and at the end take it in as it was. Several old versions at once come in on the command line (docs/archive.md)."
)
POLICY_DOCUMENT: Final = "The policy as it is now (none: a new policy is begun)"
SHORT_NAME: Final = "Short name"
SHORT_NAME_HELP: Final = "Stands before each version's number, as privacy@1. Small letters, digits and hyphens; it never changes."
NAME_TAKEN: Final = "There is a policy `{name}` already. Choose another short name, or start a draft of that one."
ORGANISATION: Final = "Who answers for the data"
ORGANISATION_HELP: Final = "The controller: the organisation's full name. Another organisation later reopens every consent."
ORGANISATION_FIRST: Final = "Give the name of the organisation that answers for the data."
POLICY_LANGUAGE: Final = "Its language"
POLICY_LANGUAGE_HELP: Final = "The language that prevails. More can be added to the draft."
IN_FORCE_SINCE: Final = "In force since"
IN_FORCE_SINCE_HELP: Final = "The day it took effect, in UTC. It can still be set, with the time, under Effect and summary."
READ_AS: Final = "The text as it was read"
LEFT_OUT: Final = "{counted} left out, as no part of a policy"
FOUND_PERMISSIONS: Final = "What it seems to allow"
FOUND_PERMISSIONS_HELP: Final = (
    "Proposed from the text. Take out what it does not allow; each can be changed, and others added, under Permissions. What is listed "
    "nowhere may not be done."
)
FOUND_PROMISES: Final = "What it seems to promise"
NOT_UNDERSTOOD: Final = "Said of data, and not understood. Where it allows something, write a permission for it:"
NOTHING_FOUND: Final = "Nothing was proposed from the text. Write down what it allows under Permissions."
BEGIN_WITH_IT: Final = "Begin the draft"
BEGUN: Final = "The draft {name} is begun. Look through its parts from left to right, then go on to Review and publish."
FIRST_SUMMARY: Final = "The policy as it was before it was kept here."
FIRST_DRAFT: Final = "first"
TAKE_IN: Final = "Take it in as it was"
TAKE_IN_HELP: Final = (
    "For a policy that has been in force already: it becomes version 1 from its own time on, and nobody is asked anything. "
    "It needs no approval, because it was approved elsewhere."
)
TAKE_IN_LACKS: Final = "Not possible yet: {why}."
TAKE_IN_WARNING: Final = (
    "This freezes the text as {name}, in force since {effective}, with {permissions} and {promises}. What is not among the permissions "
    "may not be done with anybody's data. A version is never changed, only followed by another."
)
TAKE_IN_FINALLY: Final = "Take it in"
TAKEN_IN: Final = "{name} is taken in, in force since {effective}."
AFTER_TAKING_IN: Final = "Next: your product records what it collects under it (docs/gate.md), and the next change begins as a draft."
OTHER_LANGUAGE: Final = (
    "The text that prevails is in {language}, and the rules read English only. Every change of it is shown as unclear, for a person to "
    "read, and no permission is proposed from it."
)
NOT_ENGLISH: Final = (
    "This text does not look English, and the rules read no other language. Every change of it is shown as unclear, for a person to "
    "read, and nothing is proposed from it."
)
PASSAGE_DOES: Final = "A passage"
PASSAGES_DO: Final = "{count} passages"
PARTLY_NOT_ENGLISH: Final = (
    "{counted} of this text: not English by the look of it, and the rules read no other language. What changes there is shown as "
    "unclear, for a person to read: “{first}”"
)
CHOOSE_LANGUAGE: Final = "This text does not look English. Choose its language above: nothing can be proposed from it."
SAME_SUMMARY: Final = "This is word for word the summary of {base}. Say what changes now: people read it when they are asked."
IN_FORCE: Final = "in force"
UPCOMING: Final = "upcoming"
PAST: Final = "past"
WITHDRAWN: Final = "withdrawn"
TIMELINE: Final = "What each version changed"
TIMELINE_HELP: Final = (
    "Changes of each version against the one before it: what relaxes stands above the line, what tightens below it. "
    "A bar opens its version."
)
VERSIONS: Final = "Versions"
DRAFTS: Final = "Drafts"
NO_DRAFT: Final = "Nobody is drafting."
NO_DRAFT_YET: Final = "Nobody is drafting this policy."
WAITING_WORDS: Final = "waits for its first words"
WAITING_DECISIONS: Final = "waits for a reviewer: {count} to decide"
WAITING_DRAFTER: Final = "{count} sent back to the drafter"
WAITING_APPROVAL: Final = "waits for approval by somebody who wrote none of it"
READY: Final = "approved, waits to be published"
FROM_BASE: Final = "from {base}"
NO_AUTHOR: Final = "nobody has written yet"
START_DRAFT: Final = "Start a draft"
DRAFT_NAME: Final = "Name of the draft"
DRAFT_NAME_HELP: Final = "Short, as `spring-terms`: small letters, digits and hyphens."
FROM_VERSION: Final = (
    "A draft begins as a copy of the newest version, or empty where there is none. Nobody is bound by it until it is published."
)
TEXT_IN: Final = "Text ({language})"
TEXT_HELP: Final = (
    "`#` at the start of a line makes a heading (`##` one below it), `-` an item of a list, `**` on both sides bold. "
    "An empty line begins a new paragraph. Preview shows how it reads."
)
POLICY_YAML: Final = "policy.yaml: permissions, promises, summary, effective time"
POLICY_YAML_TAB: Final = "policy.yaml"
POLICY_YAML_HELP: Final = (
    "The whole machine-readable half, for who likes to write it by hand. The forms under Permissions and under Effect and summary write "
    "the same file and leave the rest as it is."
)
PERMISSIONS: Final = "Permissions"
PERMISSION: Final = "Permission"
PERMISSIONS_HELP: Final = "What may be done with which data. The prose tells people; this tells the software."
NEW_PERMISSION: Final = "A new permission …"
PERMISSION_ID: Final = "Short name"
PERMISSION_ID_HELP: Final = (
    "Letters and digits, parted by hyphens, underscores or dots, as `partner-ads`. It never changes: answers are kept under it."
)
PLAIN_WORDS: Final = "Plain words, as people are asked"
PLAIN_WORDS_HELP: Final = "One sentence that says who does what with which data. People read it on a phone."
READS: Final = "How it reads:"
RECIPIENTS: Final = "Who gets it"
RECIPIENTS_HELP: Final = "Choose, or type the name of somebody new."
SELF: Final = "The organisation itself"
BASIS: Final = "Legal basis"
BASIS_HELP: Final = "Consent asks each person. The others rest on art. 6 GDPR and are yours to justify."
BASES: Final = {
    "consent": "consent",
    "contract": "contract",
    "legal_obligation": "legal obligation",
    "vital_interests": "vital interests",
    "public_task": "public task",
    "legitimate_interests": "legitimate interests",
}
CLAUSE: Final = "Where the text says it"
CLAUSE_HELP: Final = "The headings of the clause. The page that asks people shows it in full."
RETENTION: Final = "Kept for, from collection"
VALID_FOR: Final = "A consent lasts"
NO_LIMIT: Final = "no limit"
PERIOD_HELP: Final = "Choose one or type a period, as P18M (18 months) or P45D (45 days)."
KEYS_HELP: Final = "Type to search the plain words. A general entry covers everything under it."
SEARCH: Final = "Type to search"
SAVE_PERMISSION: Final = "Save the permission"
REMOVE_PERMISSION: Final = "Remove …"
REMOVE_WARNING: Final = "Without `{id}` nothing that only it allows may be done any more, and what people answered to it stops counting."
REMOVE_FINALLY: Final = "Remove the permission"
PROMISE: Final = "Promise"
PROMISES_HELP: Final = (
    "What people may rely on besides: what is never done, how data is kept safe, how long before a change they hear of it."
)
NEW_PROMISE: Final = "A new promise …"
PROMISE_ID_HELP: Final = (
    "Letters and digits, parted by hyphens, underscores or dots, as `no-sale`. It never changes, and no permission has the same."
)
PROMISE_ABOUT: Final = "What it is about"
NOTICE_GIVEN: Final = "Notice given of changes"
SAVE_PROMISE: Final = "Save the promise"
REMOVE_PROMISE: Final = "Remove the promise"
REMOVE_PROMISE_WARNING: Final = (
    "Without it people may rely on less: those whose data came in under it are asked or told, as the review decides."
)
PROPOSED: Final = "Proposed from the text"
PROPOSED_HELP: Final = "The text seems to allow this, and no permission says the same. Look at each before you add it."
PROPOSED_NONE: Final = "Every use the text is understood to allow is listed above."
PROPOSED_ENGLISH: Final = "Proposals are made from English texts only."
BASIS_GUESSED: Final = "(the text names no basis)"
RESTS_ON: Final = "It rests on"
DENIED_BY: Final = "Other words deny it:"
ADD_PROPOSAL: Final = "Add {id}"
READING: Final = "Reading the text …"
PARTICULARS: Final = "Effect and summary"
BRING_IN: Final = "Bring in"
UNSAVED: Final = "Not saved yet. The changes shown count it in."
SAVE_YAML_FIRST: Final = "policy.yaml has unsaved edits: save it there first."
FIRST_VERSION: Final = "A first version"
FIRST_VERSION_HELP: Final = (
    "There is nothing before it, so there is nothing to compare it with. Every permission it lists counts from its effect on."
)
MORE_CHANGES: Final = "{count} more: the page Compare shows them all."
SENT_BACK: Final = "**Sent back by {actor}:** {reason}  \nIt is about: {about}"
ZONE: Final = "Time zone"
ZONE_HELP: Final = "The zone that the date and time are meant in. They are kept in UTC."
MOMENT_FORM: Final = "year-month-day hour:minute"
NO_MOMENT: Final = "`{typed}` is no date and time: write year-month-day hour:minute, as 2027-01-31 09:00."
PAST_FIRST: Final = (
    "That time is past: right for a policy that has been in force already. Take it in as it was, under Review and publish. "
    "A new policy needs a time still to come."
)
PAST_MOMENT: Final = "That time is past. Choose a later one: nothing can be published with effect from a time that is over."
EFFECTIVE_HELP: Final = "From then on it is in force. It must be later than now and than every version before it."
SUMMARY_SHORT: Final = "Summary"
SUMMARY: Final = "Summary of what changes"
SUMMARY_HELP: Final = "A sentence or two for the people it touches; it stands in the list of versions and on the page they are asked on."
BRING_IN_HELP: Final = "Takes the words of a Word file, a web page or a text into this draft. You see what would change before it does."
DOCUMENT: Final = "Document"
DOCUMENT_HELP: Final = "DOCX, HTML, Markdown or plain text, at most 2 MB."
BRING_INTO: Final = "Into which text"
DATE_FOUND: Final = "The document names {date} as its date. Set the effective time under Effect and summary."
BECOMES: Final = "What would become of {file}"
TAKE_OVER: Final = "Take it over"
SAVE: Final = "Save"
SAVED: Final = "Saved."
UNCHANGED: Final = "Nothing to save: this is what the draft holds."
CONFLICT: Final = (
    "Somebody else saved this draft while you were writing. Nothing was overwritten. "
    "Struck out is what they saved, underlined what you wrote."
)
THEIRS_AND_YOURS: Final = "From what they saved to what you wrote: {file}"
KEEP_MINE: Final = "Go on with my words"
KEEP_MINE_HELP: Final = "Your words stay in the field. Saving then puts them over theirs; they stay in the history."
TAKE_THEIRS: Final = "Take theirs"
TAKE_THEIRS_HELP: Final = "What you wrote and did not save is dropped."
PREVIEW: Final = "Preview"
CHANGES: Final = "Against {base}"
NO_CHANGES: Final = "No change against {base} yet."
CHOOSE_DRAFT: Final = "Draft"
OLD: Final = "From"
NEW: Final = "To"
SHOW: Final = "Show"
FLAGGED_ONLY: Final = "what a person must decide on"
ALL_CHANGES: Final = "every change"
DIMENSIONS: Final = "About"
ONE_TEXT: Final = "There is one text only. Start a draft or publish a second version, and what changed between them stands here."
PEOPLE_FROM: Final = "Or from where people stand"
PEOPLE_FROM_HELP: Final = (
    "Sets From to the version that people's oldest data was collected under, or that they last accepted, and To to the newest text: "
    "many small steps may add up to a large one for them."
)
CHOOSE_PEOPLE: Final = "Choose people by their version"
HOLDING_COUNT: Final = "oldest data of {count}"
ACCEPTED_COUNT: Final = "last accepted by {count}"
STAND_THERE: Final = "Who stands at {name}: {counted}."
WHERE_PEOPLE_STAND: Final = "Where people stand"
WHERE_PEOPLE_STAND_HELP: Final = (
    "Each person counts once under the version that their oldest data was collected under, "
    "and once under the newest version that they accepted anything of."
)
NO_DATA_YET: Final = "No data was recorded under this policy yet, and nobody accepted anything."
HOLDING: Final = "People whose oldest data is of it"
ACCEPTED: Final = "People who last accepted it"
COMPARE_FROM: Final = "See what the newest text changes for those who stand at"
LAYOUT: Final = "Layout"
IN_LINE: Final = "in line"
SIDE_BY_SIDE: Final = "side by side"
ONE_AT_A_TIME: Final = "one change at a time"
PREVIOUS: Final = "Previous"
NEXT: Final = "Next"
CHANGE_OF: Final = "Change {number} of {count}"
KINDS: Final = {
    "moved": "moved",
    "added": "new clause",
    "removed": "clause removed",
    "split": "split in several",
    "merged": "several made one",
    "rescoped": "same words, new meaning",
}
FROM_TO: Final = "from {old} to {new}"
NOT_THERE: Final = "(not there)"
SAME: Final = "The two texts say the same."
SAME_PERMISSIONS_DIFFER: Final = "The text is the same. What the software is told is not:"
BESIDE_THE_PROSE: Final = "Outside the text"
BESIDE_THE_PROSE_HELP: Final = "What changes in the permissions, in the promises and in who answers for the data."
NO_FITTING_TIE: Final = "No permission fits: write one"
NOTHING_SHOWN: Final = "No change is of that kind."
DOWNLOAD_HTML: Final = "Download as HTML"
DOWNLOAD_DOCX: Final = "Download as Word"
HTML_HELP: Final = "A page to read, mail or print; it needs nothing else."
DOCX_HELP: Final = "With every change tracked: accept all gives the new text, reject all the old."
RULE: Final = "rule"
NOTHING_TO_DECIDE: Final = "Every flagged change is decided."
TO_DECIDE: Final = "{done} of {total} decided"
VERDICT: Final = "Your decision"
VERDICTS: Final = {
    "confirmed": "It relaxes: people are asked or told",
    "overridden": "It does not relax, for the reason given",
    "sent_back": "Send it back to the drafter",
}
REASON: Final = "Reason"
REASON_HELP: Final = "Needed to override and to send back. It is kept with the version for good."
TIE: Final = "If it relaxes: the permission or promise that people are asked or told about"
TIED: Final = "People are asked or told through"
TIE_HELP: Final = (
    "A change that relaxes must reach the people it touches. Choose the permission that it adds or widens, one that people are to be "
    "asked about again (reopens), or the promise that it weakens."
)
HOWS: Final = {"adds": "adds", "widens": "widens", "reopens": "reopens", "weakens": "weakens"}
DECIDE: Final = "Decide"
DECIDED: Final = "Decided"
DECIDED_BY: Final = "{verdict}, by {actor} on {time}"
OBSTACLES: Final = "What still forbids publishing"
NO_OBSTACLES: Final = "Nothing forbids publishing."
MORE_OBSTACLES: Final = "And {count} more."
STEP_DECIDE: Final = "Decide"
STEP_APPROVE: Final = "Approve"
STEP_PUBLISH: Final = "Publish"
WRITTEN_BY: Final = "Written by {names}."
AUTHORS_MAY_NOT: Final = "Whoever wrote any of it may not approve it."
WAITS_FOR_DRAFTER: Final = "It waits for other words from the drafter. You may still decide otherwise."
THIS_CHANGE: Final = "this change"
UNDECIDED_OF: Final = "Undecided change {number} of {count}"
VERDICT_FIRST: Final = "Choose your decision first: it relaxes, it does not, or send it back."
DECIDE_BEFORE: Final = "First decide on {counted}, above."
STILL_TO_DECIDE: Final = "{counted} above without a decision"
STILL_SENT_BACK: Final = "{counted} sent back to the drafter"
MAY_NOT_APPROVE: Final = "You may not approve it: {why}. Ask another person to."
SET_EFFECT: Final = "Set the time and the summary"
NO_TIME_SET: Final = "It is not said yet when it takes effect. Set a date and time under Draft, Effect and summary."
NO_SUMMARY_SET: Final = "It has no summary yet. Write in a sentence or two what changes, under Draft, Effect and summary."
REBASE_FIRST: Final = "It starts from {base}, and {last} was published since. Rest it on {last}, on the page Draft."
REBASE_THERE: Final = "Rest it on the newest version"
COUNTING: Final = "Counting …"
WILL_ASK: Final = "{people} will be asked, from the day you send them their link."
WILL_ASK_NOBODY: Final = "Nobody will be asked, by the data there is now."
AFTER_PUBLISHING: Final = (
    "Next: people get their links from your product, or you mail them (docs/prompts.md). How they answer is shown under Consent."
)
SHORT_NOTICE: Final = "Publish at shorter notice than promised"
SHORT_NOTICE_HELP: Final = (
    "The version in force promises people more notice than this date gives. "
    "Choose a later date on the page Draft, or say why it cannot wait."
)
SHORT_NOTICE_REASON: Final = "Why it cannot wait"
SET_ASIDE: Final = "Set the promised notice aside"
NOTICE_SET_ASIDE: Final = "{actor} set the promised notice aside for this text: {reason}"
APPROVE: Final = "Approve"
APPROVE_HELP: Final = "Approves the draft exactly as it is. Any byte changed afterwards voids it."
APPROVED_BY: Final = "Approved by {names}."
NOT_APPROVED: Final = "Nobody has approved this text yet."
EFFECTIVE: Final = "Takes effect"
TOOK_EFFECT: Final = "Took effect"
NEVER_TOOK_EFFECT: Final = "Was to take effect"
NO_EFFECTIVE: Final = "No date and time of effect is set yet."
IMPACT: Final = "Whom it touches"
NO_IMPACT: Final = "Nobody's data is held back by it, and nobody would be asked."
NO_IMPACT_YET: Final = "So far nobody's data is held back by it, and nobody would be asked."
NOT_COUNTED: Final = "Not counted here yet: {counted} of the text above without a decision."
ASKED: Final = "People who would be asked"
COHORTS: Final = "Who would be asked, by the version that their oldest data is of"
NOTHING_BEFORE: Final = (
    "This is the first version: there is nothing before it to relax, so nothing needs a decision. "
    "It still needs a second person's approval."
)
HELD_RECORDS: Final = "Data held back"
HELD_RECORDS_HELP: Final = "Records that were given under earlier terms and may not be used the new way until their people agree."
HELD_USES: Final = "Uses held back"
HELD_USES_HELP: Final = "Kinds of use (which data, what for, by whom) that some record is held back from."
WHAT: Final = "What"
HOW: Final = "How"
WOULD_BE_ASKED: Final = "Would be asked"
TOUCHED: Final = "People touched"
RECORDS_HELD: Final = "Records held back"
USES_HELD: Final = "Uses held back"
COHORT: Final = "Oldest data of"
PROMPT: Final = "What people will be shown"
PROMPT_HELP: Final = "The exact page for {subject}, with {count} to answer. Its buttons do nothing here, and nobody counts as asked."
PROMPT_LANGUAGE: Final = "Language"
PROMPT_SUBJECT: Final = "As shown to (the product's id; empty: the first who would be asked)"
PROMPT_SUBJECT_HELP: Final = "What a person is shown depends on the data they gave, and under which version."
NO_PROMPT: Final = "Nobody would be asked for this draft, by the data there is now."
NO_PROMPT_YET: Final = "So far nobody would be asked: decide on the changes of the text first."
NO_PROMPT_FOR: Final = "{subject} would not be asked for this draft."
ESTIMATE: Final = "Counted now, as if the draft were in force."
REMARKS: Final = "Worth another look"
REMARKS_HELP: Final = "Nothing here forbids publishing."
NO_REMARKS: Final = "What this draft changes gives no cause for a remark."
OLD_REMARKS: Final = "{counted} on what was there before this draft"
EVIDENCE: Final = "Evidence about one person"
EVIDENCE_MAKE: Final = "Put the evidence together"
EVIDENCE_DOWNLOAD: Final = "Download the zip"
EVIDENCE_HELP: Final = "Their entries with proofs, the pages they were shown, the policy texts, and a verifier that needs nothing of ours."
PUBLISH: Final = "Publish"
PUBLISH_WARNING: Final = (
    "This freezes the text as {name}, in force from {effective}. A published version is never changed, only followed. "
    "It can be withdrawn until it takes effect."
)
PUBLISH_FINALLY: Final = "Publish it"
PUBLISHED: Final = "Published {name}, in force from {effective}."
SUBJECT: Final = "Person (the product's id)"
SUBJECT_FIRST: Final = "Type a product's id for a person to see their data, their answers, and what they would be asked."
ONE_PERSON_HEAD: Final = "One person"
NOTHING_PUBLISHED: Final = "No version is published yet: nobody's data is under this policy, and nobody is asked."
RESPONSES: Final = "How people responded"
NOBODY_ASKED: Final = (
    "Nobody has been asked yet. Your product gives people their link, or you mail it (docs/prompts.md); "
    "a person counts as asked from the first prompt made for them."
)
ASK: Final = "Asked about"
PLAIN_WORDS_SHORT: Final = "In plain words"
RESPONSES_HELP: Final = "Questions put to people, and how they stand; one person may have been asked several."
RESPONSE_BRIEF: Final = {"given": "Accepted", "refused": "Declined", "withdrawn": "Withdrew", "deferred": "Put off", "none": "Not answered"}
DECIDE_ON_THEM: Final = "Decide on them"
WERE_ASKED: Final = "Asked"
RESPONSE: Final = {
    "given": "Accepted",
    "refused": "Declined",
    "withdrawn": "Withdrew or objected",
    "deferred": "Put off",
    "none": "Not answered",
}
EVENTS: Final = {
    "requested": "Asked",
    "given": "Accepted",
    "refused": "Declined",
    "withdrawn": "Withdrew or objected",
    "deferred": "Put off",
}
RESPONSE_LABEL: Final = "Response"
PEOPLE: Final = "People"
COUNT: Final = "Events"
DAY: Final = "Day"
SHARES: Final = "How people stand now"
OVER_TIME: Final = "Day by day"
NOT_ANSWERED: Final = "Who has not answered"
NOT_ANSWERED_HELP: Final = (
    "People who were asked and have not answered, or put it off: {count}. Their data stays under the old terms until they do. "
    "The list holds the product's ids, to mail them a link."
)
ALL_ANSWERED: Final = "Everybody who was asked has answered."
NOT_ANSWERED_CSV: Final = "Download the list (CSV)"
AT_TIME: Final = "As of (UTC; empty: now)"
AT_TIME_HELP: Final = "Replays the answer as the ledger knew it then, under the version in force then."
VERDICT_WORDS: Final = {
    "allowed": "Allowed",
    "consent_required": "The person has to be asked first",
    "declined": "The person said no",
    "expired": "Kept longer than its terms let it be",
    "not_permitted": "Not permitted",
}
REASONS: Final = {
    "collected_under_these_terms": "It was collected under these terms.",
    "consent_given": "The person agreed.",
    "by_law": "The law requires it, or a life is at stake.",
    "never_answered": "The person has not answered.",
    "consent_lapsed": "They agreed, and the time it was given for is over.",
    "refused": "They declined.",
    "withdrawn": "They withdrew or objected.",
    "collected_before": "It was collected before these terms began.",
    "version_unknown": "It is not known under which version it was collected.",
    "time_unknown": "It is not known when it was collected.",
    "retention_over": "Its time to be kept is over.",
    "nothing_covers": "No permission of the version in force covers it.",
    "nothing_recorded": "No such data is recorded for the person.",
    "item_closed": "The item was deleted, or is other data.",
    "no_version_in_force": "No version was in force.",
}
RESTS_ON_HEAD: Final = "What it rests on, from the published text to the answer"
AS_JSON: Final = "All of the answer, as the gate gives it"
RECORDS: Final = "Their data, and the version each datum is under"
ANSWERS: Final = "Their answers"
PENDING: Final = "What they would be asked"
NO_RECORDS: Final = "Nothing is kept of this person under this policy."
COLLECTED: Final = "Collected"
EVENT: Final = "What happened"
EDITION: Final = "Edition"
METHOD: Final = "By what way"
NEVER_ASKED: Final = "Never asked, and never answered."
NOT_KNOWN: Final = "not known"
NOTHING_PENDING: Final = "Nothing is pending for this person."
ASK_GATE: Final = "May their data be used this way?"
DATA: Final = "Data"
USE: Final = "Use"
RECIPIENT: Final = "Recipient"
ITEM: Final = "Item (empty: all of the person's data)"
CHECK: Final = "Check"
VERIFY: Final = "Verify"
VERIFY_NOW: Final = "Verify everything"
CHECK_ARCHIVE: Final = "The archive: every tag, commit and file against what was published …"
CHECK_LEDGER: Final = "The ledger: its tree against the signatures, then every entry against the tree …"
CHECKED_OF: Final = "The ledger: {done} of {total} entries are as they were signed, or named below"
CHECKED: Final = "Checked"
PART_SOUND: Final = "As it was written."
PART_FAULTY: Final = "{counted}."
ENTRIES_HEAD: Final = "Entries of the ledger"
ENTRIES_HELP: Final = "Every entry, {count} at a time, the newest first. What the gate said at a past time is replayed under Consent."
FROM_ENTRY: Final = "From entry"
SEARCH_ENTRIES: Final = "Search"
SEARCH_ENTRIES_HELP: Final = "Words that an entry holds, as a person's id, a permission or a day (2026-03-02)."
KIND: Final = "Kind"
ENTRIES_FOUND: Final = "{shown} of {count} entries"
ENTRY: Final = "Entry"
WHEN: Final = "When"
WHOSE: Final = "Person"
DETAIL: Final = "What"
VERIFY_HELP: Final = "Holds the archive against the ledger and the ledger against its signed tree. Nothing is changed."
VERIFIED: Final = "Nothing was altered: {count} entries, and every published version."
MORE_FAULTS: Final = "{count} more: `reconsent verify` lists them all."
FAULTS_NEXT: Final = (
    "Do not go on publishing. Keep copies of the archive and the ledger as they are, and have whoever runs them look: "
    "docs/operate.md says how."
)
FAULTS: Final = "What is not as it was written"
LEDGER_SIZE: Final = "Entries sealed"
LAST_CHECKPOINT: Final = "Last checkpoint kept in the archive"
NONE_YET: Final = "None yet"
CHECKING: Final = "Checking …"
DIRECTIONS: Final = {
    "relaxes": "relaxes",
    "tightens": "tightens",
    "mixed": "relaxes and tightens",
    "neutral": "changes nothing",
    "unclear": "unclear",
}


def changes(count: int) -> str:
    """So many changes.

    >>> changes(1), changes(2)
    ('1 change', '2 changes')
    """
    return f"{count} change{'s' * (count != 1)}"


def people(count: int) -> str:
    """So many people.

    >>> people(0), people(1), people(1200)
    ('0 people', '1 person', '1,200 people')
    """
    return "1 person" if count == 1 else f"{count:,} people"


def many(count: int, one: str) -> str:
    """So many of something.

    >>> many(1, "fault"), many(2, "fault")
    ('1 fault', '2 faults')
    """
    return f"{count:,} {one}{'s' * (count != 1)}"
