//! English, for `kvittens init`.

use kvittens_model::Method;
use kvittens_rules::suggest::Nature;

use super::init::Words;

/// The words.
pub const WORDS: Words = Words {
    head: "Settings for kvittens, written by kvittens init.\n\
        \n\
        Lines that begin with # and a blank are explanations.\n\
        Lines that begin with # and no blank are suggestions. They do not hold until you remove the #; if \
        the line in [ ] above is a suggestion too, remove it there as well.\n\
        The other lines hold. What is missing takes its default. Text stands in quotes, numbers have a point: 0.20.",
    based_on: |seen| {
        let mut text = format!(
            "The suggestions come from {}: {}, {} ({}).",
            seen.month,
            visits(seen.visits),
            super::counted(seen.providers.len() as u64, ",", "provider", "providers"),
            seen.files.join(", ")
        );
        if seen.withheld > 0 {
            text.push_str(&format!(
                " {} left out, since they could be ids of persons.",
                super::counted(seen.withheld as u64, ",", "name or word was", "names or words were")
            ));
        }
        text
    },
    municipality: "The municipality's name, for the headings of the reports.",
    key: "The file with the key of the pseudonyms, from this file's folder. Without this line it is kvittens.key beside \
        this file. Keep the key: by it a customer has the same pseudonym every month. Never send it to a provider.",
    layouts: "If a file is not recognised: kvittens inspect FILE shows why, and gives a layout of your own to start from. \
        It is kept beside this file and named here: layouts = [\"our-layout.toml\"]",
    receipts: "What counts as a receipt (kvittens): tag, lock (digital lock), pen, phone (without a tag), gps \
        (position).",
    methods_seen: "Starts and stops of visits in the export",
    method: |method| match method {
        Method::Tag => "tag",
        Method::Lock => "lock",
        Method::Pen => "pen",
        Method::Phone => "phone",
        Method::Gps => "gps",
        Method::Edited => "changed afterwards",
        Method::Unknown => "in an unknown way",
        Method::Manual => "by hand",
        Method::None => "time missing",
    },
    staff_ids: "What a staff id means. \"provider\": the same person within one provider. \"municipality\": the same \
        person everywhere; visits are then compared across providers too.",
    staff_seen: |several, all| {
        format!("In the export {} of {} staff ids stand at more than one provider.", number(several), number(all))
    },
    placeholders: "Staff ids that stand for several people, such as substitutes and hired staff: write how the id \
        begins. Rules on one member of staff leave them out. Do not write the id of a single person here.",
    placeholders_seen: "Such ids in the export, by how they begin",
    no_placeholders: "No id in the export begins with a word that mostly means that; these are examples.",
    unsure: |words| {
        format!(
            "Some ids begin with {words}, but so do ids that could be names. Write a longer beginning then, such as \
            \"VIK-\"."
        )
    },
    overfull: |count| {
        format!(
            "{} more registered time than one person can have. Such ids are found in every check and need not stand \
            here.",
            super::counted(count, ",", "other id has", "other ids have")
        )
    },
    max_rejected: "The largest share of a file's rows that may be set aside (0.01 is 1 %). Beyond it the reports are \
        marked and the run ends with code 3.",
    audience: "What a provider sees in its own folder: \"export\" (the ids of the export, so that the visits can be \
        found; a personnummer is masked) or \"pseudonym\".",
    board: "What may stand on the page for the nämnd (namnd.html). min_cell: the smallest number above zero that is shown. \
        min_customers: providers with fewer customers are not named.",
    letter: "The letterhead of what leaves the municipality: the report to the provider and the page for the nämnd. A logo \
        (PNG, JPEG or SVG, at most 256 KiB) lies beside this file and is named so: logo = \"logga.png\". answer_day: the last day to answer, of the \
        month after the report's (1–28); for a single month write answer_by = 2022-04-20 instead. With signature the \
        report has lines to sign on.",
    letter_lines: [
        "unit = \"Vård- och omsorgsförvaltningen\"",
        "contact = { name = \"Avtalscontroller\", email = \"hemtjanst@exempelby.se\", phone = \"08-123 45 67\" }",
        "answer_day = 20",
        "signature = { role = \"Avtalscontroller\", place = \"Exempelby\" }",
    ],
    providers_heading: "Providers",
    providers: "kind: \"ordinary\", or \"night\" (night patrol; left out of the shares and shown apart).\n\
        aliases: other names of the same provider in the exports.\n\
        night_units: units that are night patrol.\n\
        A provider that stands here and has no rows in a month is named on top of the reports (Q912). Remove one that \
        has ended.",
    units: "Units and their visits",
    night: "The name says night. Is it a night patrol that is not paid by registered time?",
    night_units: "The name says night. Is it night patrol?",
    services_heading: "Services (insatser)",
    services: "receipt: \"both\" (a receipt is expected) or \"none\" (it is not, as for shopping or a call). A visit \
        expects a receipt if one of its services does.\n\
        brief: true for services that may be very short; T402 then does not ask about them.\n\
        group and separate: group is the group's name, any word. With separate = true the service is planned as a \
        visit of its own beside others; M301 then takes such visits of different groups as explained.\n\
        shared: true for services where one member of staff is with several customers at once; P501 then does not ask.\n\
        supplement: true for services that are reported to the fee officers as supplements; E702 then asks for a report \
        of each such visit, also in a month in which none was made.\n\
        aliases: other words for the same service. Upper and lower case are always the same.\n\
        As soon as one service stands here, words in the export that do not are noted (Q909).",
    nature: |nature| match nature {
        Nature::Camera => "Sounds like looking in from afar: nobody is there, and it is short.",
        Nature::Call => "Sounds like a call: nobody is there.",
        Nature::Alarm => "Sounds like an alarm: unplanned, often short, and may lie beside another visit.",
        Nature::Meals => "Sounds like food brought to the door: short, and often planned as a visit of its own.",
        Nature::Errand => "Sounds like errands: mostly away from the home, and often planned as a visit of its own.",
        Nature::Escort => "Sounds like an escort: often starts or ends away from the home.",
        Nature::Household => "Sounds like service: often planned as a visit of its own beside the care.",
        Nature::Brief => "May be very short.",
        Nature::Group => "Sounds like something for several customers at once.",
        Nature::Around => "Sounds like time around the visits: no visit to a customer.",
    },
    alike: "Could be the same, written otherwise",
    rare: |count| format!("{} rarer words are not listed; the column seems to hold free text.", number(count as u64)),
    visits,
    number,
    rules_heading: "Rules and limits",
    rules: "A limit holds only if the municipality has decided it. The program has no limits of its own, and the \
        numbers in the suggestions are made up. Without a limit the providers are compared with each other.\n\
        value: the limit. source: where it stands, for example in the agreement; the report prints it. from, to: first \
        and last day it holds. provider: the provider it is for; else all. judge = \"value\": judge by the number \
        itself; else the whole 95 % interval must lie beyond the limit, so that small numbers are not branded.\n\
        K101: the least share of visits with a receipt at both ends. K102–K104: the largest share with none. 0.20 is \
        20 %.\n\
        A rule's whole page: kvittens explain K101",
    other_rules: "The other rules run without standing here:",
    rule_example: "How one of them is set. enabled = false turns it off. severity is its weight: info, minor or major. \
        For rules on visits a limit's value is findings per 1 000 visits.\n\
        stage: \"draft\" (runs in kvittens backtest alone), \"trial\" (shown to the controller alone), \"active\" or \
        \"resting\". backtest: the backtest that the rule was moved after.",
    next: |toml, key, config, exports| {
        format!(
            "Wrote {} and {}.\n\
            Now:\n\
            1. Open {} in a text editor. Go through the suggestions, and write the municipality's limits with their \
            source.\n\
            2. Keep the key ({}) where it is backed up. Do not send it to a provider.\n\
            3. Check a month: kvittens check {exports}{config}\n",
            toml.display(),
            key.display(),
            toml.display(),
            key.display(),
        )
    },
};

fn number(count: u64) -> String {
    super::number(count, ",")
}

fn visits(count: u64) -> String {
    super::counted(count, ",", "visit", "visits")
}
