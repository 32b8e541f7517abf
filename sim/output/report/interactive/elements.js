// Elements made from names, attributes and text: what a person wrote is never read as HTML.

const SVG = "http://www.w3.org/2000/svg";

const byId = (id) => document.getElementById(id);

function withAll(element, attributes, children) {
  for (const [name, value] of Object.entries(attributes)) {
    if (value !== null) element.setAttribute(name, value);
  }
  element.append(...children.filter((child) => child !== null && child !== ""));
  return element;
}

function make(name, attributes = {}, ...children) {
  return withAll(document.createElement(name), attributes, children);
}

function draw(name, attributes = {}, ...children) {
  return withAll(document.createElementNS(SVG, name), attributes, children);
}

function fill(element, ...children) {
  element.replaceChildren(...children.filter((child) => child !== null && child !== ""));
}

// Texts come without their numbers, which stand behind the place of each.
const texts = {
  all: [],

  of([place, ...numbers]) {
    return texts.all[place].map((piece, at) => (at ? `${numbers[at - 1]}${piece}` : piece)).join("");
  },

  line(references) {
    return references.map(texts.of).join(" ");
  },
};

function options(select, texts) {
  fill(select, ...texts.map((text, at) => make("option", { value: String(at) }, text)));
}
