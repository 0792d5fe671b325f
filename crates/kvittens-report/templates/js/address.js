// What is shown stands in the address, behind its #: `rule=K105&status=open&sort=-date` is the list of findings in a
// state, with `list=visits` that of visits, `F-…` a finding. Anything else is a place on the page.

const FINDINGS = "findings";

const address = {
  /** { finding } or { list, filters, sort, page }, or null for a place on the page. */
  read(text = location.hash) {
    const said = text.replace(/^#/, "");
    if (/^F-[0-9A-Z]{13}$/.test(said)) return { finding: said };
    if (!said.includes("=")) return null;
    const { list = FINDINGS, sort = "", page = "1", ...filters } = Object.fromEntries(new URLSearchParams(said));
    return { list, filters, sort, page: Math.max(1, Number.parseInt(page, 10) || 1) };
  },

  /** A list without a filter, as it first stands. */
  plain(list) {
    return { list, filters: {}, sort: "", page: 1 };
  },

  /** The state as it is written; `list=` where nothing is chosen, which is a state too. */
  write({ list, filters, sort, page }) {
    const said = new URLSearchParams();
    if (list !== FINDINGS) said.set("list", list);
    for (const [key, value] of Object.entries(filters)) if (value) said.set(key, value);
    if (sort) said.set("sort", sort);
    if (page > 1) said.set("page", page);
    return `#${said.toString() || `list=${list}`}`;
  },

  /** Goes there: as a step that the back button takes back, or in the place of the one before. */
  go(to, step) {
    if (to === location.hash) return;
    address.ours = to;
    if (step) location.hash = to;
    else location.replace(to);
  },

  /** Where the script itself went last: it has shown that already. */
  ours: null,
};
