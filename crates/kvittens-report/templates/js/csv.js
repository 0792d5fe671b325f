// Rows as a file that a Swedish spreadsheet opens: UTF-8 with its mark, semicolons, CRLF. The same care as the files
// beside the page: no cell can be taken for a formula (OWASP, CSV Injection), and a row is a line.

const csvCell = (text) => {
  const line = text.replace(/[\r\n]/g, " ").replace(/\u00a0/g, " ");
  const safe = /^[=+\-@\t\r]/.test(text) ? `'${line}` : line;
  return /[";,\t]/.test(safe) ? `"${safe.replace(/"/g, '""')}"` : safe;
};

const csv = (rows, order) => {
  const lines = [rows.columns.map((column) => csvCell(column.head))];
  for (const row of order) lines.push(rows.columns.map((column) => csvCell(rows.text(column.key, row))));
  return "\ufeff" + lines.map((line) => `${line.join(";")}\r\n`).join("");
};

/** Hands a text to the reader as a file of this name. */
const save = (name, text) => {
  const place = URL.createObjectURL(new Blob([text], { type: "text/csv;charset=utf-8" }));
  const link = element("a", { href: place, download: name, hidden: true });
  document.body.append(link);
  link.click();
  link.remove();
  setTimeout(() => URL.revokeObjectURL(place), 10000);
};
