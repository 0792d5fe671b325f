// Puts the page together: the static tables first, then the lists, and the address on all of it.

document.querySelectorAll("table[data-sorts], [data-sorts] table").forEach((table) => new Static(table));

/** Links that only the script can follow are shown by it. */
document.querySelectorAll("[data-scripted]").forEach((part) => { part.hidden = false; });

/** An opened finding has the address that without the script is a row of a table: that row is not scrolled to. */
document.querySelectorAll("tr[id^='F-']").forEach((row) => row.removeAttribute("id"));

const lists = new Map();
const visits = { of: null, list: null };
let detail = null;

const startFindings = () => {
  const findings = data("avvikelser-data");
  const root = document.getElementById("lista-har");
  if (!findings || !root) return;
  const all = findings.ids.map((_, row) => row);
  const id = { key: "id", head: words.id, shown: true, values: findings.ids, at: all, id: true };
  findings.rows = new Rows(findings.ids.length, [id, ...findings.columns]);
  const cell = (column, row) => {
    if (column.id) return element("a", { href: `#${findings.ids[row]}` }, findings.ids[row]);
    if (column.key !== "rule") return null;
    const rule = findings.rows.text("rule", row);
    return element("span", {}, element("a", { href: `#regel-${rule}` }, rule), element("small", {}, findings.rules[rule].name));
  };
  const list = new List({
    name: FINDINGS, root, rows: findings.rows, cell, noun: words.findings, caption: words.findingsCaption, file: words.findingsFile,
    filters: ["rule", "provider", "staff", "customer", "status", "text"],
    called: (column, value) => (column.key === "rule" ? `${value} ${findings.rules[value].name}` : null),
  });
  lists.set(FINDINGS, list);
  detail = new Detail(findings, list, visits);
};

const startVisits = () => {
  const given = data("besok-data");
  if (!given) return;
  visits.of = new Visits(given);
  const root = document.getElementById("besok-har");
  if (!given.all || !root) return;
  visits.list = new List({
    name: "visits", root, rows: visits.of.asRows(), noun: words.visits, caption: words.visitsCaption, file: words.visitsFile,
    filters: ["class", "counted", "unit", "staff", "customer", "day", "text"],
  });
  lists.set("visits", visits.list);
};

/** Shows what the address says. `jump`: the reader followed a link, so what is shown is brought into view. */
const follow = (jump, within) => {
  const said = address.read();
  if (said?.finding) {
    if (!within) document.getElementById("lista")?.scrollIntoView();
    detail?.open(said.finding, within);
    return;
  }
  detail?.shut();
  if (!location.hash) {
    for (const [name, list] of lists) list.apply(address.plain(name));
  } else if (said && lists.has(said.list)) {
    const list = lists.get(said.list);
    list.apply(said);
    if (jump) {
      list.root.closest("section").scrollIntoView();
      list.root.closest("section").querySelector("h2").focus({ preventScroll: true });
    }
  } else if (!said && location.hash.startsWith("#regel-")) {
    const rule = document.getElementById(location.hash.slice(1));
    if (rule) {
      rule.open = true;
      rule.scrollIntoView();
    }
  }
};

let clicked = false;
document.addEventListener("click", (event) => { clicked = Boolean(event.target.closest("a[href^='#']")); });
addEventListener("hashchange", () => {
  const ours = address.ours === location.hash;
  address.ours = null;
  if (!ours) follow(clicked, true);
  clicked = false;
});
addEventListener("resize", () => detail?.draw());

startFindings();
// The visits are read when the page stands, or at once where the address asks for them.
if (location.hash.startsWith("#F-") || location.hash.startsWith("#list=visits")) {
  startVisits();
  follow(true, false);
} else {
  follow(location.hash.includes("="), false);
  setTimeout(startVisits, 0);
}
