// What the other parts stand on: the page's data and words, elements, numbers. Nothing here reads a network: a page is
// one file, and its policy lets this script run and nothing else.

/** The data of a block, or null where the page holds none. */
const data = (id) => {
  const block = document.getElementById(id);
  return block ? JSON.parse(block.textContent) : null;
};

const words = data("ord");

/** A text with values in the places that it names: "{shown} av {all}". */
const say = (text, values) => text.replace(/\{(\w+)\}/g, (_, name) => values[name]);

/** A whole number in the form of the language. */
const count = (number) => String(number).replace(/\B(?=(\d{3})+$)/g, words.group);

/** An element. Attributes that are null or false are left out; children are elements and texts, never markup. */
const element = (name, attributes = {}, ...children) => {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (key.startsWith("on")) made.addEventListener(key.slice(2), value);
    else if (value !== null && value !== false) made.setAttribute(key, value === true ? "" : value);
  }
  made.append(...children.filter((child) => child !== null && child !== ""));
  return made;
};

/** Two digits. */
const two = (number) => String(number).padStart(2, "0");

/** `2022-03-17` as `17 mars 2022`; anything else as it is. */
const shownDate = (text) => {
  const parts = /^(\d{4})-(\d{2})-(\d{2})$/.exec(text);
  return parts ? `${Number(parts[3])}\u00a0${words.months[parts[2] - 1]}\u00a0${parts[1]}` : text;
};

document.documentElement.classList.add("scripted");
